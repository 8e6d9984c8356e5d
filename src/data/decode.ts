import type * as Sharp from "sharp";
import type { ReadableKind } from "./picture-kind";
import { expectFits } from "./picture-size";
import { decodePng, type DecodedPicture } from "./png";

/**
 * Reads a PNG, JPEG or WebP file. A JPEG is turned as its camera says (EXIF) and brought to the colours of
 * screens (sRGB), from CMYK too; of an animation the first picture is read.
 *
 * A PNG has checksums, so any damage shows. A JPEG or WebP has none: one that is cut off, or whose data
 * cannot be decoded, is refused, but some changed bytes only make other colours, which nobody can tell.
 *
 * @param kind what the file's first bytes say it is
 * @throws SyntaxError that names the file and says what is wrong with it
 */
export async function decodePicture(
  bytes: Uint8Array,
  kind: ReadableKind,
  name: string,
): Promise<DecodedPicture> {
  if (kind === "PNG") return decodePng(bytes, name);
  const sharp = await loadSharp(kind, name);
  try {
    if (kind === "WebP") checkWebp(bytes);
    else checkEndMark(bytes);
    return await decodeWith(sharp, bytes, kind);
  } catch (error) {
    throw new SyntaxError(`${name}: a ${kind} that cannot be read: ${faultOf(error)}`, {
      cause: error,
    });
  }
}

/** Loaded when the first JPEG or WebP comes: it takes its time, and most of the course needs none. */
async function loadSharp(kind: string, name: string): Promise<typeof Sharp.default> {
  try {
    return (await import("sharp")).default;
  } catch (error) {
    throw new Error(
      `${name}: reading a ${kind} needs the package sharp, which does not load here ` +
        `(npm install sharp; or save your pictures as PNG)`,
      { cause: error },
    );
  }
}

async function decodeWith(
  sharp: typeof Sharp.default,
  bytes: Uint8Array,
  kind: "JPEG" | "WebP",
): Promise<DecodedPicture> {
  const open = (failOn: "warning" | "truncated") =>
    sharp(bytes, { failOn, limitInputPixels: false });
  const { width, height } = await open("truncated").metadata();
  expectFits(width, height);
  expectHeld(width * height, bytes.length, kind);
  const decode = (failOn: "warning" | "truncated") =>
    open(failOn)
      .autoOrient()
      .toColourspace("srgb")
      .ensureAlpha()
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
  const { data, info } = await decode("warning").catch((error: unknown) => {
    if (harmless.test((error as Error).message)) return decode("truncated");
    throw error;
  });
  return { width: info.width, height: info.height, rgba: data };
}

/**
 * Each 8 x 8 pixels of a JPEG take one bit at least, so a byte holds at most 8 · 64. A WebP of one colour
 * takes a few bytes whatever its size, so there it is a matter of sense: no photograph comes near it.
 */
function expectHeld(pixels: number, bytes: number, kind: "JPEG" | "WebP"): void {
  const most = kind === "JPEG" ? 8 * 64 * bytes : Math.max(10_000 * bytes, 4e6);
  if (pixels > most) {
    throw new SyntaxError(`it claims ${pixels} pixels in ${bytes} bytes; wanted at most ${most}`);
  }
}

/** What some telephones and cameras write although the picture is whole: a wrong number, some padding. */
const harmless = /Invalid SOS parameters|\b\d extraneous bytes before marker 0xd9/;

/**
 * A WebP says after "RIFF" how many bytes follow; with fewer it is cut off. A copy that broke off can have its full
 * length, with zeros where the rest should be, which the decoder takes for grey. (Of one colour, a WebP ends in zeros
 * too, but they are at most a quarter of it.)
 */
function checkWebp(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wanted = 8 + view.getUint32(4, true);
  if (bytes.length < wanted) {
    throw new SyntaxError(`it is cut off: wanted ${wanted} bytes, found ${bytes.length}`);
  }
  let last = wanted - 1;
  while (last >= 0 && bytes[last] === 0) last--;
  const zeros = wanted - 1 - last;
  if (zeros > 64 && zeros > 0.4 * wanted) {
    throw new SyntaxError(`its picture data is damaged: its last ${zeros} bytes are 0`);
  }
}

/**
 * A JPEG ends in a mark of its own. Where a copy broke off and zeros stand for the rest, the mark is missing, and the
 * decoder takes the zeros for grey without a complaint.
 */
function checkEndMark(bytes: Uint8Array): void {
  let at = 2; // from part to part: FF, what it is, its length in two bytes
  while (bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    at += bytes[at + 1] === 0xff ? 1 : 2 + 256 * bytes[at + 2] + bytes[at + 3];
  }
  if (bytes[at] !== 0xff) return; // no picture data: the decoder says so
  if (
    !Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes("\xff\xd9", at, "latin1")
  ) {
    throw new SyntaxError("it is cut off: its end mark is missing");
  }
}

/** What the decoder's complaint means. */
function faultOf(error: unknown): string {
  if (error instanceof SyntaxError) return error.message;
  const { message } = error as Error;
  if (/premature end of JPEG|out of order read/.test(message)) return "it is cut off";
  if (/unsupported|not supported/i.test(message))
    return "it is packed in a way that is rarely used";
  return "its picture data is damaged";
}
