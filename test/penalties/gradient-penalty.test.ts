import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { gradientPenalty } from "../../src/penalties";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const number = (scalar: tf.Tensor) => scalar.dataSync()[0];
const steep = (x: tf.Tensor) => tf.sum(tf.mul(x, [3, 4]), 1, true); // norm 5 everywhere
const bowl = (x: tf.Tensor) => tf.sum(tf.square(x), 1, true); // norm 2‖x‖

/** Where the critic was asked. */
function pointsOf(real: tf.Tensor, fake: tf.Tensor, seed = 1): number[][] {
  const seen: tf.Tensor[] = [];
  const watch = (x: tf.Tensor) => (seen.push(tf.keep(tf.clone(x))), bowl(x));
  gradientPenalty(watch, real, fake, seeded(seed)).dispose();
  const points = seen[0].arraySync() as number[][];
  tf.dispose(seen);
  return points;
}

describe("gradientPenalty", () => {
  const [real, fake] = [1, 2].map((seed) => seeded(seed).normal([6, 2]));

  it("is (norm - target)², and 1 for a critic without slope", () => {
    expect(number(gradientPenalty(steep, real, fake, seeded(1), { target: 5 }))).toBeCloseTo(0, 6);
    expect(number(gradientPenalty(steep, real, fake, seeded(1), { target: 3 }))).toBeCloseTo(4, 4);
    const flat = (x: tf.Tensor) => tf.mul(bowl(x), 0);
    expect(number(gradientPenalty(flat, real, fake, seeded(1)))).toBeCloseTo(1, 5);
  });

  it("counts slopes on both sides of the target, or one-sided those above it only", () => {
    const gentle = (x: tf.Tensor) => tf.mul(steep(x), 0.1); // norm ½
    const penalty = (critic: (x: tf.Tensor) => tf.Tensor, oneSided: boolean) =>
      number(gradientPenalty(critic, real, fake, seeded(1), { oneSided }));
    expect(penalty(gentle, false)).toBeCloseTo(0.25, 5);
    expect(penalty(gentle, true)).toBe(0);
    expect(penalty(steep, true)).toBeCloseTo(16, 4);
  });

  it("is taken between real and fake, at one share for each pair, drawn evenly", () => {
    const points = pointsOf(tf.fill([4000, 2], 1), tf.fill([4000, 2], 3));
    expect(points.every(([a, b]) => a === b && a >= 1 && a <= 3)).toBe(true); // normal shares go beyond
    const mean = points.reduce((sum, [a]) => sum + a, 0) / 4000;
    expect(Math.abs(mean - 2)).toBeLessThan(5 * Math.sqrt(4 / 12 / 4000)); // uniform over a width of 2
    const square = points.reduce((sum, [a]) => sum + (a - 2) ** 2, 0) / 4000;
    expect(Math.abs(square - 1 / 3)).toBeLessThan(5 * Math.sqrt((1 / 5 - 1 / 9) / 4000));
  });

  it("gives the share to real and the rest to fake", () => {
    const shares = seeded(1).uniforms(3);
    pointsOf(tf.ones([3, 1]), tf.zeros([3, 1])).forEach(([point], i) => {
      expect(point).toBeCloseTo(shares[i], 6);
    });
  });

  it("repeats by its stream and refuses examples of two shapes", () => {
    const run = (seed: number) => number(gradientPenalty(bowl, real, fake, seeded(seed)));
    expect(run(1)).toBe(run(1));
    expect(run(1)).not.toBe(run(2));
    const act = () => gradientPenalty(bowl, real, tf.zeros([5, 2]), seeded(1));
    expect(act).toThrow(TypeError);
    expect(act).toThrow(/gradientPenalty fake: wanted shape \(6, 2\), found \(5, 2\)/);
  });

  it("refuses a target below 0", () => {
    const act = () => gradientPenalty(bowl, real, fake, seeded(1), { target: -1 });
    expect(act).toThrow(RangeError);
    expect(act).toThrow(/gradientPenalty target: wanted a number at least 0/);
  });

  it("works on pictures", () => {
    const critic = (x: tf.Tensor) => tf.sum(tf.mul(x, 0.5), [1, 2, 3]);
    const [a, b] = [tf.ones([3, 4, 4, 2]), tf.zeros([3, 4, 4, 2])];
    // norm .5 √32
    expect(number(gradientPenalty(critic, a, b, seeded(1)))).toBeCloseTo(
      (Math.sqrt(8) - 1) ** 2,
      4,
    );
  });
});
