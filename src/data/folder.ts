import { readdir, readFile } from "node:fs/promises";
import { basename, join, parse } from "node:path";
import { expectInteger } from "../shape";
import { finiteDataset, type FiniteDataset } from "./finite";
import { cropPicture, type Picture } from "./picture";
import { decodePng, pixelsOf } from "./png";
import { resizePicture } from "./resample";

/** Options of {@link fromFolder}. */
export interface FolderOptions {
  /** Pixels along a side. */
  readonly size: number;
  /** 1 for grey, 3 for colours. */
  readonly channels: 1 | 3;
}

/**
 * Your own pictures: the PNG files of a folder, in the order of their names. The largest square in the
 * middle of each is taken and made `size` x `size`, by area; transparent parts become white; numbers are
 * from -1 to 1. When the folder has folders in it, each of those is a class, by name.
 *
 * @throws RangeError for a size below 1 or channels other than 1 and 3
 * @throws Error when the folder cannot be read or has no PNG file; SyntaxError for a damaged file
 * @example
 * ```ts
 * import { fromFolder } from "gan-clinic";
 * await assert.rejects(fromFolder("no such folder", { size: 16, channels: 3 }), /no such folder/);
 * // const pictures = await fromFolder("my-pictures", { size: 32, channels: 3 });
 * ```
 */
export async function fromFolder(
  folder: string,
  { size, channels }: FolderOptions,
): Promise<FiniteDataset> {
  expectInteger(size, "fromFolder size", { atLeast: 1 });
  if (![1, 3].includes(channels)) {
    throw new RangeError(`fromFolder channels: wanted 1 or 3, found ${String(channels)}`);
  }
  const { files, classNames } = await listPictures(folder);
  if (files.length === 0) throw new Error(`fromFolder: there is no PNG file in ${folder}`);
  const area = size * size * channels;
  const examples = new Float32Array(files.length * area);
  for (const [i, { path }] of files.entries()) {
    examples.set(await readSquare(path, size, channels), i * area);
  }
  return finiteDataset({
    name: basename(folder),
    shape: [area],
    examples,
    picture: { height: size, width: size, channels },
    range: [-1, 1],
    captions: files.map(({ path }) => parse(path).name),
    ...(classNames.length > 0 && {
      classNames,
      labels: Uint8Array.from(files, (file) => file.class),
    }),
  });
}

interface ListedFile {
  readonly path: string;
  readonly class: number;
}

async function listPictures(
  folder: string,
): Promise<{ files: ListedFile[]; classNames: string[] }> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new Error(`fromFolder: ${folder} cannot be read (${(error as Error).message})`);
  });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const classNames = folders.filter((name) => !name.startsWith(".")).sort();
  if (classNames.length === 0) {
    return {
      files: pngFiles(
        folder,
        entries.map(({ name }) => name),
        0,
      ),
      classNames,
    };
  }
  const lists = await Promise.all(
    classNames.map(async (name, k) =>
      pngFiles(join(folder, name), await readdir(join(folder, name)), k),
    ),
  );
  return { files: lists.flat(), classNames };
}

function pngFiles(folder: string, names: readonly string[], own: number): ListedFile[] {
  return names
    .filter((name) => /\.png$/i.test(name))
    .sort()
    .map((name) => ({ path: join(folder, name), class: own }));
}

async function readSquare(path: string, size: number, channels: 1 | 3): Promise<Float32Array> {
  const decoded = decodePng(await readFile(path), path);
  const { height, width } = decoded;
  const picture: Picture = { pixels: pixelsOf(decoded, channels), height, width, channels };
  const side = Math.min(height, width);
  const [top, left] = [Math.floor((height - side) / 2), Math.floor((width - side) / 2)];
  const square = cropPicture(picture, { top, left, height: side, width: side });
  return resizePicture(square, { height: size, width: size }).pixels;
}
