/** An array as an IDX file holds it. */
export interface IdxArray {
  /** Length of each axis; of pictures (count, height, width). */
  readonly shape: readonly number[];
  /** All numbers, 0 to 255, the last axis fastest. */
  readonly data: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes, the format of MNIST: two zero bytes, a byte for the type (0x08),
 * a byte for the number of axes, each axis as a big-endian 32-bit number, then the values.
 *
 * @param name the file's name for messages
 * @throws SyntaxError when the bytes are not such a file, too few or too many
 * @example
 * ```ts
 * import { parseIdx } from "gan-clinic";
 * const file = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9); // one axis of two values
 * assert.deepEqual(parseIdx(file).shape, [2]);
 * assert.deepEqual([...parseIdx(file).data], [7, 9]);
 * ```
 */
export function parseIdx(bytes: Uint8Array, name = "IDX file"): IdxArray {
  const [zero0, zero1, type, axes] = bytes;
  if (bytes.length < 4 || zero0 !== 0 || zero1 !== 0) {
    const found = hex(bytes.subarray(0, 4));
    throw new SyntaxError(`${name}: wanted an IDX file (00 00 08 and the axes), found ${found}`);
  }
  if (type !== 0x08) {
    throw new SyntaxError(`${name}: wanted unsigned bytes (type 08), found type ${hex([type])}`);
  }
  const start = 4 + 4 * axes;
  if (axes === 0 || bytes.length < start) {
    throw new SyntaxError(`${name}: wanted the sizes of ${axes} axes (at least 1), found the end`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const wanted = shape.reduce((product, size) => product * size, 1);
  const data = bytes.subarray(start);
  if (data.length !== wanted) {
    const fault = data.length < wanted ? "truncated" : "with trailing bytes";
    throw new SyntaxError(
      `${name}: wanted ${wanted} values (${shape.join(" x ")}), found ${data.length}: the file is ${fault}`,
    );
  }
  return { shape, data };
}

function hex(bytes: Iterable<number>): string {
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return text === "" ? "no bytes" : text;
}
