import { crc32, deflateSync } from "node:zlib";
import fc from "fast-check";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { decodePng, pixelsOf } from "../../src/data/png";
import { chunk, pngFile, softPicture } from "./picture-files";

const end = chunk("IEND");
const rows = Buffer.from([0, 200, 10, 10, 200, 10, 10, 0, 200, 10, 10, 200, 10, 10]);
const packed = deflateSync(rows);
const good = pngFile();
const changed = (bytes: Buffer, at: number, value: number) => {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
};

describe("decodePng", () => {
  it("reads what is whole, in one part or several", () => {
    const red = [200, 10, 10, 255];
    expect([...decodePng(good, "a").rgba]).toEqual([...red, ...red, ...red, ...red]);
    const [first, rest] = [packed.subarray(0, 5), packed.subarray(5)];
    const split = pngFile({ parts: [chunk("IDAT", first), chunk("IDAT", rest), end] });
    expect(decodePng(split, "a")).toEqual(decodePng(good, "a"));
  });

  it.each([
    ["one byte", Buffer.from("x")],
    ["text", Buffer.from("shot by a camera")],
    ["another picture", good],
    ["many zeros", Buffer.alloc(5000)],
  ])("reads a file with bytes after its end: %s", (_, after) => {
    expect(decodePng(Buffer.concat([good, after]), "a")).toEqual(decodePng(good, "a"));
  });

  it.each([
    // grey of 16 bits: 0x12ff / 257 is 18.9
    [{ depth: 16, colourType: 0, width: 1, height: 1, rows: [0, 0x12, 0xff] }, [19, 19, 19, 255]],
    [{ depth: 1, colourType: 0, width: 2, height: 1, rows: [0, 0b01000000] }, [0, 255]],
    [{ depth: 8, colourType: 4, width: 1, height: 1, rows: [0, 9, 128] }, [9, 9, 9, 128]],
    [{ depth: 8, colourType: 6, width: 1, height: 1, rows: [0, 1, 2, 3, 4] }, [1, 2, 3, 4]],
  ])("reads bit depths and alpha: %j", (made, wanted) => {
    const { rgba } = decodePng(pngFile({ ...made, rows: Buffer.from(made.rows) }), "a");
    const found = wanted.length === 4 ? [...rgba] : [rgba[0], rgba[4]];
    expect(found).toEqual(wanted);
  });

  it("reads a palette with a transparent colour, and an interlaced picture", () => {
    const palette = [chunk("PLTE", Buffer.from([1, 2, 3, 4, 5, 6])), chunk("tRNS", Buffer.of(0))];
    const data = chunk("IDAT", deflateSync(Buffer.from([0, 0, 1])));
    const made = { width: 2, height: 1, colourType: 3, parts: [...palette, data, end] };
    expect([...decodePng(pngFile(made), "a").rgba]).toEqual([1, 2, 3, 0, 4, 5, 6, 255]);
    // 2 x 2: the passes hold pixel (0, 0), pixel (1, 0), then row 1
    const passes = Buffer.from([0, 1, 0, 2, 0, 3, 4]);
    const { rgba } = decodePng(pngFile({ colourType: 0, interlaced: true, rows: passes }), "a");
    expect([rgba[0], rgba[4], rgba[8], rgba[12]]).toEqual([1, 2, 3, 4]);
  });

  const parts = (...list: Uint8Array[]) => pngFile({ parts: list });
  const badSum = Buffer.concat([packed.subarray(0, -1), Buffer.of(packed[packed.length - 1] ^ 1)]);
  it.each([
    ["nothing", Buffer.alloc(0), /wanted a PNG, found an empty file/],
    ["text", Buffer.from("not a picture"), /begins with the bytes 6e 6f 74 20 61/],
    ["a web page", Buffer.from("<!DOCTYPE html><html>"), /found a web page/],
    ["Git LFS", Buffer.from("version https://git-lfs.github.com/spec/v1"), /git lfs pull/],
    ["no data", parts(end), /it has no picture data \(no IDAT\)/],
    ["empty data", parts(chunk("IDAT"), end), /it has no picture data \(no IDAT\)/],
    ["no end", parts(chunk("IDAT", packed)), /cut off: it ends after \d+ bytes/],
    ["a cut", good.subarray(0, 50), /it is cut off: it ends after 50 bytes, before its end mark/],
    ["the signature alone", good.subarray(0, 8), /it is cut off: it ends after 8 bytes/],
    [
      "packed data that is cut",
      parts(chunk("IDAT", packed.subarray(0, 9)), end),
      /data is cut off/,
    ],
    [
      "too few rows",
      pngFile({ rows: rows.subarray(0, 7) }),
      /picture data is cut off: wanted 14 bytes, found 7/,
    ],
    ["too many rows", pngFile({ rows: Buffer.concat([rows, rows]) }), /more than its size needs/],
    ["no packed data", parts(chunk("IDAT", Buffer.from("hello")), end), /cannot be unpacked/],
    ["a wrong sum of the data", parts(chunk("IDAT", badSum), end), /cannot be unpacked/],
    ["a wrong sum of a part", changed(good, 45, 7), /the checksum of its part IDAT at byte 33/],
    ["an unknown filter", pngFile({ rows: changed(rows, 0, 9) }), /picture data is damaged/],
    ["no palette", pngFile({ colourType: 3, rows: Buffer.alloc(6) }), /its palette is missing/],
    [
      "a colour outside of the palette",
      pngFile({
        colourType: 3,
        parts: [
          chunk("PLTE", Buffer.alloc(3)),
          chunk("IDAT", deflateSync(Buffer.from([0, 5, 5, 0, 5, 5]))),
          end,
        ],
      }),
      /picture data is damaged/,
    ],
    ["no width", pngFile({ width: 0 }), /it claims 0 x 2 pixels/],
    ["an unknown depth", pngFile({ depth: 3 }), /header is damaged: colour type 2 of 3 bits/],
    ["a part of Apple's", parts(chunk("CgBI"), end), /part "CgBI" that is not in the standard/],
    ["an end before the header", Buffer.concat([good.subarray(0, 8), end]), /no IHDR/],
  ])("refuses %s, in its own words", (_, bytes, message) => {
    expect(() => decodePng(bytes, "cats/a.png")).toThrow(SyntaxError);
    expect(() => decodePng(bytes, "cats/a.png")).toThrow(
      /^cats\/a\.png: a PNG that cannot be read/,
    );
    expect(() => decodePng(bytes, "cats/a.png")).toThrow(message);
  });

  it("a small file that claims a large picture is refused by what it can hold, unpacking nothing", () => {
    // 10,000 rows of 1 + 3 · 10,000 bytes
    expect(() => decodePng(pngFile({ width: 10_000, height: 10_000 }), "a")).toThrow(
      `its size needs 300010000 bytes of picture data, and the ${packed.length} that it has`,
    );
    expect(() => decodePng(pngFile({ width: 20_000, height: 20_000 }), "a")).toThrow(
      "it claims 20000 x 20000 pixels; wanted at most 200 million",
    );
    // the densest that deflate can be is let through: 1,000 x 1,000 of one colour
    const flat = pngFile({ width: 1000, height: 1000, rows: Buffer.alloc(3_001_000) });
    expect(flat.length).toBeLessThan(3200);
    expect(decodePng(flat, "a").rgba.length).toBe(4_000_000);
  });
});

describe("any damage of a PNG shows", async () => {
  const soft = await softPicture(23, 17).png().toBuffer();
  const interlaced = await softPicture(9, 12).png({ progressive: true }).toBuffer();
  const palette = await softPicture(16, 16).png({ palette: true }).toBuffer();
  const file = fc.constantFrom(good, soft, interlaced, palette);

  /** The right picture, or an error in the house's words. */
  function expectRightOrNamed(bytes: Buffer, whole: Buffer): void {
    try {
      expect(decodePng(bytes, "x.png")).toEqual(decodePng(whole, "x.png"));
    } catch (error) {
      expect(error).toBeInstanceOf(SyntaxError);
      expect((error as Error).message).toMatch(
        /^x\.png: a PNG that cannot be read: (its?|wanted) /,
      );
    }
  }

  it("cut anywhere: an error, always", () => {
    fc.assert(
      fc.property(file, fc.double({ min: 0, max: 1, noNaN: true }), (whole, share) => {
        const cut = whole.subarray(0, Math.min(Math.floor(share * whole.length), whole.length - 1));
        expect(() => decodePng(cut, "x.png")).toThrow(/^x\.png: a PNG that cannot be read/);
      }),
      { numRuns: 300 },
    );
  });

  it("bytes changed anywhere: the right picture, or an error", () => {
    const change = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(file, fc.array(change, { minLength: 1, maxLength: 4 }), (whole, changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, difference] of changes) bytes[at % bytes.length] ^= difference;
        expectRightOrNamed(bytes, whole);
      }),
      { numRuns: 500 },
    );
  });

  it("whatever size a header claims with a right checksum: an error, and quickly", () => {
    const side = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(file, side, side, (whole, width, height) => {
        const bytes = Buffer.from(whole);
        bytes.writeUInt32BE(width, 16);
        bytes.writeUInt32BE(height, 20);
        bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
        const { width: w, height: h } = PNG.sync.read(whole);
        fc.pre(width !== w || height !== h);
        expect(() => decodePng(bytes, "x.png")).toThrow(/^x\.png: a PNG that cannot be read/);
      }),
    );
  });
});

describe("pixelsOf", () => {
  it("3 numbers as they are, or one of the brightness; white paper behind", () => {
    const rgba = Uint8Array.of(255, 0, 51, 255, 0, 0, 0, 0, 0, 0, 0, 51);
    const picture = { width: 3, height: 1, rgba };
    const wanted = [1, -1, 51 / 127.5 - 1, 1, 1, 1, 0.6, 0.6, 0.6]; // 0.8 · 255 / 127.5 - 1
    pixelsOf(picture, 3).forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i], 6);
    });
    const grey = pixelsOf(picture, 1);
    expect(grey[0]).toBeCloseTo((0.299 * 255 + 0.114 * 51) / 127.5 - 1, 6);
    expect([grey[1], grey[2]].map((value) => value.toFixed(4))).toEqual(["1.0000", "0.6000"]);
  });
});
