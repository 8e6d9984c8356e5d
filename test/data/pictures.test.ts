import { describe, expect, it } from "vitest";
import {
  cropPicture,
  flipPicture,
  mapPictures,
  normalisePixels,
  type Picture,
} from "../../src/data/picture";
import { finiteDataset } from "../../src/data/finite";
import { resizePicture, rotatePicture } from "../../src/data/resample";
import { seeded } from "../../src/random";

/** 3 rows of 4 pixels of 2 channels: the number says row, column, channel. */
const numbered: Picture = {
  height: 3,
  width: 4,
  channels: 2,
  pixels: Float32Array.from({ length: 24 }, (_, i) => {
    return 100 * Math.floor(i / 8) + 10 * (Math.floor(i / 2) % 4) + (i % 2);
  }),
};
const grey = (width: number, ...pixels: number[]): Picture => {
  return { height: pixels.length / width, width, channels: 1, pixels: Float32Array.from(pixels) };
};
const close = (found: Float32Array, wanted: number[]) => {
  expect(found.length).toBe(wanted.length);
  wanted.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, 5);
  });
};

describe("normalisePixels", () => {
  it("is one straight line from range to range", () => {
    close(normalisePixels([0, 127.5, 255]), [-1, 0, 1]);
    close(normalisePixels([2, 3], { from: [2, 4], to: [10, 20] }), [10, 15]);
  });
  it("refuses a range without width", () => {
    expect(() => normalisePixels([1], { from: [1, 1] })).toThrow(RangeError);
    expect(() => normalisePixels([1], { to: [1, 0] })).toThrow(
      "normalisePixels end of to: wanted a number above 1, found 0",
    );
  });
});

describe("cropPicture and flipPicture", () => {
  it("cuts rows and columns with all channels", () => {
    const part = cropPicture(numbered, { top: 1, left: 2, height: 2, width: 2 });
    expect([...part.pixels]).toEqual([120, 121, 130, 131, 220, 221, 230, 231]);
    expect([part.height, part.width, part.channels]).toEqual([2, 2, 2]);
  });
  it("mirrors either way and is its own inverse", () => {
    expect([...flipPicture(numbered).pixels.subarray(0, 4)]).toEqual([30, 31, 20, 21]);
    expect([...flipPicture(numbered, "topBottom").pixels.subarray(0, 2)]).toEqual([200, 201]);
    for (const way of ["leftRight", "topBottom"] as const) {
      expect(flipPicture(flipPicture(numbered, way), way)).toEqual(numbered);
    }
  });
  it("refuses a part that is not inside, and pixels that are no picture", () => {
    expect(() => cropPicture(numbered, { top: 2, left: 0, height: 2, width: 1 })).toThrow(
      "cropPicture height: wanted a whole number at least 1 and at most 1, found 2",
    );
    expect(() => flipPicture({ ...numbered, height: 5 })).toThrow(TypeError);
    expect(() => flipPicture({ ...numbered, height: 5 })).toThrow(
      "flipPicture: wanted 5 x 4 x 2 numbers, found 24",
    );
  });
});

describe("resizePicture", () => {
  it("by area: means, parts of pixels by their share", () => {
    close(resizePicture(grey(2, 1, 2, 3, 4), { height: 1, width: 1 }).pixels, [2.5]);
    // three pixels to two: each covers one and a half
    const row = resizePicture(grey(3, 6, 12, 24), { height: 1, width: 2 });
    close(row.pixels, [(6 + 12 / 2) / 1.5, (12 / 2 + 24) / 1.5]);
    // two to three: the middle covers a third of a pixel's width on both sides
    close(resizePicture(grey(2, 0, 6), { height: 1, width: 3 }).pixels, [0, 3, 6]);
  });
  it("by area: keeps the mean, whatever the size", () => {
    const picture = grey(7, ...seeded(1).normals(35));
    const mean = (values: Float32Array) => values.reduce((a, b) => a + b) / values.length;
    const small = resizePicture(picture, { height: 3, width: 4 });
    expect(mean(small.pixels)).toBeCloseTo(mean(picture.pixels), 5);
  });
  it("bilinear: centre over centre, the border repeated", () => {
    const up = resizePicture(grey(2, 0, 4), { height: 1, width: 4, method: "bilinear" });
    close(up.pixels, [0, 1, 3, 4]);
    // eight to two looks at four pixels only: positions (0.5) 4 - 0.5 = 1.5 and 5.5
    const down = resizePicture(grey(8, 0, 1, 2, 9, 9, 3, 4, 9), {
      height: 1,
      width: 2,
      method: "bilinear",
    });
    close(down.pixels, [(1 + 2) / 2, (3 + 4) / 2]);
  });
  it.each(["area", "bilinear"] as const)("%s: the same size is the same picture", (method) => {
    close(resizePicture(numbered, { height: 3, width: 4, method }).pixels, [...numbered.pixels]);
  });
  it("keeps channels apart", () => {
    const small = resizePicture(numbered, { height: 1, width: 1 });
    close(small.pixels, [115, 116]); // mean row 100, mean column 15
  });
  it("refuses size 0", () => {
    expect(() => resizePicture(numbered, { height: 0, width: 1 })).toThrow(RangeError);
  });
});

describe("rotatePicture", () => {
  it("turns anticlockwise by right angles exactly", () => {
    const square = grey(3, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    const turned = (degrees: number) => rotatePicture(square, { degrees }).pixels;
    close(turned(0), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    close(turned(90), [3, 6, 9, 2, 5, 8, 1, 4, 7]);
    close(turned(180), [9, 8, 7, 6, 5, 4, 3, 2, 1]);
    close(turned(-90), [7, 4, 1, 8, 5, 2, 9, 6, 3]);
  });
  it("mixes the four nearest and fills the corners", () => {
    const turned = rotatePicture(grey(3, 5, 5, 5, 5, 5, 5, 5, 5, 5), { degrees: 45, fill: 0 });
    // the corner came from (1 - √2, 1): of its two nearest, one is outside with weight √2 - 1
    expect(turned.pixels[0]).toBeCloseTo(5 * (2 - Math.SQRT2), 4);
    expect(turned.pixels[4]).toBeCloseTo(5, 5);
  });
  it("refuses a turn that is no number", () => {
    expect(() => rotatePicture(numbered, { degrees: NaN })).toThrow(RangeError);
  });
});

describe("mapPictures", () => {
  const data = finiteDataset({
    name: "two",
    shape: [4],
    examples: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
    labels: Uint8Array.of(1, 0),
    picture: { height: 2, width: 2, channels: 1 },
    range: [1, 8],
  });
  it("changes each picture and keeps the rest", () => {
    const small = mapPictures(data, (picture) => resizePicture(picture, { height: 1, width: 1 }));
    expect([...small.examples]).toEqual([2.5, 6.5]);
    expect(small.picture).toEqual({ height: 1, width: 1, channels: 1 });
    expect([small.shape, [...small.labels!], small.range]).toEqual([[1], [1, 0], [1, 8]]);
  });
  it("refuses sets without pictures, and pictures of several sizes", () => {
    const points = finiteDataset({ name: "points", shape: [2], examples: new Float32Array(4) });
    expect(() => mapPictures(points, (picture) => picture)).toThrow(
      'mapPictures: wanted pictures, found none in "points"',
    );
    const uneven = () =>
      mapPictures(data, (picture, i) =>
        resizePicture(picture, { height: 1, width: i + 1, method: "area" }),
      );
    expect(uneven).toThrow(
      "mapPictures change of picture 1: wanted 1 x 1 x 1 like the first, found 1 x 2 x 1",
    );
    const turned = () =>
      mapPictures(data, ({ pixels }, i) => ({
        pixels,
        height: i ? 1 : 4,
        width: i ? 4 : 1,
        channels: 1,
      }));
    expect(turned).toThrow("picture 1: wanted 4 x 1 x 1 like the first, found 1 x 4 x 1");
    expect(() => mapPictures(data, ({ pixels }) => ({ pixels }) as Picture)).toThrow(
      "mapPictures change of picture 0 height: wanted a whole number at least 1, found nothing",
    );
  });
});
