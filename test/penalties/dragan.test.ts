import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { dragan, type DraganOptions } from "../../src/penalties";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const number = (scalar: tf.Tensor) => scalar.dataSync()[0];
const steep = (x: tf.Tensor) => tf.sum(tf.mul(x, [3, 4]), 1, true); // norm 5 everywhere

/** How far from the data the critic was asked. */
function noiseOf(real: tf.Tensor, options?: DraganOptions): number[] {
  const seen: tf.Tensor[] = [];
  const watch = (x: tf.Tensor) => (seen.push(tf.keep(tf.sub(x, real))), steep(x));
  dragan(watch, real, seeded(1), options).dispose();
  const noise = [...seen[0].dataSync()];
  tf.dispose(seen);
  return noise;
}

describe("dragan", () => {
  const n = 4000;
  // the numbers are 7 ± 3: standard deviation 3
  const real = tf.tile(
    tf.tensor2d([
      [4, 10],
      [10, 4],
    ]),
    [n / 4, 1],
  );

  it("is taken around the data, with normal noise of half their standard deviation", () => {
    const noise = noiseOf(real);
    const mean = noise.reduce((sum, d) => sum + d, 0) / n;
    expect(Math.abs(mean)).toBeLessThan(5 * (1.5 / Math.sqrt(n)));
    const variance = noise.reduce((sum, d) => sum + d * d, 0) / n;
    expect(Math.abs(variance / 1.5 ** 2 - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    const fourth = noise.reduce((sum, d) => sum + d ** 4, 0) / n;
    expect(Math.abs(fourth / 1.5 ** 4 - 3)).toBeLessThan(5 * Math.sqrt(96 / n)); // 1.8 if it were uniform
  });

  it("draws for each number by itself, and as wide as it is told", () => {
    const [wide, usual] = [noiseOf(real, { spread: 1 }), noiseOf(real)];
    wide.forEach((d, i) => {
      expect(d).toBeCloseTo(2 * usual[i], 4);
    });
    expect(new Set(usual.slice(0, 10)).size).toBe(10);
    expect(noiseOf(real, { spread: 0 }).every((d) => d === 0)).toBe(true);
  });

  it("counts slopes on both sides of the target, or those above it only", () => {
    const gentle = (x: tf.Tensor) => tf.mul(steep(x), 0.1); // norm ½
    const penalty = (options?: DraganOptions) => number(dragan(gentle, real, seeded(1), options));
    expect(penalty()).toBeCloseTo(0.25, 5);
    expect(penalty({ oneSided: true })).toBe(0);
    expect(penalty({ target: 0 })).toBeCloseTo(0.25, 5);
    expect(penalty({ target: 3 })).toBeCloseTo(2.5 ** 2, 4);
  });

  it("refuses a target or a spread below 0", () => {
    expect(() => dragan(steep, real, seeded(1), { target: -1 })).toThrow(RangeError);
    expect(() => dragan(steep, real, seeded(1), { spread: -1 })).toThrow(RangeError);
    expect(() => dragan(steep, real, seeded(1), { spread: -1 })).toThrow(/dragan spread/);
  });
});
