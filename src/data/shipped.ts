import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lever } from "../levers/lever";
import { finiteDataset, type FiniteDataset } from "./finite";
import { decodePng } from "./png";

/** A file that comes with the library; assets/README.md says where it is from. */
export interface Asset {
  readonly file: string;
  readonly sha256: string;
}

export const facesAsset: Asset = {
  file: "faces.png",
  sha256: "1a86b0c6877432e11a6ea3466b9f04805636cabf0a9eb1755ac011bd47b28a75",
};

export const digits8Assets: readonly Asset[] = [
  {
    file: "digits8.png",
    sha256: "0d8161cebe55bffdecfdf90e6b7e223a4871de2d7f8217cbc1b929a7bb49a1fc",
  },
  {
    file: "digits8.txt",
    sha256: "779995b1f6862c6863bf27e57d8d8b321db57b9646a664d0b60d8736183c2018",
  },
];

/** Where an asset lies. Only `src` holds them: the compiler copies nothing to `dist`. */
export function assetPath({ file }: Asset): string {
  return join(__dirname, "..", "..", "src", "data", "assets", file);
}

/** @throws Error that names the file, the checksum wanted and found */
export function readAsset(asset: Asset): Uint8Array {
  const bytes = readFileSync(assetPath(asset));
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== asset.sha256) {
    throw new Error(
      `The file ${assetPath(asset)} is damaged: wanted checksum ${asset.sha256}, found ${found}. ` +
        `Fetch it again: git checkout -- src/data/assets`,
    );
  }
  return bytes;
}

/**
 * 100 real faces, grey, 25 x 25, from -1 to 1: scarce data, as it often is in earnest. They are a part of
 * Labeled Faces in the Wild (Huang et al. 2007) that scikit-image ships, and they come with the library.
 *
 * @example
 * ```ts
 * import { faces } from "gan-clinic";
 * const data = faces();
 * assert.deepEqual([data.count, ...data.shape], [100, 625]);
 * ```
 */
export function faces(): FiniteDataset {
  return lever(
    "data",
    "faces",
    {},
    finiteDataset({
      name: "faces",
      shape: [25 * 25],
      examples: tiles(facesAsset, 25, 10, 100).map((byte) => byte / 127.5 - 1),
      picture: { height: 25, width: 25, channels: 1 },
      range: [-1, 1],
    }),
  );
}

/**
 * 1,797 handwritten digits of 13 people, 8 x 8 pixels of 17 shades, from -1 (paper) to 1 (ink): the test
 * set of Alpaydin and Kaynak 1998, as scikit-learn ships it. It comes with the library and is so small that
 * a network learns it in seconds.
 *
 * @example
 * ```ts
 * import { digits8 } from "gan-clinic";
 * const data = digits8();
 * assert.deepEqual([data.count, ...data.shape, data.classes], [1797, 64, 10]);
 * assert.deepEqual([...data.labels!.subarray(0, 3)], [0, 1, 2]);
 * ```
 */
export function digits8(): FiniteDataset {
  const [pictures, digits] = digits8Assets;
  const labels = Uint8Array.from(Buffer.from(readAsset(digits)).toString().trim(), Number);
  const shades = tiles(pictures, 8, 60, labels.length).map((byte) => Math.round((16 * byte) / 255));
  return lever(
    "data",
    "digits8",
    {},
    finiteDataset({
      name: "digits8",
      shape: [64],
      examples: shades.map((shade) => shade / 8 - 1),
      labels,
      classes: 10,
      picture: { height: 8, width: 8, channels: 1 },
      range: [-1, 1],
    }),
  );
}

/** Grey pictures that lie side by side in one file, row by row, as bytes. */
function tiles(asset: Asset, side: number, columns: number, count: number): Float32Array {
  const { rgba, width } = decodePng(readAsset(asset), asset.file);
  const area = side * side;
  return Float32Array.from({ length: count * area }, (_, i) => {
    const tile = Math.floor(i / area);
    const x = (tile % columns) * side + (i % side);
    const y = Math.floor(tile / columns) * side + Math.floor((i % area) / side);
    return rgba[4 * (y * width + x)];
  });
}
