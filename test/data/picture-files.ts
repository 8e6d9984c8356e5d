/** Picture files for tests, made byte by byte or by the encoders. */
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";

const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

/** A part of a PNG file: length, type, data, checksum. */
export function chunk(type: string, data: Uint8Array = Buffer.alloc(0)): Buffer {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, "latin1");
  out.set(data, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}

/** What a made PNG file is like; 2 x 2 pixels of one colour, 8 bits each, when nothing is said. */
export interface MadePng {
  readonly width?: number;
  readonly height?: number;
  readonly depth?: number;
  readonly colourType?: number;
  readonly interlaced?: boolean;
  /** Rows as they are packed: a filter byte each, then the pixels. */
  readonly rows?: Uint8Array;
  /** All parts after the first; the packed rows and the end when left out. */
  readonly parts?: readonly Uint8Array[];
}

/** A PNG file, byte by byte. */
export function pngFile(made: MadePng = {}): Buffer {
  const { width = 2, height = 2, depth = 8, colourType = 2, interlaced = false } = made;
  const { rows = Buffer.from([0, 200, 10, 10, 200, 10, 10, 0, 200, 10, 10, 200, 10, 10]) } = made;
  const { parts = [chunk("IDAT", deflateSync(rows)), chunk("IEND")] } = made;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colourType, 0, 0, interlaced ? 1 : 0], 8);
  return Buffer.concat([signature, chunk("IHDR", header), ...parts]);
}

/** A picture of soft colours, all different, for encoders that change what is sharp. */
export function softPicture(width: number, height: number): sharp.Sharp {
  const pixels = Buffer.alloc(3 * width * height);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    pixels.set([(255 * x) / width, (255 * y) / height, 100], 3 * i);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}
