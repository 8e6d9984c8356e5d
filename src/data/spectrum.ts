import FFT from "fft.js";
import * as tf from "@tensorflow/tfjs";
import { expectInteger, expectNumber } from "../shape";
import { median } from "../statistics";

/** Options of {@link spectrum}. */
export interface SpectrumOptions {
  /** Numbers in a sound: a power of 2, 4 or more. */
  readonly length: number;
  /** Numbers in a second. */
  readonly rate: number;
}

/** How much of each frequency there is. */
export interface Spectrum {
  /** From 0 to half the rate, in Hz, `rate / length` apart. */
  readonly frequencies: Float64Array; // (length / 2 + 1)
  /** The mean of the sounds' powers. A sine of amplitude 1 has power 1 at its own frequency. */
  readonly power: Float64Array; // (length / 2 + 1)
}

/**
 * The mean power spectrum of sounds, each under a Hann window, by the fast Fourier transform (Cooley and Tukey 1965). The
 * window keeps a tone that does not fit the length from leaking everywhere; it spreads each tone over three frequencies.
 *
 * @param sounds (n, length), or their numbers one sound after the other; at least one
 * @throws RangeError for a length that is no power of 2 from 4, a rate that is not positive, or no sound
 * @throws TypeError when the numbers do not make whole sounds
 * @example
 * ```ts
 * import { spectrum } from "gan-clinic";
 * const sound = Float32Array.from({ length: 64 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 8 * i) / 64));
 * const { frequencies, power } = spectrum(sound, { length: 64, rate: 640 });
 * assert.equal(frequencies[8], 80); // Hz: eight times in a tenth of a second
 * assert.ok(Math.abs(power[8] - 0.25) < 1e-6); // the square of its amplitude
 * ```
 */
export function spectrum(
  sounds: Float32Array | tf.Tensor,
  { length, rate }: SpectrumOptions,
): Spectrum {
  expectNumber(rate, "spectrum rate", { above: 0 });
  const values = sounds instanceof tf.Tensor ? sounds.dataSync<"float32">() : sounds;
  const powerOf = powers(length, "spectrum length");
  if (values.length % length !== 0) {
    throw new TypeError(
      `spectrum sounds: wanted rows of ${length} numbers, found ${values.length} numbers`,
    );
  }
  const count = expectInteger(values.length / length, "spectrum sounds", { atLeast: 1 });
  const power = new Float64Array(length / 2 + 1);
  for (let i = 0; i < count; i++) {
    const own = powerOf(values, i * length);
    for (let k = 0; k < power.length; k++) power[k] += own[k] / count;
  }
  return { frequencies: frequenciesOf(length, rate), power };
}

/** From 0 to half the rate. */
export function frequenciesOf(length: number, rate: number): Float64Array {
  return Float64Array.from({ length: length / 2 + 1 }, (_, k) => (k * rate) / length);
}

/**
 * Makes the power spectrum of `length` numbers from a place on; the returned array is used again at the next call.
 *
 * @throws RangeError for a length that is no power of 2 from 4
 */
export function powers(
  length: number,
  what: string,
): (values: ArrayLike<number>, from: number) => Float64Array {
  if (!Number.isInteger(Math.log2(length)) || length < 4) {
    throw new RangeError(`${what}: wanted a power of 2, 4 or more, found ${length}`);
  }
  const transform = new FFT(length) as { realTransform(out: unknown, data: unknown): void };
  const [windowed, complex] = [new Float64Array(length), new Float64Array(2 * length)];
  const power = new Float64Array(length / 2 + 1);
  const hann = Float64Array.from(
    windowed,
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length),
  );
  const full = length / 4; // what a sine of amplitude 1 adds up to under the window
  return (values, from) => {
    for (let i = 0; i < length; i++) windowed[i] = hann[i] * values[from + i];
    transform.realTransform(complex, windowed);
    for (let k = 0; k < power.length; k++) {
      power[k] = (complex[2 * k] ** 2 + complex[2 * k + 1] ** 2) / full ** 2;
    }
    return power;
  };
}

/**
 * How far a spectrum stands out at some frequencies, in decibels: the power there (the largest of three neighbours) over the
 * median of what lies 4 to 14 frequencies away on both sides, averaged over the frequencies given. About 0 to 3 for even
 * noise; 10 is ten times the power. Upsampling by a stride s leaves such lines at multiples of rate / s.
 *
 * @param frequencies in Hz; each is taken to the nearest that the spectrum has
 * @throws RangeError for a frequency outside the spectrum, or none
 * @example
 * ```ts
 * import { excessPower } from "gan-clinic";
 * const frequencies = Float64Array.from({ length: 33 }, (_, k) => k); // Hz
 * const power = new Float64Array(33).fill(1);
 * power[16] = 100;
 * const excess = excessPower({ frequencies, power }, [16]);
 * assert.ok(Math.abs(excess - 20) < 1e-6); // 100 times, in decibels
 * ```
 */
export function excessPower({ frequencies, power }: Spectrum, where: readonly number[]): number {
  expectInteger(where.length, "excessPower frequencies", { atLeast: 1 });
  const gap = frequencies[1] - frequencies[0];
  const half = frequencies[frequencies.length - 1];
  const tiny = 1e-12;
  const each = where.map((frequency) => {
    expectNumber(frequency, "excessPower frequency", { atLeast: 0, atMost: half });
    const at = Math.round(frequency / gap);
    const around = Array.from(power).filter(
      (_, k) => Math.abs(k - at) >= 4 && Math.abs(k - at) <= 14,
    );
    const peak = Math.max(...Array.from(power).slice(Math.max(0, at - 1), at + 2));
    return 10 * Math.log10((peak + tiny) / (median(around) + tiny));
  });
  return each.reduce((sum, value) => sum + value, 0) / each.length;
}
