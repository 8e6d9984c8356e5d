import { crc32, inflateSync } from "node:zlib";
import { foundInstead, pictureKind } from "./picture-kind";
import { expectFits } from "./picture-size";

// Portable Network Graphics, third edition: https://www.w3.org/TR/png-3/

/** Bits of a pixel of each colour type: how many numbers it has, and how long they may be. */
const colourTypes: Readonly<Record<number, { numbers: number; depths: readonly number[] }>> = {
  0: { numbers: 1, depths: [1, 2, 4, 8, 16] }, // grey
  2: { numbers: 3, depths: [8, 16] }, // red, green, blue
  3: { numbers: 1, depths: [1, 2, 4, 8] }, // place in a palette
  4: { numbers: 2, depths: [8, 16] }, // grey and alpha
  6: { numbers: 4, depths: [8, 16] }, // red, green, blue, alpha
};

/** The seven passes of an interlaced picture: first column and row, and the steps between them. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
  readonly end: number;
}

/**
 * Checks that a PNG file is whole: every chunk with its checksum, as much picture data as its size needs,
 * and an end. What follows the end, as some cameras and converters leave it, is cut off.
 *
 * @returns the bytes up to the end of the picture
 * @throws SyntaxError that says what is wrong with it, without the file's name
 */
export function wholePng(bytes: Uint8Array): Uint8Array {
  if (pictureKind(bytes.subarray(0, 8)) !== "PNG") {
    throw new SyntaxError(`wanted a PNG, found ${foundInstead(bytes.subarray(0, 64))}`);
  }
  const chunks = chunksOf(bytes);
  if (chunks[0].type !== "IHDR" || chunks[0].data.length !== 13) {
    throw new SyntaxError("it does not say how large the picture is (no IHDR)");
  }
  const { needed, isPalette } = readSize(chunks[0].data);
  const strange = chunks.find(({ type }) => /^[A-Z]/.test(type) && !known.includes(type));
  if (strange) {
    throw new SyntaxError(`it has a part "${strange.type}" that is not in the standard`);
  }
  if (isPalette && !chunks.some(({ type }) => type === "PLTE")) {
    throw new SyntaxError("its palette is missing (no PLTE)");
  }
  const data = chunks.filter(({ type }) => type === "IDAT").map((chunk) => chunk.data);
  checkData(Buffer.concat(data), needed);
  return bytes.subarray(0, chunks[chunks.length - 1].end);
}

const known = ["IHDR", "PLTE", "IDAT", "IEND"];

/** All chunks up to IEND; each has its length, its type, its data and a checksum. */
function chunksOf(bytes: Uint8Array): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 8, isEnd = false; !isEnd;) {
    if (at + 12 > bytes.length) throw cutOff(bytes);
    const dataEnd = at + 8 + view.getUint32(at);
    const type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString("latin1");
    if (!/^[A-Za-z]{4}$/.test(type)) {
      throw new SyntaxError(`its bytes from ${at} on are damaged: no part of a PNG begins there`);
    }
    if (dataEnd + 4 > bytes.length) throw cutOff(bytes);
    if (crc32(bytes.subarray(at + 4, dataEnd)) !== view.getUint32(dataEnd)) {
      throw new SyntaxError(
        `it is damaged: the checksum of its part ${type} at byte ${at} is wrong`,
      );
    }
    chunks.push({ type, data: bytes.subarray(at + 8, dataEnd), end: dataEnd + 4 });
    at = dataEnd + 4;
    isEnd = type === "IEND";
  }
  return chunks;
}

function cutOff(bytes: Uint8Array): SyntaxError {
  return new SyntaxError(`it is cut off: it ends after ${bytes.length} bytes, before its end mark`);
}

/** How many bytes the picture data has once it is unpacked: for each row a byte, then its pixels. */
function readSize(header: Uint8Array): { needed: number; isPalette: boolean } {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colourType, packing, filtering, interlacing] = header.subarray(8);
  expectFits(width, height);
  const kind = Object.hasOwn(colourTypes, colourType) ? colourTypes[colourType] : undefined;
  if (!kind?.depths.includes(depth) || packing !== 0 || filtering !== 0 || interlacing > 1) {
    throw new SyntaxError(
      `its header is damaged: colour type ${colourType} of ${depth} bits, ` +
        `methods ${packing}, ${filtering}, ${interlacing}`,
    );
  }
  const rows = (across: number, down: number) =>
    across === 0 ? 0 : down * (1 + Math.ceil((across * kind.numbers * depth) / 8));
  const needed =
    interlacing === 0
      ? rows(width, height)
      : passes.reduce(
          (sum, [x, y, dx, dy]) =>
            sum + rows(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)),
          0,
        );
  return { needed, isPalette: colourType === 3 };
}

/**
 * Unpacks the picture data to see that all is there. First by a bound, so that a small file that claims a
 * large picture costs nothing: deflate's longest copy, 258 bytes, takes two bits at least (one for the
 * length, one for the distance), so a byte becomes at most 258 · 8 / 2 = 1032.
 */
function checkData(packed: Uint8Array, needed: number): void {
  if (packed.length === 0) throw new SyntaxError("it has no picture data (no IDAT)");
  if (needed > 1032 * packed.length) {
    throw new SyntaxError(
      `its size needs ${needed} bytes of picture data, ` +
        `and the ${packed.length} that it has cannot hold more than ${1032 * packed.length}`,
    );
  }
  const found = unpackedLength(packed, needed);
  if (found < needed) {
    throw new SyntaxError(`its picture data is cut off: wanted ${needed} bytes, found ${found}`);
  }
}

function unpackedLength(packed: Uint8Array, needed: number): number {
  try {
    const chunkSize = needed + 64; // all in one piece, and room to see that more comes
    return inflateSync(packed, { maxOutputLength: needed, chunkSize }).length;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const fault =
      code === "ERR_BUFFER_TOO_LARGE"
        ? "is more than its size needs"
        : code === "Z_BUF_ERROR"
          ? "is cut off"
          : "is damaged and cannot be unpacked";
    throw new SyntaxError(`its picture data ${fault}`, { cause: error });
  }
}
