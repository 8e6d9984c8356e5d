import * as tf from "@tensorflow/tfjs";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { imageFrames, imageGrid } from "../../src/plots/images";
import { sheetFor, sheetUrl, type Pictures } from "../../src/plots/pixels";
import { encodePng } from "../../src/plots/png";

const said = { title: "Title", alt: "Sentence." };

function decoded(url: string): { width: number; height: number; data: Uint8Array } {
  return PNG.sync.read(Buffer.from(url.split(",")[1], "base64"));
}

/** Red, green, blue of one pixel of a sheet. */
function pixel(url: string, x: number, y: number): number[] {
  const { width, data } = decoded(url);
  return Array.from(data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3));
}

describe("sheet", () => {
  const grey: Pictures = { images: Float32Array.of(-1, 0, 1, 5), height: 1, width: 2 }; // (2, 1, 2, 1)

  it("puts pictures side by side with a gap", () => {
    const sheet = sheetFor(grey, 2, 2, 20);
    expect(sheet).toMatchObject({ zoom: 10, width: 5, height: 1 });
    const url = sheetUrl(grey, 2, sheet);
    const row = [0, 1, 2, 3, 4].map((x) => pixel(url, x, 0)[0]);
    expect(row).toEqual([0, 128, 255, 255, 255]); // -1, 0, gap, 1, 5 cut to 1
  });

  it("puts pictures below each other", () => {
    const sheet = sheetFor(grey, 2, 1, 2);
    expect(sheet).toMatchObject({ zoom: 1, width: 2, height: 1 + 2 + 1 });
    expect(pixel(sheetUrl(grey, 2, sheet), 0, 3)).toEqual([255, 255, 255]);
    expect(pixel(sheetUrl(grey, 2, sheet), 0, 0)).toEqual([0, 0, 0]);
  });

  it("keeps colours and the range", () => {
    const images = Float32Array.of(0, 0.5, 1);
    const colour: Pictures = { images, height: 1, width: 1, channels: 3, range: [0, 1] };
    expect(pixel(sheetUrl(colour, 1, sheetFor(colour, 1, 1, 1)), 0, 0)).toEqual([0, 128, 255]);
  });
});

describe("encodePng", () => {
  const roundTrip = (rgba: Uint8Array, width: number) => {
    const png = encodePng(rgba, width, rgba.length / 4 / width);
    return { type: png[25], data: PNG.sync.read(Buffer.from(png)).data };
  };
  /** Pixels whose colour is made from their index; opaque. */
  const pixels = (count: number, colour: (i: number) => number) =>
    Uint8Array.from({ length: 4 * count }, (_, at) => {
      const [i, part] = [Math.floor(at / 4), at % 4];
      return part === 3 ? 255 : (colour(i) >> (8 * part)) & 255;
    });

  it("keeps up to 256 colours exactly, with a palette", () => {
    const rgba = pixels(512, (i) => (i % 256) * 65793);
    expect(roundTrip(rgba, 16)).toEqual({ type: 3, data: Buffer.from(rgba) });
  });

  it("keeps many colours exactly, without one", () => {
    const rgba = pixels(512, (i) => i * 1000);
    expect(roundTrip(rgba, 32)).toEqual({ type: 2, data: Buffer.from(rgba) });
  });

  it("gives a rare colour its nearest neighbour", () => {
    const rgba = pixels(256 * 200 + 1, (i) => (i === 0 ? 0x010200 : ((i - 1) % 256) * 65793));
    const { type, data } = roundTrip(rgba, 51201);
    expect(type).toBe(3);
    expect(Array.from(data.subarray(0, 3))).toEqual([1, 1, 1]); // of 0, 2, 1
  });
});

describe("image charts", () => {
  it("take tensors as they take arrays", () => {
    const values = Float32Array.of(-1, 0, 0.5, 1);
    const form = { ...said, height: 1, width: 2 };
    const images = tf.tensor4d(values, [2, 1, 2, 1]);
    expect(imageGrid({ ...form, images })).toEqual(imageGrid({ ...form, images: values }));
  });

  it.each([
    [
      { images: new Float32Array(5), height: 2, width: 2 },
      /^TypeError: images has 5 values; wanted a multiple of 2 x 2 x 1 = 4/,
    ],
    [{ images: new Float32Array(0), height: 2, width: 2 }, /^TypeError: images has 0 values/],
    [
      { images: Float32Array.of(NaN), height: 1, width: 1 },
      /^RangeError: images has NaN at index 0/,
    ],
    [{ images: new Float32Array(1), height: 0, width: 1 }, /^RangeError: height is 0/],
    [
      { images: new Float32Array(1), height: 1, width: 1, range: [1, 0] as const },
      /^RangeError: range is \[1, 0\]/,
    ],
    [{ images: new Float32Array(1), height: 1, width: 1, columns: 0 }, /^RangeError: columns is 0/],
    [
      { images: new Float32Array(2), height: 1, width: 1, captions: ["a"] },
      /^TypeError: captions has 1 values; wanted 2/,
    ],
  ])("refuses grid %#", (options, message) => {
    let found = "nothing";
    try {
      imageGrid({ ...said, ...options });
    } catch (error) {
      found = String(error);
    }
    expect(found).toMatch(message);
  });

  it("refuses frames that differ in size, or none", () => {
    const frame = (step: number, n: number) => ({ step, images: new Float32Array(n) });
    const draw = (frames: { step: number; images: Float32Array }[]) => () =>
      imageFrames({ ...said, frames, height: 1, width: 1 });
    expect(draw([])).toThrow(/frames is empty/);
    expect(draw([frame(0, 1), frame(1, 2)])).toThrow(/frames\[1\]: found 2; wanted 1/);
  });
});
