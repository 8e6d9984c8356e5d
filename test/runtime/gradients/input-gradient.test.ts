import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { startEngine } from "../../../src/runtime/engine";
import { InexactGradientError, inputGradient } from "../../../src/runtime/gradients/input-gradient";

beforeAll(() => startEngine("cpu"));

const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);

describe("an op without an exact second gradient", () => {
  it.each<[string, RegExp, (x: tf.Tensor) => tf.Tensor]>([
    ["tf.einsum", /tf\.matMul/, (a) => tf.einsum("ij->ji", a)],
    ["tf.stridedSlice", /tf\.slice/, (a) => tf.stridedSlice(a, [0, 0], [2, 2], [1, 1])],
    ["tf.topk", /tf\.max/, (a) => tf.topk(a, 1).values],
    ["tf.prod", /tf\.mul/, (a) => tf.prod(a, 1)],
    ["tf.cumprod", /tf\.cumsum/, (a) => tf.cumprod(a, 1)],
    ["tf.asinh", /matMul, conv2d/, (a) => tf.asinh(a)],
    [
      "tf.softmaxCrossEntropy",
      /logSoftmax/,
      (a) => tf.losses.softmaxCrossEntropy(tf.onesLike(x), a),
    ],
  ])("%s is refused, with what to use instead", (op, remedy, critic) => {
    const refused = () => inputGradient((a) => tf.mul(tf.square(critic(a)), 2), x);
    expect(refused).toThrow(InexactGradientError);
    expect(refused).toThrow(`goes through ${op}, whose`);
    expect(refused).toThrow(remedy);
  });

  it("made with tf.customGrad is refused", () => {
    const own = tf.customGrad((a) => ({ value: tf.square(a as tf.Tensor), gradFunc: (dy) => dy }));
    expect(() => inputGradient((a) => own(a), x)).toThrow(
      /through an operation made with tf\.custom/,
    );
  });

  it("is allowed where the scores do not depend on it: of weights, or unused", () => {
    const weights = tf.ones([2, 2]);
    const slopes = inputGradient((a) => {
      tf.prod(a, 1);
      return tf.matMul(a, tf.einsum("ij->ji", weights));
    }, x);
    expect(slopes.arraySync()).toEqual([
      [2, 2],
      [2, 2],
    ]);
  });

  it("leaves the tape in order: the next gradient works", () => {
    expect(() => inputGradient((a) => tf.prod(a, 1), x)).toThrow(InexactGradientError);
    expect([...inputGradient(tf.square, x).dataSync()]).toEqual([2, 4, 6, 8]);
  });
});

it("refuses whole numbers, and scores that do not depend on x", () => {
  expect(() => inputGradient(tf.square, tf.tensor([1], [1], "int32"))).toThrow(/int32/);
  expect(() => inputGradient(() => tf.scalar(1), x)).toThrow(/Cannot compute gradient/);
});
