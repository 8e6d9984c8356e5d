import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { gradientPenalty, r1, r2 } from "../../src/penalties";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { expectSameCompiled } from "../contracts/compiled";

beforeAll(() => startEngine("wasm"));

const number = (scalar: tf.Tensor) => scalar.dataSync()[0];
const bowl = (x: tf.Tensor) => tf.sum(tf.square(x), 1, true); // norm 2‖x‖

describe.each([
  ["r1", r1],
  ["r2", r2],
])("%s", (_, penalty) => {
  it("is half the mean squared norm of the slope at its examples", () => {
    const examples = tf.tensor2d([
      [1, 0],
      [0, 3],
    ]);
    expect(number(penalty(bowl, examples))).toBeCloseTo(10, 4); // ½ (4 + 36) / 2
  });

  it("has the gradient of its definition: w² of a critic w·x gives w", () => {
    const weights = tf.variable(tf.tensor1d([0.5, -2]));
    const critic = (x: tf.Tensor) => tf.sum(tf.mul(x, weights), 1, true);
    const { value, grads } = tf.variableGrads(() => penalty(critic, tf.ones([3, 2])), [weights]);
    expect(number(value)).toBeCloseTo(4.25 / 2, 5);
    expect([...grads[weights.name].dataSync()]).toEqual([0.5, -2]);
    weights.dispose();
  });
});

describe("in a compiled step, as eagerly", () => {
  it.each<[string, (x: tf.Tensor) => tf.Tensor]>([
    ["tanh", tf.tanh],
    ["sigmoid", tf.sigmoid],
    ["leakyRelu", (x) => tf.leakyRelu(x, 0.2)],
    ["elu", tf.elu],
    ["selu", tf.selu],
    ["relu6", tf.relu6],
    ["softplus", tf.softplus],
    ["softmax", (x) => tf.softmax(x)],
    ["logSoftmax", (x) => tf.logSoftmax(x)],
    ["maximum", (x) => tf.maximum(x, tf.mul(x, 0.1))],
    ["clip", (x) => tf.clipByValue(x, -1, 1)],
    ["where", (x) => tf.where(tf.greater(x, 0), x, tf.exp(x))],
    ["max", (x) => tf.sub(x, tf.max(x, 1, true))],
  ])("a critic with %s", async (_, activation) => {
    const shapes: [number, number][] = [
      [2, 6],
      [6, 6],
      [6, 1],
    ];
    const weights = shapes.map((shape, i) => tf.variable(seeded(i).normal<tf.Rank.R2>(shape)));
    const [real, fake] = [1, 2].map((seed) => seeded(seed).normal<tf.Rank.R2>([5, 2]));
    const critic = (x: tf.Tensor) =>
      weights.reduce<tf.Tensor>((h, w, i) => tf.matMul(i === 0 ? h : activation(h), w), x);
    const make = () => {
      const random = seeded(4);
      return (inputs: Record<string, tf.Tensor>) => {
        const loss = () =>
          tf.add<tf.Scalar>(
            r1(critic, inputs.real),
            gradientPenalty(critic, inputs.real, inputs.fake, random),
          );
        const { value, grads } = tf.variableGrads(loss, weights);
        const named = weights.map(({ name }, i) => [`w${i}`, grads[name]]);
        return { value, ...(Object.fromEntries(named) as Record<string, tf.Tensor>) };
      };
    };
    await expectSameCompiled(make, { real, fake });
    tf.dispose(weights);
  });
});
