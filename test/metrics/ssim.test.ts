import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { msSsim, msSsimDiversity } from "../../src/metrics/ssim";
import { seeded } from "../../src/random";

interface Row {
  readonly by: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly value: number;
}
const file = join(__dirname, "..", "fixtures", "metrics-ssim", "reference.json");
const { pictures } = JSON.parse(readFileSync(file, "utf8")) as { pictures: Row[] };

/** The waves of test/fixtures/metrics-ssim/make.py, channels last. */
function wave({ height, width, channels }: Omit<Row, "by" | "value">, kind: number): Float32Array {
  return Float32Array.from({ length: height * width * channels }, (_, i) => {
    const c = i % channels;
    const x = Math.floor(i / channels) % width;
    const y = Math.floor(i / channels / width);
    const coarse = Math.sin(0.5 * x + 0.2 * y + c) * Math.cos(0.31 * y - 0.11 * x + kind);
    const fine = Math.sin(2.3 * x + kind) * Math.sin(1.9 * y + 2 * kind);
    return 0.5 + 0.3 * coarse + 0.15 * kind * fine;
  });
}

describe("second opinions", () => {
  it.each(pictures)("$by, $height x $width x $channels", ({ by, value, ...picture }) => {
    const [a, b] = [wave(picture, 0.1), wave(picture, 0.4)];
    // the published five exponents, which it takes as they are, sum to 1.0001
    const wanted = by === "pytorch-msssim" ? value ** (1 / 1.0001) : value;
    expect(msSsim(a, b, picture, { range: [0, 1] })[0]).toBeCloseTo(wanted, 6);
  });
});

const one = { height: 1, width: 1, channels: 1 };
const [c1, c2] = [0.01 ** 2, 0.03 ** 2];

it("of single pixels is their luminance: nothing varies under the window", () => {
  const found = msSsim(Float32Array.of(0.5), Float32Array.of(-0.5), one, { window: 1 });
  // -.5 and .5 are .25 and .75 in [0, 1]
  expect(found[0]).toBeCloseTo((2 * 0.25 * 0.75 + c1) / (0.25 ** 2 + 0.75 ** 2 + c1), 12);
});

it("at one scale is the mean over places of luminance times contrast", () => {
  // one place: a 3 x 3 window over a picture of 3 x 3
  const picture = { height: 3, width: 3, channels: 1 };
  const a = [0, 1, 0, 1, 1, 1, 0, 1, 0];
  const b = [1, 0, 1, 0, 0.5, 0, 1, 0, 1];
  const weight = (k: number) => Math.exp(-((k - 1) ** 2) / (2 * 1.5 ** 2));
  const sum = weight(0) + weight(1) + weight(2);
  const mean = (values: number[]) =>
    values.reduce(
      (total, v, i) => total + (weight(Math.floor(i / 3)) * weight(i % 3) * v) / sum ** 2,
      0,
    );
  const [ma, mb] = [mean(a), mean(b)];
  const [va, vb] = [mean(a.map((v) => (v - ma) ** 2)), mean(b.map((v) => (v - mb) ** 2))];
  const cross = mean(a.map((v, i) => (v - ma) * (b[i] - mb)));
  const wanted =
    (((2 * ma * mb + c1) / (ma ** 2 + mb ** 2 + c1)) * (2 * cross + c2)) / (va + vb + c2);
  expect(wanted).toBeLessThan(0);
  const options = { range: [0, 1], window: 3 } as const;
  const compare = (second: number[]) =>
    msSsim(Float32Array.from(a), Float32Array.from(second), picture, options)[0];
  expect(compare(b)).toBe(0); // a negative one counts as 0
  const negative = b.map((v) => 1 - v); // the same structure as a, but for the middle
  const mn = 1 - mb;
  const structure = (-2 * cross + c2) / (va + vb + c2);
  expect(compare(negative)).toBeCloseTo(
    ((2 * ma * mn + c1) / (ma ** 2 + mn ** 2 + c1)) * structure,
    6,
  );
});

it("is symmetric, 1 for equal pictures, and the same in any range", () => {
  const picture = { height: 22, width: 23, channels: 2 };
  fc.assert(
    fc.property(fc.nat(1000), (seed) => {
      const [a, b] = [1, 2].map((k) =>
        seeded(seed)
          .stream(`${k}`)
          .uniforms(22 * 23 * 2, 0, 1),
      );
      const range = [0, 1] as const;
      const found = msSsim(a, b, picture, { range })[0];
      expect(found).toBeCloseTo(msSsim(b, a, picture, { range })[0], 12);
      expect(msSsim(a, a, picture, { range })[0]).toBeCloseTo(1, 12);
      const larger = [a, b].map((pixels) => pixels.map((pixel) => 2 * pixel - 1));
      expect(msSsim(larger[0], larger[1], picture)[0]).toBeCloseTo(found, 5);
    }),
    { numRuns: 5 },
  );
});

it("looks at as many scales as there is room for", () => {
  const picture = { height: 28, width: 28, channels: 1 };
  const [a, b] = [wave(picture, 0.1), wave(picture, 0.4)];
  const at = (scales?: number) =>
    msSsim(a, b, picture, { range: [0, 1], ...(scales && { scales }) })[0];
  expect(at()).toBe(at(2));
  expect(at(1)).not.toBeCloseTo(at(2), 3);
  expect(() => at(3)).toThrow("msSsim scales: wanted a whole number at least 1 and at most 2");
});

describe("diversity", () => {
  const picture = { height: 12, width: 11, channels: 1 };
  const pixels = 12 * 11;
  const noise = seeded(1).uniforms(6 * pixels, -1, 1);

  it("is the mean over pairs of different pictures", () => {
    const two = noise.subarray(0, 2 * pixels);
    const wanted = msSsim(two.subarray(0, pixels), two.subarray(pixels), picture)[0];
    const found = msSsimDiversity(two, picture, { pairs: 7, random: seeded(2) });
    expect(found).toBeCloseTo(wanted, 12);
  });

  it("is the mean over all pairs, up to the chance of drawing them", () => {
    const at = (i: number) => noise.subarray(i * pixels, (i + 1) * pixels);
    const all = [0, 1, 2, 3, 4, 5].flatMap((i) =>
      [0, 1, 2, 3, 4, 5].filter((j) => j !== i).map((j) => msSsim(at(i), at(j), picture)[0]),
    );
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    const std = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length);
    const found = msSsimDiversity(noise, picture, { pairs: 900, random: seeded(3) });
    expect(Math.abs(found - mean)).toBeLessThan((4 * std) / Math.sqrt(900));
    expect(std).toBeGreaterThan(0.01);
  });

  it("refuses a single picture", () => {
    const single = noise.subarray(0, pixels);
    expect(() => msSsimDiversity(single, picture, { random: seeded(1) })).toThrow(
      new RangeError("msSsimDiversity pictures: wanted a whole number at least 2, found 1"),
    );
  });
});

it("refuses what does not fit", () => {
  const picture = { height: 4, width: 3, channels: 1 };
  const zeros = new Float32Array(12);
  const compare = (options: object, b = zeros) => msSsim(zeros, b, picture, options);
  expect(() => compare({})).toThrow(
    "msSsim window: wanted a whole number at least 1 and at most 3",
  );
  expect(() => compare({ window: 2 })).toThrow(
    new RangeError("msSsim window: wanted an odd number, found 2"),
  );
  expect(() => compare({ window: 3, range: [1, 1] })).toThrow(RangeError);
  expect(() => compare({ window: 3, range: [0.5, 1] })).toThrow(
    new RangeError("msSsim pixel: wanted a number at least 0.5 and at most 1, found 0"),
  );
  expect(() => compare({ window: 3 }, new Float32Array(24))).toThrow(
    new TypeError("msSsim b: wanted 1 pictures as in a, found 2"),
  );
  expect(() => compare({ window: 3 }, new Float32Array(13))).toThrow(TypeError);
  expect(() => msSsim(zeros, zeros, { ...picture, channels: 0 })).toThrow(RangeError);
});
