import { basename } from "node:path";
import { lever } from "../levers/lever";
import { expectInteger, expectNumber } from "../shape";
import { fetchPackage, readCached } from "./cache";
import { drumKinds, drumSource } from "./drum-files";
import { finiteDataset, type FiniteDataset } from "./finite";
import { decodeFlac, type FlacSound } from "./flac";
import { resampleSound } from "./resample-sound";

/** Options of {@link drums}. */
export interface DrumOptions {
  /** Numbers in a sound: longer ones are cut, shorter ones end in silence; 2048. */
  readonly length?: number;
  /** Numbers in a second; 8192, so a sound is a quarter of a second. */
  readonly rate?: number;
}

/**
 * 81 real drum sounds (hat, kick, snare, tabla), each as loud as -1 to 1 allows: a few recordings, no two
 * alike. They are the samples of Sonic Pi, placed in the public domain (CC0) by those who made them. The
 * first use fetches 34 MB through npm and keeps 2 MB in the cache folder.
 *
 * @throws RangeError for a length below 2 or a rate that is not positive
 * @throws Error that says what to do, when the sounds cannot be fetched or are damaged
 * @example
 * ```ts
 * import { drums } from "gan-clinic";
 * await assert.rejects(drums({ length: 1 }), /drums length: wanted a whole number at least 2/);
 * // const data = await drums({ length: 1024, rate: 4096 });
 * // data.captions![0]; // "bd_808"
 * ```
 */
export async function drums({
  length = 2048,
  rate = 8192,
}: DrumOptions = {}): Promise<FiniteDataset> {
  expectInteger(length, "drums length", { atLeast: 2 });
  expectNumber(rate, "drums rate", { above: 0 });
  await fetchPackage(drumSource);
  const { files } = drumSource;
  const examples = new Float32Array(files.length * length);
  for (const [i, file] of files.entries()) {
    const sound = decodeFlac(await readCached(drumSource, file), file.path);
    const needed = Math.ceil(((length + 64) * sound.rate) / rate); // the filter looks ahead
    const own = resampleSound(oneChannel(sound).subarray(0, needed), sound.rate, rate);
    examples.set(loud(own.subarray(0, length)), i * length);
  }
  const classNames = [...new Set(drumKinds)].sort();
  return lever(
    "data",
    "drums",
    { length, rate },
    finiteDataset({
      name: "drums",
      shape: [length],
      examples,
      labels: Uint8Array.from(drumKinds, (kind) => classNames.indexOf(kind)),
      classNames,
      captions: files.map(({ path }) => basename(path, ".flac")),
      range: [-1, 1],
    }),
  );
}

/** The mean of all channels. */
function oneChannel({ channels }: FlacSound): Float32Array {
  return Float32Array.from(channels[0], (_, i) =>
    channels.reduce((sum, channel) => sum + channel[i] / channels.length, 0),
  );
}

/** As loud as fits between -1 and 1. */
function loud(sound: Float32Array): Float32Array {
  const peak = sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return peak === 0 ? sound : sound.map((value) => value / peak);
}
