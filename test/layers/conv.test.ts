import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { conv2d, convTranspose2d } from "../../src/layers/conv";
import { heNormal } from "../../src/layers/init";
import { avgPool2d, downsample, upsample, upsampleConv2d } from "../../src/layers/resample";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const random = () => seeded(1);
const square = (values: number[], size: number) => tf.tensor4d(values, [1, size, size, 1]);
const one = { inputs: 1, outputs: 1 };

it("conv2d adds up the window times the filter, and the bias", () => {
  const init = () => tf.tensor4d([1, 2, 3, 4], [2, 2, 1, 1]);
  const layer = conv2d({ name: "c", ...one, kernel: 2, padding: "valid", init, random: random() });
  layer.variables[1].assign(tf.tensor1d([100]));
  const y = layer.apply(square([1, 0, 0, 0, 1, 0, 0, 0, 2], 3));
  // windows 1 0 / 0 1, 0 0 / 1 0, 0 1 / 0 0, 1 0 / 0 2
  expect([...y.dataSync()]).toEqual([100 + 1 + 4, 100 + 3, 100 + 2, 100 + 1 + 8]);
});

it("conv2d of stride 2 rounds an odd size up", () => {
  const layer = conv2d({ name: "c", ...one, kernel: 3, stride: 2, random: random() });
  expect(layer.apply(tf.zeros([2, 7, 5, 1])).shape).toEqual([2, 4, 3, 1]);
});

it("convTranspose2d puts the filter at every pixel", () => {
  const init = () => tf.tensor4d([1, 2, 3, 4], [2, 2, 1, 1]);
  const layer = convTranspose2d({
    name: "c",
    ...one,
    kernel: 2,
    stride: 2,
    init,
    random: random(),
  });
  const y = layer.apply(square([1, 0, 0, 10], 2));
  expect(tf.reshape(y, [4, 4]).arraySync()).toEqual([
    [1, 2, 0, 0],
    [3, 4, 0, 0],
    [0, 0, 10, 20],
    [0, 0, 30, 40],
  ]);
});

it("convTranspose2d is the transpose: ⟨conv x, y⟩ = ⟨x, convTranspose y⟩", () => {
  const sizes = { kernel: 4, stride: 2, bias: false, random: random() };
  const down = conv2d({ name: "down", inputs: 3, outputs: 2, ...sizes });
  const up = convTranspose2d({ name: "up", inputs: 2, outputs: 3, ...sizes });
  up.variables[0].assign(down.variables[0]);
  const [x, y] = [seeded(2).normal([1, 8, 8, 3]), seeded(3).normal([1, 4, 4, 2])];
  const inner = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(a, b)).dataSync()[0];
  expect(inner(down.apply(x), y)).toBeCloseTo(inner(x, up.apply(y)), 4);
});

it.each([2, 4])(
  "convTranspose2d with He's weights gives numbers of size 1 / %s, its stride",
  (stride) => {
    const layer = convTranspose2d({
      name: "c",
      inputs: 40,
      outputs: 40,
      kernel: 2 * stride,
      stride,
      bias: false,
      init: heNormal,
      random: random(),
    });
    const x = tf.mul(tf.relu(seeded(2).normal([4, 8, 8, 40])), Math.SQRT2); // of size 1, as after ReLU
    const inside = layer.apply(x).slice([0, stride, stride], [4, 6 * stride, 6 * stride]);
    const size = Math.sqrt(tf.mean(tf.square(inside)).dataSync()[0]);
    expect((size * stride) / Math.SQRT2).toBeCloseTo(1, 1);
  },
);

it("asks the initialiser for inputs and outputs in their order", () => {
  const shapes: number[][] = [];
  const init = (stream: ReturnType<typeof random>, shape: readonly number[]) => {
    shapes.push([...shape]);
    return heNormal(stream, shape);
  };
  const shared = { inputs: 16, outputs: 4, kernel: 3, init, random: random() };
  const [plain, transposed] = [
    conv2d({ name: "a", ...shared }),
    convTranspose2d({ name: "b", ...shared }),
  ];
  expect(shapes).toEqual([
    [3, 3, 16, 4],
    [3, 3, 16, 4],
  ]);
  expect(plain.variables[0].shape).toEqual([3, 3, 16, 4]);
  expect(transposed.variables[0].shape).toEqual([3, 3, 4, 16]);
  const variance = tf.mean(tf.square(transposed.variables[0])).dataSync()[0];
  expect(Math.abs(variance / (2 / (9 * 16)) - 1)).toBeLessThan(5 * Math.sqrt(2 / 576));
});

it("upsample repeats pixels, and downsample takes them back", () => {
  const x = seeded(1).normal([2, 3, 4, 2]);
  const large = upsample(x, 3);
  expect(large.shape).toEqual([2, 9, 12, 2]);
  expect(downsample(large, 3).sub(x).abs().max().dataSync()[0]).toBeLessThan(1e-6);
  expect(avgPool2d({ name: "pool", factor: 3 }).apply(large).shape).toEqual([2, 3, 4, 2]);
});

it.each([1, 2, 3])("upsampleConv2d by %s is the convolution of the larger picture", (factor) => {
  const shared = { name: "c", inputs: 2, outputs: 3, kernel: 3, random: random() };
  const [layer, conv] = [upsampleConv2d({ ...shared, factor }), conv2d(shared)];
  const x = seeded(2).normal([2, 4, 4, 2]);
  expect(layer.apply(x).arraySync()).toEqual(conv.apply(upsample(x, factor)).arraySync());
});

it("trains a filter on the wasm engine", () => {
  const teacher = conv2d({ name: "teacher", inputs: 2, outputs: 1, kernel: 3, random: seeded(5) });
  const pupil = conv2d({ name: "pupil", inputs: 2, outputs: 1, kernel: 3, random: seeded(6) });
  const x = seeded(7).normal([8, 6, 6, 2]);
  const target = teacher.apply(x);
  const optimizer = tf.train.adam(0.05);
  const loss = () => tf.mean<tf.Scalar>(tf.square(tf.sub(pupil.apply(x), target)));
  for (let step = 0; step < 100; step++) optimizer.minimize(loss, false, [...pupil.variables]);
  const difference = tf.sub(pupil.variables[0], teacher.variables[0]);
  expect(difference.abs().max().dataSync()[0]).toBeLessThan(0.01);
});

it("refuses sizes below 1, and pictures of other shapes", () => {
  const shared = { ...one, random: random() };
  expect(() => conv2d({ name: "c", ...shared, kernel: 0 })).toThrow(
    new RangeError("c kernel: wanted a whole number at least 1, found 0"),
  );
  expect(() => convTranspose2d({ name: "c", ...shared, kernel: 3, stride: 1.5 })).toThrow(
    RangeError,
  );
  expect(() => upsampleConv2d({ name: "c", ...shared, kernel: 3, factor: 0 })).toThrow(RangeError);
  expect(() => avgPool2d({ name: "p", factor: 0 })).toThrow(RangeError);
  expect(() => upsample(tf.zeros([2, 3]))).toThrow(TypeError);
  expect(() => downsample(tf.zeros([1, 5, 4, 1]))).toThrow(
    new TypeError(
      "downsample x: wanted height and width that are multiples of 2, found (1, 5, 4, 1)",
    ),
  );
});
