import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { frechetDistance } from "../../src/metrics/frechet";
import { frechetInfinity } from "../../src/metrics/frechet-infinity";
import {
  frechetStatistics,
  mergeFrechetStatistics,
  type FrechetStatistics,
} from "../../src/metrics/frechet-statistics";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

/** A known Gaussian of independent features. */
function gaussian(mean: number[], variances: number[]): FrechetStatistics {
  const d = mean.length;
  const covariance = new Float64Array(d * d);
  variances.forEach((variance, i) => (covariance[i * (d + 1)] = variance));
  return { samples: Infinity, mean: Float64Array.from(mean), covariance };
}

describe("statistics", () => {
  it("are mean and unbiased covariance", async () => {
    const { samples, mean, covariance } = await frechetStatistics(
      tf.tensor2d([
        [1, 10],
        [2, 20],
        [6, 60],
      ]),
    );
    // 1, 2, 6: mean 3, squares (4 + 1 + 9) / 2 = 7
    expect(samples).toBe(3);
    expect([...mean]).toEqual([3, 30]);
    [7, 70, 70, 700].forEach((wanted, i) => {
      expect(covariance[i]).toBeCloseTo(wanted, 10);
    });
  });

  it("lose nothing far from 0", async () => {
    const far = Float64Array.of(1e8, 1e8 + 1, 1e8 + 2); // Σx² - n μ² in float64 would give 0 or 2 or 4
    expect((await frechetStatistics(far, { d: 1 })).covariance[0]).toBeCloseTo(1, 10);
  });

  it("are the same over several chunks and bands as by definition", async () => {
    const [n, d] = [2500, 3];
    const x = seeded(1).normals(n * d, 5);
    const { mean, covariance } = await frechetStatistics(x, { d });
    for (const [i, j] of [
      [0, 0],
      [2, 1],
      [1, 2],
    ]) {
      let sum = 0;
      for (let row = 0; row < n; row++)
        sum += (x[row * d + i] - mean[i]) * (x[row * d + j] - mean[j]);
      expect(covariance[i * d + j]).toBeCloseTo(sum / (n - 1), 12);
    }
    const wide = await frechetStatistics(seeded(2).normals(3 * 600), { d: 600 }); // two bands
    expect(wide.covariance[599 * 600 + 3]).toBe(wide.covariance[3 * 600 + 599]);
    const column = (k: number) =>
      [0, 1, 2].map((row) => seeded(2).normals(1800)[row * 600 + k] - wide.mean[k]);
    const product = column(599).reduce((sum, value, row) => sum + value * column(3)[row], 0) / 2;
    expect(wide.covariance[3 * 600 + 599]).toBeCloseTo(product, 12);
  });

  it("of batches merge to those of all", async () => {
    const x = seeded(3).normals(100 * 4, 2, 3);
    const parts = [x.subarray(0, 28), x.subarray(28, 200), x.subarray(200)];
    const [first, ...rest] = await Promise.all(
      parts.map((part) => frechetStatistics(part, { d: 4 })),
    );
    const merged = rest.reduce(mergeFrechetStatistics, first);
    const whole = await frechetStatistics(x, { d: 4 });
    expect(merged.samples).toBe(100);
    whole.mean.forEach((value, i) => {
      expect(merged.mean[i]).toBeCloseTo(value, 12);
    });
    whole.covariance.forEach((value, i) => {
      expect(merged.covariance[i]).toBeCloseTo(value, 12);
    });
  });

  it("are refused for one example, and merged only where they fit", async () => {
    await expect(frechetStatistics(Float32Array.of(1, 2), { d: 2 })).rejects.toThrow(
      new RangeError("frechetStatistics examples: wanted a whole number at least 2, found 1"),
    );
    const [one, two] = [gaussian([0], [1]), gaussian([0, 0], [1, 1])];
    expect(() => mergeFrechetStatistics(one, two)).toThrow(
      new TypeError("mergeFrechetStatistics b: wanted 1 features, found 2"),
    );
    expect(() => mergeFrechetStatistics(one, one)).toThrow(RangeError); // Infinity has no weight
  });
});

describe("the Fréchet distance of known Gaussians", () => {
  it("is Σ (μ₁ - μ₂)² + (σ₁ - σ₂)² of independent features", async () => {
    const found = await frechetDistance(
      gaussian([0, 1, 0], [1, 4, 9]),
      gaussian([0, 3, 1], [4, 4, 0]),
    );
    expect(found).toBeCloseTo(0 + 1 + (4 + 0) + (1 + 9), 12);
  });

  it("is that of a turned ellipse", async () => {
    // variances 4 and 1, turned by 90 degrees: (2 - 1)² twice; by 45: (5/2, 3/2; 3/2, 5/2)
    const flat = gaussian([0, 0], [4, 1]);
    expect(await frechetDistance(flat, gaussian([0, 0], [1, 4]))).toBeCloseTo(2, 12);
    const turned = { ...flat, covariance: Float64Array.of(2.5, 1.5, 1.5, 2.5) };
    // Σ₁ Σ₂ = (10, 6; 1.5, 2.5) has determinant 16, trace 12.5: its root's trace is √(12.5 + 2 √16)
    const root = Math.sqrt(12.5 + 2 * Math.sqrt(16));
    expect(await frechetDistance(flat, turned)).toBeCloseTo(5 + 5 - 2 * root, 12);
  });

  it("is symmetric, 0 to itself, and of deficient ranks what it is in the plane they share", async () => {
    const [a, b] = [gaussian([1, 2, 0], [4, 0, 0]), gaussian([0, 2, 0], [1, 0, 5])];
    const found = await frechetDistance(a, b);
    expect(found).toBeCloseTo(1 + (2 - 1) ** 2 + 5, 12);
    expect(await frechetDistance(b, a)).toBeCloseTo(found, 12);
    expect(await frechetDistance(a, a)).toBeCloseTo(0, 12);
    expect(await frechetDistance(gaussian([0], [0]), gaussian([3], [0]))).toBe(9);
  });
});

it("has the bias of the formula: 64 features, 200 real and 400 fakes of one distribution", async () => {
  const d = 64;
  const runs = 8;
  let sum = 0;
  for (let run = 0; run < runs; run++) {
    const random = seeded(run);
    sum += await frechetDistance(random.normals(200 * d), random.normals(400 * d), { d });
  }
  // (1/n₁ + 1/n₂) (d + d / 4 + ½ d² / 2)
  const wanted = (1 / 200 + 1 / 400) * (d + d / 4 + (d * d) / 4);
  expect(sum / runs / wanted).toBeGreaterThan(0.95);
  expect(sum / runs / wanted).toBeLessThan(1.05);
});

describe("refusals", () => {
  const x = seeded(1).normals(8 * 8);

  it("are for too few examples, of either set, unless forced", async () => {
    const enough = seeded(2).normals(9 * 8);
    await expect(frechetDistance(enough, x, { d: 8 })).rejects.toThrow(
      new RangeError(
        "frechetDistance fake, examples of 8 features: wanted a whole number at least 9, found 8",
      ),
    );
    await expect(frechetDistance(x, enough, { d: 8 })).rejects.toThrow(/^frechetDistance real/);
    await expect(
      frechetDistance(await frechetStatistics(x, { d: 8 }), enough, { d: 8 }),
    ).rejects.toThrow(RangeError);
    expect(await frechetDistance(enough, enough, { d: 8 })).toBeLessThan(1e-10);
    expect(await frechetDistance(x, x, { d: 8, force: true })).toBeLessThan(1e-6);
    await expect(frechetDistance(x.subarray(0, 8), x, { d: 8, force: true })).rejects.toThrow(
      RangeError,
    );
  });

  it("are for other sizes, no width, and numbers that are not finite", async () => {
    await expect(frechetDistance(tf.zeros([20, 2]), tf.zeros([20, 3]))).rejects.toThrow(TypeError);
    await expect(frechetDistance(gaussian([0], [1]), gaussian([0, 0], [1, 1]))).rejects.toThrow(
      new TypeError("frechetDistance: wanted fakes of 1 features as the real, found 2"),
    );
    await expect(frechetDistance(x, x)).rejects.toThrow(TypeError);
    await expect(
      frechetDistance(gaussian([0], [1]), Float32Array.of(1, NaN), { d: 1 }),
    ).rejects.toThrow(
      new RangeError("frechetDistance fake: wanted finite numbers, found NaN in example 1"),
    );
    await expect(frechetDistance(gaussian([0], [NaN]), gaussian([0], [1]))).rejects.toThrow(
      new RangeError("frechetDistance real covariance: wanted finite numbers, found NaN"),
    );
    const wrong = { ...gaussian([0, 0], [1, 1]), covariance: new Float64Array(3) };
    await expect(frechetDistance(wrong, wrong)).rejects.toThrow(
      new TypeError("frechetDistance real covariance: wanted 2 x 2 numbers, found 3"),
    );
  });
});

it("reads tensors before it returns, so that they may be disposed of", async () => {
  const [real, fake] = [seeded(1).normal([50, 3]), seeded(2).normal([50, 3])];
  const wanted = await frechetDistance(real, fake);
  const promise = frechetDistance(real, fake);
  tf.dispose([real, fake]);
  expect(await promise).toBe(wanted);
});

describe("at infinity", () => {
  const real = gaussian(new Array<number>(8).fill(0), new Array<number>(8).fill(1));

  it("is nearer to the truth than any of the distances it comes from, on average", async () => {
    const found: number[] = [];
    for (let run = 0; run < 6; run++) {
      const fake = seeded(run).normals(1000 * 8);
      const { distance, slope, sizes, distances } = await frechetInfinity(real, fake, { d: 8 });
      expect(sizes.slice(0, 2).concat(sizes.slice(-1))).toEqual([100, 164, 1000]);
      expect(distances).toHaveLength(15);
      expect(slope).toBeGreaterThan(0);
      expect(distances.at(-1)).toBeCloseTo(await frechetDistance(real, fake, { d: 8 }), 9);
      found.push(distance);
    }
    const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
    const bias = (8 + 2 + 16) / 1000; // of all 1,000 fakes
    expect(Math.abs(mean)).toBeLessThan(bias / 2);
  });

  it("follows the line through two sizes", async () => {
    const fake = seeded(9).normals(400 * 8);
    const options = { d: 8, points: 2, least: 200 };
    const { distance, slope, distances } = await frechetInfinity(real, fake, options);
    // 1/n is 1/200 and 1/400: the step from the one to the other once more leads to 0
    expect(distance).toBeCloseTo(distances[1] - (distances[0] - distances[1]), 10);
    expect(slope).toBeCloseTo((distances[0] - distances[1]) * 400, 8);
  });

  it("needs room for a line", async () => {
    const fake = seeded(1).normals(30 * 8);
    await expect(frechetInfinity(real, fake, { d: 8 })).rejects.toThrow(
      new RangeError(
        "frechetInfinity least: wanted a whole number at least 9 and at most 15, found 36",
      ),
    );
    await expect(frechetInfinity(real, fake, { d: 8, points: 1, least: 10 })).rejects.toThrow(
      RangeError,
    );
  });
});
