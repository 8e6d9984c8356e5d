import { readFile } from "node:fs/promises";
import { basename, join, parse, resolve } from "node:path";
import { lever } from "../levers/lever";
import { expectInteger } from "../shape";
import { decodePicture } from "./decode";
import { classLabels, finiteDataset, type FiniteDataset } from "./finite";
import { choosePictures, leftOutText } from "./folder-classes";
import { walkFolder, type FoundPicture, type LeftOut } from "./folder-walk";
import { cutSquare, pixelsOf } from "./png";
import { resizePicture } from "./resample";

/** Options of {@link fromFolder}. */
export interface FolderOptions {
  /** Pixels along a side. */
  readonly size: number;
  /** 1 for grey, 3 for colours. */
  readonly channels: 1 | 3;
  /**
   * What folders in the folder mean. "folders": each is a class, with all pictures in it at any depth.
   * "none": no classes, all pictures at any depth. When left out, it must be plain from what lies there.
   */
  readonly classes?: "folders" | "none";
  /** What a damaged picture does: "refuse" (the default) the whole folder, or "leaveOut" that picture. */
  readonly damaged?: "refuse" | "leaveOut";
}

/** Pictures of a folder, and what else lies there. */
export interface FolderDataset extends FiniteDataset {
  /** Everything in the folder that is not in the data set, and why. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * Your own pictures: the PNG, JPEG and WebP files of a folder, told by their content, whatever they are
 * called. The largest square in the middle of each is taken and made `size` x `size`, by area; transparent
 * parts become white; numbers are from -1 to 1. Photographs are turned as their camera says; of an
 * animation the first picture is read. `captions` are the files' names without their ending.
 *
 * What the folder means:
 * - Pictures in it, and none in folders in it: these pictures, without classes.
 * - Pictures only in folders in it: each such folder is a class, by its name, with all that lies in it at
 *   any depth. A folder without a picture is no class.
 * - Anything else could mean two things (pictures beside folders with pictures; a folder `train` that has
 *   only folders `cats` and `dogs`): an error says what lies where, and `classes` says what is meant.
 *
 * Files and classes are in the order of their names, 2 before 10. Linked folders are followed, once. Hidden
 * files, and what systems leave behind (`__MACOSX`, `._a.png`, `Thumbs.db`, `.ipynb_checkpoints`), are not
 * read. Nothing is lost without a word: `leftOut` names everything that is not in the data set, and why
 * (GIF, BMP, TIFF, AVIF and HEIC files are not read), and one warning line sums up what may be missed.
 *
 * A damaged picture, or one that cannot be read, stops the load, for training on a part without knowing is
 * worse: the error names all of them. With `damaged: "leaveOut"` they are left out and named like the rest.
 * A PNG shows any damage; a JPEG or WebP has no checksum, so it is only known to be whole.
 *
 * @throws RangeError for a size below 1, channels other than 1 and 3, or more than fits in memory
 * @throws Error when the folder cannot be read, has no picture, or may mean two things
 * @throws SyntaxError that names the damaged pictures
 * @example
 * ```ts
 * import { fromFolder } from "gan-clinic";
 * await assert.rejects(fromFolder("no such folder", { size: 16, channels: 3 }), /no such folder/);
 * // const pictures = await fromFolder("my-pictures", { size: 32, channels: 3 });
 * // pictures.leftOut; // [{ path: "party.gif", reason: "GIF, which is not read here: …" }]
 * ```
 */
export async function fromFolder(folder: string, options: FolderOptions): Promise<FolderDataset> {
  const { size, channels, classes, damaged = "refuse" } = options;
  expectInteger(size, "fromFolder size", { atLeast: 1 });
  expectOneOf(channels, [1, 3], "channels");
  if (classes !== undefined) expectOneOf(classes, ["folders", "none"], "classes");
  expectOneOf(damaged, ["refuse", "leaveOut"], "damaged");
  const walk = await walkFolder(folder);
  const { faults, clutter } = walk;
  const refuse = () => {
    const rest = `Mend or remove what is named, or leave it out with damaged: "leaveOut"`;
    if (damaged === "refuse" && faults.length > 0) throw damagedError(folder, faults, rest);
  };
  refuse();
  const chosen = choosePictures(folder, walk.root, [...walk.leftOut, ...faults], classes);
  const { read, examples } = await readAll(folder, chosen.pictures, options, faults);
  refuse();
  if (read.length === 0) throw damagedError(folder, faults, "No picture is left");
  const missed = [...walk.leftOut, ...chosen.leftOut, ...faults];
  if (missed.length > 0) console.warn(`fromFolder ${folder}: left out ${leftOutText(missed)}`);
  const dataset = finiteDataset({
    name: basename(resolve(folder)),
    shape: [size * size * channels],
    examples,
    picture: { height: size, width: size, channels },
    range: [-1, 1],
    captions: read.map((i) => parse(chosen.pictures[i].path).name.normalize("NFC")),
    ...(chosen.labels && chosen.classNames && classesOf(read, chosen.labels, chosen.classNames)),
  });
  return lever(
    "data",
    "fromFolder",
    { folder, ...options, content: dataset.examples },
    { ...dataset, leftOut: [...missed, ...clutter] },
  );
}

/** Reads the pictures one by one; one that is damaged goes to `faults`, and the next is read. */
async function readAll(
  folder: string,
  pictures: readonly FoundPicture[],
  { size, channels }: FolderOptions,
  faults: LeftOut[],
): Promise<{ read: number[]; examples: Float32Array }> {
  const area = size * size * channels;
  const examples = roomFor(pictures.length, size, channels);
  const read: number[] = [];
  for (const [i, picture] of pictures.entries()) {
    try {
      examples.set(await readSquare(folder, picture, size, channels), read.length * area);
      read.push(i);
    } catch (error) {
      if (!isFault(error)) throw error;
      faults.push({ path: picture.path, reason: error.message.replace(`${picture.path}: `, "") });
    }
  }
  return {
    read,
    examples: read.length < pictures.length ? examples.slice(0, read.length * area) : examples,
  };
}

/** @throws RangeError when the system does not have so much memory */
function roomFor(count: number, size: number, channels: number): Float32Array {
  const numbers = count * size * size * channels;
  try {
    return new Float32Array(numbers);
  } catch (error) {
    throw new RangeError(
      `fromFolder size: ${count} pictures of ${size} x ${size} x ${channels} numbers take ` +
        `${Math.ceil((4 * numbers) / 1e9)} GB of memory, more than there is: take a smaller size`,
      { cause: error },
    );
  }
}

/** Whether it is about this one file: its content, or that the system does not give it out. */
function isFault(error: unknown): error is Error {
  return error instanceof SyntaxError || (error as NodeJS.ErrnoException).syscall !== undefined;
}

async function readSquare(
  folder: string,
  { path, kind }: FoundPicture,
  size: number,
  channels: 1 | 3,
): Promise<Float32Array> {
  const decoded = await decodePicture(await readFile(join(folder, path)), kind, path);
  const { height, width } = decoded;
  const side = Math.min(height, width);
  const [top, left] = [Math.floor((height - side) / 2), Math.floor((width - side) / 2)];
  const square = pixelsOf(cutSquare(decoded, left, top, side), channels);
  const picture = { pixels: square, height: side, width: side, channels };
  return resizePicture(picture, { height: size, width: size }).pixels;
}

/** Labels and names of the classes that any of the pictures that were read is in. */
function classesOf(read: readonly number[], labels: readonly number[], names: readonly string[]) {
  const present = new Set(read.map((i) => labels[i]));
  const places = new Map([...present].sort((a, b) => a - b).map((label, place) => [label, place]));
  return {
    classNames: names.filter((_, k) => present.has(k)),
    labels: classLabels(
      places.size,
      Int32Array.from(read, (i) => places.get(labels[i]) ?? 0),
    ),
  };
}

function damagedError(folder: string, faults: readonly LeftOut[], rest: string): Error {
  return new SyntaxError(`fromFolder ${folder}: cannot read ${leftOutText(faults)}. ${rest}`);
}

function expectOneOf(value: unknown, wanted: readonly unknown[], what: string): void {
  if (wanted.includes(value)) return;
  throw new RangeError(
    `fromFolder ${what}: wanted ${wanted.map(String).join(" or ")}, found ${String(value)}`,
  );
}
