import { readdir, readFile } from "node:fs/promises";
import { basename, extname, join, parse, resolve } from "node:path";
import { expectInteger, expectNumber } from "../shape";
import { classLabels, finiteDataset, type FiniteDataset } from "./finite";
import { decodeFlac } from "./flac";
import { resampleSound } from "./resample-sound";
import { decodeWav, type RecordedSound } from "./wav";

/** Options of {@link soundsFromFolder}. */
export interface SoundFolderOptions {
  /** Numbers in a sound: longer ones are cut, shorter ones end in silence; 1,024. */
  readonly length?: number;
  /** Numbers in a second; 8,192, so 1,024 numbers are an eighth of a second. */
  readonly rate?: number;
}

/**
 * Your own sounds: the WAV and FLAC files of a folder, in the order of their names. Channels are averaged, the rate is
 * changed through a low-pass filter, silence before the sound stays. Each is made as loud as -1 to 1 allows. Files that lie
 * in folders in it, and none beside them, have these folders as their classes. `captions` are the files' names without their
 * ending. Everything else in the folder is passed over.
 *
 * @throws RangeError for a length below 2 or a rate that is not positive
 * @throws Error when the folder cannot be read, has no such file, or has some both beside and in folders
 * @throws SyntaxError that names a damaged file
 * @example
 * ```ts
 * import { soundsFromFolder } from "gan-clinic";
 * await assert.rejects(soundsFromFolder("no such folder"), /no such folder/);
 * // const own = await soundsFromFolder("my-sounds", { length: 1024, rate: 4096 });
 * ```
 */
export async function soundsFromFolder(
  folder: string,
  { length = 1024, rate = 8192 }: SoundFolderOptions = {},
): Promise<FiniteDataset> {
  expectInteger(length, "soundsFromFolder length", { atLeast: 2 });
  expectNumber(rate, "soundsFromFolder rate", { above: 0 });
  const files = await soundFiles(folder);
  const examples = new Float32Array(files.length * length);
  for (const [i, { path }] of files.entries()) {
    const sound = await readSound(join(folder, path), path);
    const needed = Math.ceil(((length + 64) * sound.rate) / rate); // the filter looks ahead
    const one = meanOf(sound.channels).subarray(0, needed);
    examples.set(loud(resampleSound(one, sound.rate, rate).subarray(0, length)), i * length);
  }
  const classNames = [...new Set(files.map(({ kind }) => kind))].filter((kind) => kind !== "");
  return finiteDataset({
    name: basename(resolve(folder)),
    shape: [length],
    examples,
    range: [-1, 1],
    captions: files.map(({ path }) => parse(path).name),
    ...(classNames.length > 0 && {
      labels: classLabels(
        classNames.length,
        files.map(({ kind }) => classNames.indexOf(kind)),
      ),
      classNames,
    }),
  });
}

interface SoundFile {
  /** From the folder on. */
  readonly path: string;
  /** The folder in the folder that it lies in; "" for none. */
  readonly kind: string;
}

const { compare } = new Intl.Collator("en", { numeric: true });

async function soundFiles(folder: string): Promise<SoundFile[]> {
  const all = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new Error(`soundsFromFolder: ${folder} cannot be read`, { cause: error });
  });
  const isSound = (name: string) =>
    [".wav", ".flac"].includes(extname(name).toLowerCase()) && !name.startsWith(".");
  const beside = all.filter((each) => each.isFile() && isSound(each.name));
  const within: SoundFile[] = [];
  for (const { name } of all.filter((each) => each.isDirectory())) {
    const own = (await readdir(join(folder, name))).filter(isSound);
    within.push(...own.map((file) => ({ path: join(name, file), kind: name })));
  }
  if (beside.length > 0 && within.length > 0) {
    throw new Error(
      `soundsFromFolder ${folder}: found ${beside.length} sounds in it and ${within.length} in folders in it; are ` +
        "these classes? Put all into folders, or none",
    );
  }
  const found = [...beside.map(({ name }) => ({ path: name, kind: "" })), ...within];
  if (found.length === 0) {
    throw new Error(`soundsFromFolder ${folder}: wanted WAV or FLAC files, found none`);
  }
  return found.sort((a, b) => compare(a.path, b.path));
}

async function readSound(file: string, name: string): Promise<RecordedSound> {
  const bytes = await readFile(file);
  if (extname(name).toLowerCase() === ".wav") return decodeWav(bytes, name);
  const { rate, bits, channels } = decodeFlac(bytes, name);
  const scale = 2 ** (bits - 1);
  return { rate, channels: channels.map((one) => Float32Array.from(one, (x) => x / scale)) };
}

function meanOf(channels: readonly Float32Array[]): Float32Array {
  return channels[0].map((_, i) =>
    channels.reduce((sum, one) => sum + one[i] / channels.length, 0),
  );
}

/** As loud as fits between -1 and 1. */
function loud(sound: Float32Array): Float32Array {
  const peak = sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return peak === 0 ? sound : sound.map((value) => value / peak);
}
