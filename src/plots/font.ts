import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const find = createRequire(__filename);
const fileOf = (name: string): string => find.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);

/** The font that pictures are drawn with, the same on every machine: regular and bold. */
export function fontFiles(): { readonly regular: string; readonly bold: string } {
  return { regular: fileOf("DejaVuSans"), bold: fileOf("DejaVuSans-Bold") };
}

// A TrueType file begins with a directory: 12 bytes of head, then 16 bytes for each table (name,
// checksum, offset, length). OpenType specification 1.9, "OpenType font file".
function tableOffsets(file: DataView): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (let i = 0; i < file.getUint16(4); i++) {
    const at = 12 + 16 * i;
    const name = [0, 1, 2, 3].map((j) => String.fromCharCode(file.getUint8(at + j))).join("");
    found.set(name, file.getUint32(at + 8));
  }
  return found;
}

// The table "cmap" holds several maps from characters to glyphs. Format 12 is a list of ranges
// (first character, last character, glyph of the first), 12 bytes each. Same source, "cmap".
function glyphOf(file: DataView, cmap: number): (character: number) => number {
  const maps = Array.from(
    { length: file.getUint16(cmap + 2) },
    (_, i) => cmap + file.getUint32(cmap + 8 + 8 * i),
  );
  const map = maps.find((at) => file.getUint16(at) === 12)!;
  const ranges = Array.from({ length: file.getUint32(map + 12) }, (_, i) =>
    [16, 20, 24].map((part) => file.getUint32(map + part + 12 * i)),
  );
  return (character) => {
    const range = ranges.find(([first, last]) => first <= character && character <= last);
    return range ? range[2] + character - range[0] : 0;
  };
}

/**
 * Read how wide a font's characters are, without kerning.
 *
 * @param path A TrueType file with a character map of format 12, as DejaVu's are.
 * @returns A function from a text to its width as a multiple of the font size.
 */
export function textWidth(path: string): (text: string) => number {
  const bytes = readFileSync(path);
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = tableOffsets(file);
  const unitsPerSize = file.getUint16(tables.get("head")! + 18);
  const advances = file.getUint16(tables.get("hhea")! + 34);
  const glyph = glyphOf(file, tables.get("cmap")!);
  // Glyphs beyond the last advance have that same advance.
  const advance = (character: string) =>
    file.getUint16(
      tables.get("hmtx")! + 4 * Math.min(glyph(character.codePointAt(0)!), advances - 1),
    );
  return (text) => Array.from(text).reduce((sum, one) => sum + advance(one), 0) / unitsPerSize;
}
