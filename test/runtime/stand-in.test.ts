import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { startEngine } from "../../src/runtime/engine";
import { gradientsOf } from "../../src/runtime/gradients/tape";
import { withStandIns } from "../../src/runtime/stand-in";

beforeAll(() => startEngine("wasm"));

// What a layer may do with its weights: on one tensor, on two, on an array of them, with a gradient of its own.
const x = tf.tensor2d([[1, -2], [3, 0.5]]); // prettier-ignore
const picture = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
const operations: [name: string, of: (w: tf.Tensor2D) => tf.Tensor][] = [
  ["square", (w) => tf.square(w)],
  ["mul", (w) => tf.mul(w, x)],
  ["matMul", (w) => tf.matMul(x, w)],
  ["fused matMul", (w) => tf.fused.matMul({ a: x, b: w, activation: "relu" })],
  ["fused conv2d", (w) => tf.fused.conv2d({ x: picture, filter: tf.reshape<tf.Rank.R4>(w, [2, 2, 1, 1]), strides: 1, pad: "same" })],
  ["concat", (w) => tf.square(tf.concat([w, x, w], 1))],
  ["concat of one", (w) => tf.square(tf.concat([w], 0))],
  ["addN", (w) => tf.square(tf.addN([w, x, w]))],
  ["stack", (w) => tf.square(tf.stack([x, w]))],
  ["split", (w) => tf.square(tf.split(w, 2)[1])],
  ["gather", (w) => tf.square(tf.gather(w, tf.tensor1d([1, 1, 0], "int32")))],
  ["where", (w) => tf.where(tf.greater(x, 0), w, x)],
  ["batchNorm", (w) => tf.batchNorm(x, tf.mean(w, 0), tf.square(w).mean(0), tf.sum(w, 0), tf.ones([2]))],
  ["logSoftmax", (w) => tf.square(tf.logSoftmax(w))],
  ["clone", (w) => tf.square(tf.clone(w))],
  ["as a method", (w) => w.transpose().mul(x)],
  ["a gradient of its own, by its input", (w) => tf.customGrad((a) => ({
    value: tf.square(a as tf.Tensor), gradFunc: (dy: tf.Tensor) => tf.mul(dy, tf.mul(a as tf.Tensor, 2)),
  }))(w)],
  ["a gradient of its own, by what is saved", (w) => tf.customGrad((a, save) => {
    (save as (tensors: tf.Tensor[]) => void)([a as tf.Tensor]);
    return { value: tf.square(a as tf.Tensor), gradFunc: (dy: tf.Tensor, [kept]: tf.Tensor[]) => tf.mul(dy, tf.mul(kept, 2)) };
  })(w)],
]; // prettier-ignore

const numbers = (tensor: tf.Tensor) => [...tensor.dataSync()];

describe.each(operations)("%s", (_, of) => {
  it("gives what it gives of the stand-in, with its gradient", () => {
    const variable = tf.variable(tf.zeros<tf.Rank.R2>([2, 2]));
    const other = tf.tensor2d([[0.3, 0.7], [1.5, 2]]); // prettier-ignore
    const wanted = numbers(of(other));
    const [slope] = gradientsOf(() => tf.sum(of(other)), [other]);
    expect(numbers(slope).some((value) => value !== 0)).toBe(true);

    const found = withStandIns([variable], [other], () => of(variable as tf.Tensor2D));
    expect(numbers(found)).toEqual(wanted);
    const through = () =>
      tf.sum(withStandIns([variable], [other], () => of(variable as tf.Tensor2D)));
    expect(numbers(gradientsOf(through, [other])[0])).toEqual(numbers(slope));
    // outside, the variable itself is meant again
    expect(numbers(of(variable as tf.Tensor2D))).toEqual(numbers(of(tf.zeros([2, 2]))));
    variable.dispose();
  });
});

it("stands in where there is no gradient, too", () => {
  const variable = tf.variable(tf.zeros<tf.Rank.R2>([2, 2]));
  const found = withStandIns([variable], [x], () =>
    tf.einsum("ij,jk->ik", variable as tf.Tensor2D, x),
  );
  expect(numbers(found)).toEqual(numbers(tf.matMul(x, x)));
  variable.dispose();
});

it("the inner of two stands in, and the outer again behind it, after an error too", () => {
  const variable = tf.variable(tf.scalar(1));
  const value = () => tf.addN([variable, tf.scalar(0)]).dataSync()[0];
  const found = withStandIns([variable], [tf.scalar(2)], () => {
    const inner = withStandIns([variable], [tf.scalar(3)], value);
    const failed = () =>
      withStandIns([variable], [tf.scalar(4)], () => {
        throw new Error("in the middle");
      });
    expect(failed).toThrow("in the middle");
    return [inner, value()];
  });
  expect([...found, value()]).toEqual([3, 2, 1]);
  variable.dispose();
});

it("refuses another number of tensors, or another shape", () => {
  const variable = tf.variable(tf.zeros([2]), true, "stand-in example");
  const act = (tensors: tf.Tensor[]) => () => withStandIns([variable], tensors, () => 1);
  expect(act([])).toThrow("withStandIns: wanted a tensor for each of 1 variables, found 0");
  expect(act([tf.zeros([3])])).toThrow(
    "withStandIns stand-in example: wanted shape (2), found (3)",
  );
  variable.dispose();
});
