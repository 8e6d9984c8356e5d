import type { SmallNetPlan } from "./small-net";

/** The weights of a trained classifier, small enough to lie in the repository. */
export interface PackedClassifier extends SmallNetPlan {
  /** What it was trained on. */
  readonly data: string;
  /** Share of the 10,000 test pictures that it gets right, with these packed weights. */
  readonly accuracy: number;
  /** Base64 of {@link packWeights}. */
  readonly weights: string;
}

/**
 * Weights as bytes, one array after the other: a scale (float32), then each number as a whole multiple of
 * it from -127 to 127. A number moves by half a scale at most: 1/254 of the largest of its array.
 */
export function packWeights(arrays: readonly Float32Array[]): string {
  const bytes = arrays.map((array) => {
    const largest = array.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = largest / 127 || 1;
    const packed = Buffer.alloc(4 + array.length);
    packed.writeFloatLE(scale, 0);
    array.forEach((value, i) => packed.writeInt8(Math.round(value / scale), 4 + i));
    return packed;
  });
  return Buffer.concat(bytes).toString("base64");
}

/**
 * The numbers of {@link packWeights} again.
 *
 * @param sizes how many numbers are in each array
 * @throws RangeError when the text holds more or fewer
 */
export function unpackWeights(text: string, sizes: readonly number[]): Float32Array[] {
  const bytes = Buffer.from(text, "base64");
  const wanted = sizes.reduce((sum, size) => sum + 4 + size, 0);
  if (bytes.length !== wanted) {
    throw new RangeError(`packed weights: wanted ${wanted} bytes, found ${bytes.length}`);
  }
  let at = 0;
  return sizes.map((size) => {
    const scale = bytes.readFloatLE(at);
    const start = at + 4;
    at = start + size;
    return Float32Array.from({ length: size }, (_, i) => scale * bytes.readInt8(start + i));
  });
}
