import { expectInteger, expectNumber } from "../shape";
import { frequenciesOf, powers } from "./spectrum";

/** Options of {@link spectrogram}. */
export interface SpectrogramOptions {
  /** Numbers in a second. */
  readonly rate: number;
  /** Numbers in a window: a power of 2, 4 or more; 64. Wider ones tell frequencies better, and moments worse. */
  readonly window?: number;
  /** Numbers from one window to the next; a quarter of the window. */
  readonly hop?: number;
}

/** How much of each frequency there is, moment by moment. */
export interface Spectrogram {
  /** The middle of each window, in seconds. */
  readonly times: Float64Array; // (moments)
  /** From 0 to half the rate, in Hz. */
  readonly frequencies: Float64Array; // (window / 2 + 1)
  /** 0 for a sine of amplitude 1 at its own frequency, -100 at least; moment by moment. */
  readonly decibels: Float32Array; // (moments, window / 2 + 1)
}

const silence = -100; // decibels

/**
 * The spectra of a sound's parts, one after the other: what a musician's score is to a melody. A steady tone is a level
 * line, a chirp a slope, noise a cloud, a plucked string a comb that fades. The windows are Hann's, and lie wholly within
 * the sound.
 *
 * @param sound its numbers, -1 to 1; at least a window
 * @throws RangeError for a window that is no power of 2 from 4, a hop below 1, a rate that is not positive, or a sound
 *   shorter than the window
 * @example
 * ```ts
 * import { spectrogram } from "gan-clinic";
 * const sound = Float32Array.from({ length: 256 }, (_, i) => Math.sin((2 * Math.PI * 16 * i) / 64));
 * const { times, frequencies, decibels } = spectrogram(sound, { rate: 6400 });
 * assert.deepEqual([times.length, frequencies.length], [13, 33]);
 * assert.equal(times[0], 32 / 6400); // the middle of the first window
 * assert.ok(Math.abs(decibels[16]) < 1e-3 && frequencies[16] === 1600); // 0 dB at 1,600 Hz
 * ```
 */
export function spectrogram(
  sound: Float32Array,
  { rate, window = 64, hop = Math.max(1, window / 4) }: SpectrogramOptions,
): Spectrogram {
  expectNumber(rate, "spectrogram rate", { above: 0 });
  expectInteger(hop, "spectrogram hop", { atLeast: 1 });
  const powerOf = powers(window, "spectrogram window");
  expectInteger(sound.length, "spectrogram sound (its length)", { atLeast: window });
  const moments = Math.floor((sound.length - window) / hop) + 1;
  const frequencies = frequenciesOf(window, rate);
  const decibels = new Float32Array(moments * frequencies.length);
  for (let i = 0; i < moments; i++) {
    powerOf(sound, i * hop).forEach((power, k) => {
      decibels[i * frequencies.length + k] = Math.max(silence, 10 * Math.log10(power + 1e-30));
    });
  }
  const times = Float64Array.from({ length: moments }, (_, i) => (i * hop + window / 2) / rate);
  return { times, frequencies, decibels };
}
