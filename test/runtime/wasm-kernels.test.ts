import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { installWasmKernels } from "../../src/runtime/wasm-kernels";
import { allKinds, type Kind } from "../bench/workloads";
import { Draw, kernelCases, type KernelCall } from "./compile/kernel-cases";

beforeAll(() => startEngine("wasm"));
afterEach(() => tf.setBackend("wasm"));

function call(kernel: string, { inputs, attrs = {} }: KernelCall): tf.Tensor[] {
  const made: tf.Tensor | tf.Tensor[] = tf
    .engine()
    .runKernel(kernel, inputs as never, attrs as never);
  return [made].flat();
}

function draw(kernel: string, round: number): KernelCall {
  return kernelCases[kernel](new Draw(seeded(round).stream(kernel)));
}

/** The kernels that this library fills in. */
const filled = [
  "Conv2D",
  "Conv2DBackpropFilter",
  "Conv2DBackpropInput",
  "FusedConv2D",
  "DepthwiseConv2dNative",
  "DepthwiseConv2dNativeBackpropFilter",
  "DepthwiseConv2dNativeBackpropInput",
  "UnsortedSegmentSum",
  "GatherV2",
  "Cast",
  "OneHot",
  "Einsum",
  "Select",
  "ClipByValue",
  "Log1p",
  "Sum",
  "AvgPoolGrad",
  "ResizeNearestNeighborGrad",
  "ResizeBilinearGrad",
];

describe("every kernel gives on wasm what it gives on cpu", () => {
  // These two find the largest number of a window among those above 0 only (tfjs-backend-wasm 4.22.0). The
  // gradients of this library give them such numbers (src/runtime/gradients/pooling.ts).
  const positive = new Set(["MaxPoolGrad", "MaxPoolWithArgmax"]);

  it.each(Object.keys(kernelCases))("%s", async (kernel) => {
    for (let round = 0; round < (filled.includes(kernel) ? 40 : 8); round++) {
      const { inputs, attrs } = draw(kernel, round);
      const own = { inputs, attrs: { ...attrs } };
      if (kernel === "Softmax") own.attrs = { dim: 1 }; // as tf.softmax calls it
      if (positive.has(kernel) && !Array.isArray(inputs)) {
        const name = kernel === "MaxPoolGrad" ? "input" : "x";
        own.inputs = { ...inputs, [name]: tf.add(tf.abs(inputs[name]), 1) };
      }
      await tf.setBackend("cpu");
      const wanted = call(kernel, own).map((tensor) => [tensor.dataSync(), tensor] as const);
      await tf.setBackend("wasm");
      const found = call(kernel, own);
      expect(found.length).toBe(wanted.length);
      wanted.forEach(([values, { shape, dtype }], i) => {
        // of this one the cpu engine mixes up height and width in the shape, not in the numbers
        if (kernel !== "ResizeBilinearGrad") expect(found[i].shape).toEqual(shape);
        expect(found[i].dtype).toBe(dtype);
        expectClose(found[i].dataSync(), values, `${kernel} ${round} ${JSON.stringify(attrs)}`);
      });
    }
  });
});

function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>, what: string) {
  expect(found.length, what).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    if (Object.is(found[i], wanted[i]) || found[i] === wanted[i]) continue;
    const error = Math.abs(found[i] - wanted[i]) / (1 + Math.abs(wanted[i]));
    expect(error, `${what}[${i}]: found ${found[i]}, wanted ${wanted[i]}`).toBeLessThan(2e-5);
  }
}

/** Σ a b, in float64, and Σ |a b|, by which its rounding is measured. */
function dot(a: tf.Tensor, b: tf.Tensor): { sum: number; size: number } {
  expect(a.shape).toEqual(b.shape);
  const [left, right] = [a.dataSync(), b.dataSync()];
  const products = Array.from(left, (value, i) => value * right[i]);
  return {
    sum: products.reduce((sum, value) => sum + value, 0),
    size: products.reduce((sum, value) => sum + Math.abs(value), 0),
  };
}

function expectSame(a: ReturnType<typeof dot>, b: ReturnType<typeof dot>, what: string) {
  expect(Math.abs(a.sum - b.sum), what).toBeLessThan(2e-5 * (1 + a.size));
}

describe("gradients are the exact adjoints: Σ (A x) dy = Σ x (Aᵀ dy)", () => {
  it.each([
    ["AvgPool", "input"],
    ["ResizeNearestNeighbor", "images"],
    ["ResizeBilinear", "images"],
  ])("%s", (kernel, name) => {
    for (let round = 0; round < 60; round++) {
      const { inputs, attrs } = draw(kernel, round);
      const x = Object.values(inputs)[0];
      const [y] = call(kernel, { inputs, ...(attrs && { attrs }) });
      const dy = seeded(round).stream("dy").normal(y.shape);
      const [dx] = call(`${kernel}Grad`, { inputs: { [name]: x, dy }, ...(attrs && { attrs }) });
      expectSame(dot(y, dy), dot(x, dx), `${kernel} ${round} ${JSON.stringify(attrs)}`);
    }
  });

  // dilated ones too, of which the cpu engine has no gradients
  it.each([
    ["Conv2D", "Conv2DBackprop"],
    ["DepthwiseConv2dNative", "DepthwiseConv2dNativeBackprop"],
  ])("%s", (kernel, gradient) => {
    for (let round = 0; round < 60; round++) {
      const { inputs, attrs } = draw(kernel, round);
      const { x, filter } = inputs as Record<string, tf.Tensor>;
      const [y] = call(kernel, { inputs, ...(attrs && { attrs }) });
      const dy = seeded(round).stream("dy").normal(y.shape);
      const [dx] = call(`${gradient}Input`, {
        inputs: { dy, filter },
        attrs: { ...attrs, inputShape: x.shape },
      });
      const [df] = call(`${gradient}Filter`, {
        inputs: { x, dy },
        attrs: { ...attrs, filterShape: filter.shape },
      });
      const what = `${kernel} ${round} ${JSON.stringify(attrs)}`;
      expectSame(dot(y, dy), dot(x, dx), what);
      expectSame(dot(y, dy), dot(filter, df), what);
    }
  });
});

describe("memory", () => {
  const ids = () => tf.backend().numDataIds();

  it.each(filled)("%s leaves nothing behind", (kernel) => {
    for (let round = 0; round < 8; round++) {
      const given = draw(kernel, round);
      const before = [ids(), tf.memory().numTensors, tf.memory().numBytes];
      tf.dispose(call(kernel, given));
      expect([ids(), tf.memory().numTensors, tf.memory().numBytes]).toEqual(before);
      tf.dispose(given.inputs);
    }
  });

  it("nor does a call that is refused", () => {
    const [x, indices] = [tf.ones([2, 3]), tf.tensor2d([[0], [7]], [2, 1], "int32")];
    const before = ids();
    expect(() => tf.gather(x, indices, 1, 1)).toThrow(RangeError);
    expect(ids()).toBe(before);
  });
});

describe("what the wasm engine has wrong when it comes", () => {
  it("a cast to bool is 0 or 1", () => {
    const x = tf.tensor([0, 0.5, 2, 256, -1, NaN]);
    expect(Array.from(tf.cast(x, "bool").dataSync())).toEqual([0, 1, 1, 1, 1, 1]);
  });

  it("soft one-hot labels are float32", () => {
    const labels = tf.oneHot(tf.tensor1d([1, 0, 5], "int32"), 2, 0.75, 0.25, "float32");
    expect(labels.arraySync()).toEqual([[0.25, 0.75], [0.75, 0.25], [0.25, 0.25]]); // prettier-ignore
  });

  it("a lookup in two tables", () => {
    const tables = tf.tensor3d([[[1], [2]], [[3], [4]]]); // prettier-ignore
    const indices = tf.tensor2d([[1], [0]], [2, 1], "int32");
    expect(tf.gather(tables, indices, 1, 1).arraySync()).toEqual([[[2]], [[3]]]);
  });

  it("a choice between bools", () => {
    const condition = tf.tensor1d([1, 0, 1, 0], "bool");
    const [yes, no] = [tf.ones([4], "bool"), tf.zeros([4], "bool")];
    expect(Array.from(tf.where(condition, yes, no).dataSync())).toEqual([1, 0, 1, 0]);
  });

  it("whole numbers clipped", () => {
    const x = tf.tensor1d([-3, 2, 300], "int32");
    expect(Array.from(tf.clipByValue(x, -1, 5).dataSync())).toEqual([-1, 2, 5]);
  });

  it("log(1 + x) of a small x", () => {
    expect(tf.log1p(1e-6).dataSync()[0] / Math.log1p(1e-6)).toBeCloseTo(1, 6);
  });

  it("whole numbers divided, and by 0", () => {
    const a = tf.tensor1d([16777217, 2147483647, -7, 5], "int32");
    const b = tf.tensor2d([[1], [10], [0]], [3, 1], "int32");
    expect(Array.from(tf.floorDiv(a, b).dataSync())).toEqual([
      ...[16777217, 2147483647, -7, 5],
      ...[1677721, 214748364, -1, 0],
      ...[0, 0, 0, 0],
    ]);
    expect(Array.from(tf.mod(a, b).dataSync())).toEqual([0, 0, 0, 0, 7, 7, 3, 5, 0, 0, 0, 0]);
  });

  it("slopes of a leaky ReLU of any shape that broadcasts", () => {
    const sloped = (values: tf.Tensor, slopes: tf.Tensor) => tf.prelu(values, slopes).arraySync();
    const x: tf.Tensor = tf.tensor2d([[-1, -2, 3], [-4, NaN, -6]]); // prettier-ignore
    const rows = tf.tensor2d([[0.5], [2]]);
    expect(sloped(x, rows)).toEqual([[-0.5, -1, 3], [-8, NaN, -12]]); // prettier-ignore
    expect(sloped(x, tf.tensor1d([1, 2, 3]))).toEqual([[-1, -4, 3], [-4, NaN, -18]]); // prettier-ignore
    expect(sloped(x, tf.tensor1d([1, 2, 3], "int32"))).toEqual([
      [-1, -4, 3],
      [-4, NaN, -18],
    ]);
    expect(sloped(tf.tensor1d([-1, -2]), tf.tensor2d([[1, 2], [3, 4]]))).toEqual([[-1, -4], [-3, -8]]); // prettier-ignore
    expect(sloped(tf.scalar(-1), tf.tensor1d([1, 2]))).toEqual([-1, -2]);
  });

  it("NaN cut off at 6", () => {
    expect(Array.from(tf.relu6(tf.tensor1d([NaN, -1, 3, 9])).dataSync())).toEqual([NaN, 0, 3, 6]);
  });

  it("whole numbers and bools asked whether they are finite, and bools to float32", () => {
    const [whole, truths] = [tf.tensor1d([-3, 0, 2139095040], "int32"), tf.tensor1d([true, false])];
    for (const x of [whole, truths]) {
      const answers = [tf.isNaN(x), tf.isInf(x), tf.isFinite(x)].map((y) =>
        Array.from(y.dataSync()),
      );
      expect(answers).toEqual(
        [0, 0, 1].map((answer) => Array.from({ length: x.size }, () => answer)),
      );
    }
    expect(tf.exp(truths).dataSync()[0]).toBeCloseTo(Math.E, 5);
    expect(tf.leakyRelu(truths).arraySync()).toEqual([1, 0]);
  });

  it("powers of whole numbers below 1", () => {
    const powers = tf.pow(tf.tensor1d([3, 1, 2, 0], "int32"), tf.tensor1d([-1, -2, 5, 0], "int32"));
    expect(powers.dtype).toBe("int32");
    expect(powers.arraySync()).toEqual([0, 1, 32, 1]);
  });

  it.each(["int32", "bool"] as const)("every second place of %s", (dtype) => {
    const x = tf.tensor2d([[1, 0, 1], [0, 1, 1]], [2, 3], dtype); // prettier-ignore
    const part = tf.stridedSlice(x, [0, 2], [2, 0], [1, -1]);
    expect(part.dtype).toBe(dtype);
    expect(part.arraySync()).toEqual([[1, 0], [1, 1]]); // prettier-ignore
  });

  it("whole numbers stretched", () => {
    const x = tf.tensor4d([-2, 16777216], [1, 1, 2, 1], "int32");
    const stretched = tf.image.resizeNearestNeighbor(x, [1, 4]);
    expect(stretched.dtype).toBe("int32");
    expect(Array.from(stretched.dataSync())).toEqual([-2, -2, 16777216, 16777216]);
  });

  it("a choice between numbers of two types", () => {
    const chosen = tf.where([true, false], tf.tensor1d([1, 2], "int32"), tf.tensor1d([0.5, 1.5]));
    expect([chosen.dtype, ...chosen.dataSync()]).toEqual(["float32", 1, 1.5]);
  });

  it("running sums along an axis counted from the end, and of bools", () => {
    const x = tf.tensor2d([[1, 0, 1], [1, 1, 0]], [2, 3], "bool"); // prettier-ignore
    expect(tf.cumsum(x, -1).arraySync()).toEqual([[1, 1, 2], [1, 2, 2]]); // prettier-ignore
    expect(tf.cumsum(tf.cast(x, "float32"), -1).arraySync()).toEqual([[1, 1, 2], [1, 2, 2]]); // prettier-ignore
  });

  it("bools turned around", () => {
    const x = tf.tensor1d([1, 0, 0, 1, 1], "bool");
    expect(Array.from(tf.reverse(x).dataSync())).toEqual([1, 1, 0, 0, 1]);
  });

  it("a lookup of what is not there", () => {
    for (const index of [-1, 2]) {
      const at = tf.tensor1d([0, index], "int32");
      expect(() => tf.gather(tf.tensor1d([1, 2]), at)).toThrow(
        `gather indices: found ${index}, wanted whole numbers from 0 to 1`,
      );
    }
  });

  it("the sum of nothing", () => {
    tf.dispose(tf.fill([3], 7)); // leaves a 7 where the sum may come to lie
    expect(Array.from(tf.sum(tf.zeros([0, 3]), 0).dataSync())).toEqual([0, 0, 0]);
  });

  it("'same' windows where the stride leaves a row over", () => {
    // one window of two rows on three rows: it begins at the first
    const x = tf.tensor4d([1, 10, 100], [1, 3, 1, 1]);
    const y = tf.conv2d(x, tf.ones<tf.Rank.R4>([2, 1, 1, 1]), [3, 1], "same");
    expect(Array.from(y.dataSync())).toEqual([11]);
  });
});

it("says what it can not do", () => {
  const x = tf.ones([2, 3]);
  const inputs = { x, segmentIds: tf.tensor1d([0], "int32") };
  expect(() => call("UnsortedSegmentSum", { inputs, attrs: { numSegments: 1 } })).toThrow(
    /found shape \[1\], wanted \[2\]/,
  );
  const attrs = { strides: 1, pad: "valid", dataFormat: "NCHW", filterShape: [1, 1, 1, 1] };
  const pictures = { x: tf.ones([1, 1, 2, 2]), dy: tf.ones([1, 1, 2, 2]) };
  expect(() => call("Conv2DBackpropFilter", { inputs: pictures, attrs })).toThrow(/found "NCHW"/);
});

it("can be installed twice", () => {
  const before = tf.getKernel("Conv2D", "wasm");
  installWasmKernels();
  expect(tf.getKernel("Conv2D", "wasm")).toBe(before);
});

/** The losses of two steps. */
function losses(kind: Kind): number[] {
  const random = seeded(1);
  const workload = kind.make(random, kind.tiny);
  const batch = workload.batch(random.stream("data"));
  return [1, 2].flatMap(() => Object.values(workload.fn(batch)).map((loss) => loss.dataSync()[0]));
}

it.each(allKinds)("trains $kind as the cpu engine does", async (kind) => {
  const found = losses(kind);
  await tf.setBackend("cpu");
  losses(kind).forEach((wanted, i) => {
    expect(Math.abs(found[i] - wanted)).toBeLessThan(1e-3 * (1 + Math.abs(wanted)));
  });
});
