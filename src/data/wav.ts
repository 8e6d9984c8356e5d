import { WaveFile } from "wavefile";
import { expectInteger } from "../shape";

/** A sound with as many channels as it was recorded with. */
export interface RecordedSound {
  /** Numbers in a second. */
  readonly rate: number;
  /** -1 to 1, one array a channel. */
  readonly channels: readonly Float32Array[];
}

/**
 * Reads a WAV file: 8, 16, 24 or 32 bits, whole numbers or floats, A-law, µ-law and IMA ADPCM (by the package wavefile).
 *
 * @param name the file's name for messages
 * @throws SyntaxError when it is no WAV file, or damaged
 * @example
 * ```ts
 * import { decodeWav, encodeWav } from "gan-clinic";
 * const bytes = encodeWav(Float32Array.of(0, 0.5, -1), 8000);
 * const { rate, channels } = decodeWav(bytes, "three.wav");
 * assert.equal(rate, 8000);
 * assert.ok(Math.abs(channels[0][1] - 0.5) < 1e-4); // 16 bits
 * assert.throws(() => decodeWav(Uint8Array.of(1, 2), "no.wav"), /no.wav/);
 * ```
 */
export function decodeWav(bytes: Uint8Array, name: string): RecordedSound {
  try {
    const file = new WaveFile(bytes);
    const { sampleRate, numChannels } = file.fmt as { sampleRate: number; numChannels: number };
    if (sampleRate <= 0 || numChannels < 1) throw new Error("it has no rate or no channel");
    file.toBitDepth("32f");
    const read: unknown = file.getSamples(false, Float32Array); // one channel comes without a list around it
    const channels = (Array.isArray(read) ? read : [read]) as Float32Array[];
    if (channels[0].length === 0) throw new Error("it has no samples");
    return { rate: sampleRate, channels };
  } catch (error) {
    const { message } = error as Error;
    throw new SyntaxError(`${name}: this is no WAV file that can be read: ${message}`, {
      cause: error,
    });
  }
}

/**
 * A sound as a WAV file: one channel, 16 bits.
 *
 * @param sound -1 to 1; what lies beyond is cut
 * @param rate numbers in a second
 * @throws RangeError for a rate that is no whole number above 0
 * @example
 * ```ts
 * import { encodeWav } from "gan-clinic";
 * const bytes = encodeWav(new Float32Array(100), 8192);
 * assert.equal(bytes.length, 44 + 2 * 100); // a header, and two bytes a number
 * ```
 */
export function encodeWav(sound: Float32Array, rate: number): Uint8Array {
  expectInteger(rate, "encodeWav rate", { atLeast: 1 });
  const whole = Int16Array.from(sound, (x) => Math.round(32767 * Math.max(-1, Math.min(1, x))));
  const file = new WaveFile();
  file.fromScratch(1, rate, "16", whole);
  return file.toBuffer();
}
