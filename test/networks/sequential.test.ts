import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { leakyRelu, relu, sigmoid, tanh } from "../../src/layers/activations";
import { batchNorm } from "../../src/layers/batch-norm";
import { conv2d } from "../../src/layers/conv";
import { dense } from "../../src/layers/dense";
import type { Layer } from "../../src/layers/layer";
import { residual } from "../../src/networks/block";
import { sequential } from "../../src/networks/sequential";
import { summaryText } from "../../src/networks/summary";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const random = seeded(1);

function make() {
  const conv = conv2d({ name: "n/1", inputs: 1, outputs: 2, kernel: 3, bias: false, random });
  const norm = batchNorm({ name: "n/norm", channels: 2 });
  const flatten: Layer = {
    name: "n/flat",
    variables: [],
    apply: (x) => x.reshape([-1, 4 * 6 * 2]),
  };
  const last = dense({ name: "n/2", inputs: 4 * 6 * 2, outputs: 3, random });
  const network = sequential({
    name: "n",
    inputShape: [4, 6, 1],
    outputShape: [3],
    steps: [conv, norm, leakyRelu, flatten, last, sigmoid],
  });
  return { conv, norm, last, network };
}

it("sends the batch through its steps in order, as pictures inside and flat outside", () => {
  const { conv, norm, last, network } = make();
  const x = seeded(2).normal([5, 24]);
  const context = { training: true };
  const picture = tf.leakyRelu(norm.apply(conv.apply(x.reshape([5, 4, 6, 1])), context), 0.2);
  const features = picture.reshape([5, 48]);
  const wanted = tf.sigmoid(last.apply(features));
  expect(network.apply(x, context).dataSync()).toEqual(wanted.dataSync());
  expect(network.features!(x, context).dataSync()).toEqual(features.dataSync());
});

it("collects variables in order, states and traits of its layers, and what its last step bounds", () => {
  const { conv, norm, last, network } = make();
  expect(network.variables).toEqual([...conv.variables, ...norm.variables, ...last.variables]);
  expect(network.states).toEqual(norm.states);
  expect(network.traits).toEqual({ mixesBatch: "batch norm", outputRange: [0, 1] });
  const ranges = [tanh, relu, leakyRelu].map(
    (step) => sequential({ name: "n", inputShape: [2], outputShape: [2], steps: [step] }).traits,
  );
  expect(ranges).toEqual([{ outputRange: [-1, 1] }, { outputRange: [0, Infinity] }, {}]);
});

it("says what its layers give and learn, as rows and as a table", () => {
  const { network } = make();
  expect(network.summary()).toEqual([
    { layer: "n/1", shape: [null, 4, 6, 2], parameters: 3 * 3 * 1 * 2 },
    { layer: "n/norm", shape: [null, 4, 6, 2], parameters: 2 + 2 },
    { layer: "n/flat", shape: [null, 48], parameters: 0 },
    { layer: "n/2", shape: [null, 3], parameters: 48 * 3 + 3 },
  ]);
  expect(summaryText(network).split("\n")).toEqual([
    "n       output shape    parameters",
    "n/1     (any, 4, 6, 2)          18",
    "n/norm  (any, 4, 6, 2)           4",
    "n/flat  (any, 48)                0",
    "n/2     (any, 3)               147",
    "sum                            169",
  ]);
});

it("gives an activation no context, where leaky ReLU would take it for its slope", () => {
  const leaky = sequential({ name: "n", inputShape: [1], outputShape: [1], steps: [leakyRelu] });
  const [low] = leaky.apply(tf.tensor2d([[-1]]), { training: true }).dataSync();
  expect(low).toBeCloseTo(-0.2, 6);
});

it("names itself when the input or a step's output does not fit, and refuses sizes below 1", () => {
  const { network } = make();
  expect(() => network.apply(tf.zeros([5, 4, 6, 1]))).toThrow(TypeError);
  expect(() => network.apply(tf.zeros([5, 4, 6, 1]))).toThrow("n input: wanted shape (any, 24)");
  const wrong = sequential({ name: "w", inputShape: [4], outputShape: [3], steps: [relu] });
  expect(() => wrong.apply(tf.zeros([2, 4]))).toThrow(
    "w output: wanted shape (2, 3), found (2, 4)",
  );
  const none = { name: "w", inputShape: [0], outputShape: [1], steps: [] };
  expect(() => sequential(none)).toThrow(RangeError);
});

it("a residual block adds its two ways", () => {
  const double = dense({ name: "double", inputs: 2, outputs: 2, random });
  double.variables[0].assign(tf.tensor2d([[2, 0], [0, 2]])); // prettier-ignore
  const x = tf.tensor2d([[3, -4]]);
  const same = residual({ name: "same", main: [relu, double] });
  expect([...same.apply(x).dataSync()]).toEqual([3 + 2 * 3, -4 + 0]);
  const both = residual({ name: "both", main: [relu], shortcut: [double, tanh] });
  const [first, second] = both.apply(x).dataSync();
  expect(first).toBeCloseTo(3 + Math.tanh(6), 6);
  expect(second).toBeCloseTo(Math.tanh(-8), 6);
  expect(both.variables).toEqual(double.variables);
});
