import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it, vi } from "vitest";
import { decodePicture } from "../../src/data/decode";
import { pictureKind } from "../../src/data/picture-kind";
import type { DecodedPicture } from "../../src/data/png";
import { pngFile, softPicture } from "./picture-files";

const [width, height] = [40, 24];
const soft = () => softPicture(width, height);
const madeFiles = async () => ({
  jpeg: await soft().jpeg({ quality: 95 }).toBuffer(),
  progressive: await soft().jpeg({ quality: 95, progressive: true }).toBuffer(),
  cmyk: await soft().toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer(),
  lossy: await soft().webp({ quality: 95 }).toBuffer(),
  lossless: await soft().webp({ lossless: true }).toBuffer(),
});
const kindOf = (bytes: Uint8Array) => pictureKind(bytes.subarray(0, 32)) as "JPEG" | "WebP";
const decode = (bytes: Uint8Array) => decodePicture(bytes, kindOf(bytes), "x");
const pixel = ({ rgba, width }: DecodedPicture, x: number, y: number) => [
  ...rgba.subarray(4 * (y * width + x), 4 * (y * width + x) + 4),
];

describe("decodePicture", async () => {
  const files = await madeFiles();
  it.each(Object.entries(files))("reads %s in its size and colours", async (name, bytes) => {
    const picture = await decode(bytes);
    expect([picture.width, picture.height]).toEqual([width, height]);
    // red grows to the right, green downwards; CMYK cannot print the strongest
    const [red, green, blue, alpha] = pixel(picture, 20, 12);
    const most = name === "cmyk" ? 40 : 12;
    expect(Math.abs(red - 127.5)).toBeLessThan(most);
    expect(Math.abs(green - 127.5)).toBeLessThan(most);
    expect(Math.abs(blue - 100)).toBeLessThan(most);
    expect(alpha).toBe(255);
  });

  it("reads grey, and keeps the alpha of a WebP", async () => {
    const grey = await decode(await soft().greyscale().jpeg().toBuffer());
    const [red, green, blue] = pixel(grey, 30, 10);
    expect([red, green]).toEqual([green, blue]);
    const half = { r: 10, g: 20, b: 30, alpha: 0.5 };
    const clear = sharp({ create: { width: 3, height: 2, channels: 4, background: half } });
    const webp = await decode(await clear.webp({ lossless: true }).toBuffer());
    expect(pixel(webp, 0, 0)).toEqual([10, 20, 30, 128]);
  });

  it("turns a photograph as its camera says", async () => {
    // 6: the camera was held so that the picture's left side is up
    const bytes = await soft().withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer();
    const turned = await decode(bytes);
    expect([turned.width, turned.height]).toEqual([height, width]);
    const [red] = pixel(turned, 12, width - 1);
    expect(red).toBeGreaterThan(230); // what was right is below
  });

  it.each(Object.entries(files))("reads %s with bytes after its end", async (_, bytes) => {
    const longer = Buffer.concat([bytes, Buffer.from("and so on")]);
    expect(await decode(longer)).toEqual(await decode(bytes));
  });

  it("reads WebP files of one colour, which end in zeros", async () => {
    const create = { width: 1000, height: 1000, channels: 3 as const, background: "#c80a0a" };
    const bytes = await sharp({ create }).webp({ quality: 100, effort: 0 }).toBuffer();
    expect(bytes.subarray(-64).every((byte) => byte === 0)).toBe(true);
    expect((await decode(bytes)).width).toBe(1000);
  });

  it("reads the first picture of an animation", async () => {
    const frame = (colour: string) =>
      sharp({ create: { width: 4, height: 4, channels: 3, background: colour } })
        .png()
        .toBuffer();
    const frames = [await frame("#ff0000"), await frame("#0000ff")];
    const bytes = await sharp(frames, { join: { animated: true } })
      .webp({ lossless: true })
      .toBuffer();
    const first = await decode(bytes);
    expect([first.width, first.height, ...pixel(first, 1, 1)]).toEqual([4, 4, 255, 0, 0, 255]);
  });

  it("reads a JPEG that says it takes part of a progressive one, as some telephones write it", async () => {
    const bytes = Buffer.from(files.jpeg);
    const scan = bytes.indexOf(Buffer.of(0xff, 0xda));
    const last = scan + 2 + bytes.readUInt16BE(scan + 2) - 2; // where the scan's coefficients end: 63
    expect(bytes[last]).toBe(63);
    bytes[last] = 0;
    expect(await decode(bytes)).toEqual(await decode(files.jpeg));
  });
});

describe("decodePicture refuses, in its own words", async () => {
  const files = await madeFiles();
  const claiming = (bytes: Buffer, w: number, h: number) => {
    const copy = Buffer.from(bytes);
    const frame = copy.indexOf(Buffer.of(0xff, 0xc0)); // SOF0: length, bits, height, width
    copy.writeUInt16BE(h, frame + 5);
    copy.writeUInt16BE(w, frame + 7);
    return copy;
  };
  const zeroed = (bytes: Buffer, from: number) =>
    Buffer.from(bytes).fill(0, Math.floor(from * bytes.length));
  const withPreview = (bytes: Buffer) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(2 + bytes.length);
    return Buffer.concat([
      bytes.subarray(0, 2),
      Buffer.of(0xff, 0xe1), // a part that holds a whole JPEG with its end mark
      length,
      bytes,
      bytes.subarray(2),
    ]);
  };
  const largeWebp = (side: number) => {
    const copy = Buffer.from(files.lossless);
    copy.writeUInt32LE((side - 1) * (1 + 2 ** 14), 21); // VP8L: 14 bits of width - 1, then of height - 1
    return copy;
  };

  it.each([
    ["four bytes of a JPEG", Buffer.from("ffd8ffe0", "hex"), "JPEG", "it is cut off"],
    [
      "a JPEG without a picture",
      Buffer.from("ffd8ffd9", "hex"),
      "JPEG",
      "its picture data is damaged",
    ],
    ["half a JPEG", files.jpeg.subarray(0, files.jpeg.length / 2), "JPEG", "it is cut off"],
    [
      "half a progressive JPEG",
      files.progressive.subarray(0, files.progressive.length / 2),
      "JPEG",
      "it is cut off",
    ],
    [
      "half a WebP",
      files.lossless.subarray(0, 30),
      "WebP",
      `it is cut off: wanted ${files.lossless.length} bytes, found 30`,
    ],
    [
      "a JPEG that ends in zeros",
      zeroed(files.jpeg, 0.9),
      "JPEG",
      "it is cut off: its end mark is missing",
    ],
    [
      "a JPEG with a preview that ends in zeros",
      zeroed(withPreview(files.jpeg), 0.95),
      "JPEG",
      "it is cut off: its end mark is missing",
    ],
    [
      "a WebP with zeros for its second half",
      zeroed(files.lossy, 0.5),
      "WebP",
      "its picture data is damaged: its last",
    ],
    ["12 bytes of a WebP", files.lossy.subarray(0, 12), "WebP", "it is cut off"],
    [
      "a JPEG that claims too much",
      claiming(files.jpeg, 9000, 9000),
      "JPEG",
      `it claims 81000000 pixels in ${files.jpeg.length} bytes; wanted at most ${512 * files.jpeg.length}`,
    ],
    [
      "a JPEG that claims far too much",
      claiming(files.jpeg, 65_000, 65_000),
      "JPEG",
      "it claims 65000 x 65000 pixels; wanted at most 200 million",
    ],
    ["a WebP that claims too much", largeWebp(9000), "WebP", "it claims 81000000 pixels in"],
    [
      "a WebP that claims far too much",
      largeWebp(16_383),
      "WebP",
      "it claims 16383 x 16383 pixels",
    ],
  ] as const)("%s", async (_, bytes, kind, fault) => {
    const found = decodePicture(bytes, kind, "dogs/b.jpg");
    await expect(found).rejects.toThrow(SyntaxError);
    await expect(found).rejects.toThrow(`dogs/b.jpg: a ${kind} that cannot be read: ${fault}`);
  });

  const file = fc.constantFrom(...Object.values(files));
  const own =
    /^x: a (JPEG|WebP) that cannot be read: (it is cut off|it is packed|its picture data is damaged|it claims|its header)/;

  it("cut anywhere: an error, always", async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.nat(), async (whole, at) => {
        const cut = whole.subarray(0, at % whole.length);
        await expect(decodePicture(cut, kindOf(whole), "x")).rejects.toThrow(own);
      }),
      { numRuns: 100 },
    );
  });

  it("bytes changed anywhere: a picture of the right size, or an error", async () => {
    // A JPEG or WebP has no checksum: other colours can be what it means.
    const change = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }));
    const changes = fc.array(change, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(file, changes, async (whole, list) => {
        const bytes = Buffer.from(whole);
        for (const [at, difference] of list) bytes[at % bytes.length] ^= difference;
        try {
          const { width: w, height: h, rgba } = await decodePicture(bytes, kindOf(whole), "x");
          expect(rgba.length).toBe(4 * w * h);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
          expect((error as Error).message).toMatch(own);
        }
      }),
      { numRuns: 100 },
    );
  });
});

it("decodePicture says what to do where sharp has no program for the system", async () => {
  vi.resetModules();
  vi.doMock("sharp", () => {
    throw new Error("Could not load the sharp module");
  });
  await expect(decodePicture(Buffer.from("ffd8ffe0", "hex"), "JPEG", "a.jpg")).rejects.toThrow(
    "a.jpg: reading a JPEG needs the package sharp, which does not load here (npm install sharp;",
  );
  expect((await decodePicture(pngFile(), "PNG", "a.png")).width).toBe(2);
  vi.doUnmock("sharp");
});

describe("pictureKind", async () => {
  const files = await madeFiles();
  it.each([
    ["PNG", pngFile()],
    ["JPEG", files.jpeg],
    ["WebP", files.lossy],
    ["GIF", await soft().gif().toBuffer()],
    ["TIFF", await soft().tiff().toBuffer()],
    ["AVIF", await soft().avif().toBuffer()],
    ["HEIC", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0", "latin1")],
    ["BMP", Buffer.from("BM\x46\0\0\0\0\0\0\0\x36\0\0\0", "latin1")],
  ])("%s", (kind, bytes) => {
    expect(pictureKind(bytes.subarray(0, 32))).toBe(kind);
  });
  it.each(["", "BMX is a sport", "RIFF____WAVEfmt ", "GIF", "\xff\xd8"])("none of %j", (text) => {
    expect(pictureKind(Buffer.from(text, "latin1"))).toBeUndefined();
  });
});
