import { crc32, deflateSync } from "node:zlib";

// Charts have few colours, so one byte for each pixel, an index into a palette, is enough. That
// makes half the file of three bytes a pixel, and the pictures of a course are many.

/** How many pixels may get a neighbouring colour so that a palette is enough. */
const mostMoved = 0.01;

/**
 * Write pixels as a PNG file: with a palette of 256 colours if 99 of 100 pixels have one of them
 * (the others, on smoothed edges, get the nearest), and with full colour otherwise.
 *
 * Portable Network Graphics (PNG) Specification, W3C: chunks, filter type 0, colour types 2 and 3.
 *
 * @param rgba Red, green, blue and alpha of each pixel, 0 to 255; alpha is not kept. Row by row.
 */
export function encodePng(rgba: Uint8Array, width: number, height: number): Uint8Array {
  const colours = colourOfPixels(rgba); // (height * width)
  const palette = paletteOf(colours);
  const byPixel = palette ? indices(colours, palette) : rgb(colours);
  const lines = withFilterBytes(byPixel, height);
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8); // bits
  header.setUint8(9, palette ? 3 : 2); // colour type
  const chunks = [
    chunk("IHDR", new Uint8Array(header.buffer)),
    ...(palette ? [chunk("PLTE", rgb(Uint32Array.from(palette)))] : []),
    chunk("IDAT", deflateSync(lines, { level: 9 })),
    chunk("IEND", new Uint8Array(0)),
  ];
  const signature = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);
  return new Uint8Array(Buffer.concat([signature, ...chunks]));
}

function colourOfPixels(rgba: Uint8Array): Uint32Array {
  const colours = new Uint32Array(rgba.length / 4);
  for (let i = 0; i < colours.length; i++) {
    colours[i] = (rgba[4 * i] << 16) | (rgba[4 * i + 1] << 8) | rgba[4 * i + 2];
  }
  return colours;
}

function rgb(colours: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(3 * colours.length);
  for (let i = 0; i < colours.length; i++) {
    bytes[3 * i] = colours[i] >> 16;
    bytes[3 * i + 1] = (colours[i] >> 8) & 255;
    bytes[3 * i + 2] = colours[i] & 255;
  }
  return bytes;
}

/** The 256 most frequent colours, or undefined if too many pixels have another one. */
function paletteOf(colours: Uint32Array): number[] | undefined {
  const counts = new Map<number, number>();
  let start = 0; // of a run of one colour: most of a chart is white
  for (let i = 1; i <= colours.length; i++) {
    if (i < colours.length && colours[i] === colours[start]) continue;
    counts.set(colours[start], (counts.get(colours[start]) ?? 0) + i - start);
    start = i;
  }
  const ranked = Array.from(counts).sort(([a, many], [b, few]) => few - many || a - b);
  const moved = ranked.slice(256).reduce((sum, [, count]) => sum + count, 0);
  if (moved > mostMoved * colours.length) return undefined;
  return ranked.slice(0, 256).map(([colour]) => colour);
}

function distance(a: number, b: number): number {
  const part = (shift: number) => ((a >> shift) & 255) - ((b >> shift) & 255);
  return part(16) ** 2 + part(8) ** 2 + part(0) ** 2;
}

function indices(colours: Uint32Array, palette: readonly number[]): Uint8Array {
  const known = new Map(palette.map((colour, index) => [colour, index]));
  const nearest = (colour: number): number =>
    palette.reduce(
      (best, other, i) => (distance(colour, other) < distance(colour, palette[best]) ? i : best),
      0,
    );
  const bytes = new Uint8Array(colours.length);
  for (let i = 0; i < colours.length; i++) {
    const same = i > 0 && colours[i] === colours[i - 1];
    const index = same ? bytes[i - 1] : (known.get(colours[i]) ?? nearest(colours[i]));
    if (!same) known.set(colours[i], index);
    bytes[i] = index;
  }
  return bytes;
}

/** Each line begins with the number of its filter: 0, none, the best for flat colours. */
function withFilterBytes(bytes: Uint8Array, height: number): Uint8Array {
  const stride = bytes.length / height;
  const lines = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    lines.set(bytes.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  }
  return lines;
}

/** Length, name, data, checksum of name and data. */
function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(name), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}
