import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { InexactGradientError } from "../../src/runtime/gradients/input-gradient";
import { expectSameCompiled } from "./compiled";
import { penalties } from "./tables";

beforeAll(() => startEngine("wasm"));

const number = (scalar: tf.Tensor) => scalar.dataSync()[0];
const [real, fake] = [1, 2].map((seed) => seeded(seed).normal([5, 2]));

describe.each(penalties)("$name", ({ penalty, atSlope5 }) => {
  it("is as derived for a critic of slope 5, of points and of pictures", () => {
    const steep = (x: tf.Tensor) => tf.sum(tf.mul(x, [3, 4]), 1, true);
    expect(number(penalty(steep, real, fake))).toBeCloseTo(atSlope5, 4);
    const picture = (x: tf.Tensor) => tf.sum(tf.mul(x, [[[3], [4]]]), [1, 2, 3]);
    const shape = (x: tf.Tensor) => tf.reshape(x, [5, 1, 2, 1]);
    expect(number(penalty(picture, shape(real), shape(fake)))).toBeCloseTo(atSlope5, 4);
  });

  it("has a finite gradient, 0, where all units of the critic are off", () => {
    const weights = tf.variable(tf.fill([2, 3], -1));
    const critic = (x: tf.Tensor) =>
      tf.sum(tf.relu(tf.sub(tf.matMul(tf.abs(x), weights), 1)), 1, true);
    const { grads } = tf.variableGrads(() => penalty(critic, real, fake), [weights]);
    expect([...grads[weights.name].dataSync()].every((value) => Math.abs(value) === 0)).toBe(true);
    weights.dispose();
  });

  it("refuses a critic without an exact second gradient, inside tf.variableGrads too", () => {
    const weights = tf.variable(tf.ones([2, 1]));
    const critic = (x: tf.Tensor) => tf.prod(tf.mul(x, tf.transpose(weights)), 1);
    const act = () => tf.variableGrads(() => penalty(critic, real, fake), [weights]);
    expect(act).toThrow(InexactGradientError);
    expect(act).toThrow(/tf\.prod, whose second gradient/);
    weights.dispose();
  });

  it("leaves no tensor behind but its result", () => {
    const critic = (x: tf.Tensor) => tf.sum(tf.square(x), 1, true);
    const before = tf.memory().numTensors;
    const result = penalty(critic, real, fake);
    expect(tf.memory().numTensors).toBe(before + 1);
    result.dispose();
  });

  it("is the same in a compiled step, with the gradient of the critic's weights", async () => {
    const weights = [
      [2, 6],
      [6, 6],
      [6, 1],
    ].map((shape, i) => tf.variable(seeded(i).normal<tf.Rank.R2>(shape as [number, number])));
    const critic = (x: tf.Tensor) =>
      weights.reduce<tf.Tensor>((h, w, i) => tf.matMul(i === 0 ? h : tf.leakyRelu(h), w), x);
    const step = (inputs: Record<string, tf.Tensor>) => {
      const { value, grads } = tf.variableGrads(
        () => penalty(critic, inputs.real, inputs.fake),
        weights,
      );
      return { value, ...Object.fromEntries(weights.map(({ name }, i) => [`w${i}`, grads[name]])) };
    };
    await expectSameCompiled(() => step, { real, fake });
    tf.dispose(weights);
  });
});
