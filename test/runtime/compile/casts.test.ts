import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { compile, UntraceableError } from "../../../src/runtime/compile";
import { startEngine } from "../../../src/runtime/engine";

// Values that can be checked by hand; type-rows.ts has every kernel with every type.

beforeAll(() => startEngine("cpu"));

type Tensors = Record<string, tf.Tensor>;
const whole = (...values: number[]) => tf.tensor1d(values, "int32");

/** The numbers and types that a step gives. */
async function run(
  fn: (inputs: Tensors) => tf.Tensor,
  inputs: Tensors = {},
): Promise<{ values: number[]; dtype: string }> {
  const shapes = Object.entries(inputs).map(([name, { shape, dtype }]) => [
    name,
    { shape, dtype: dtype as "float32" },
  ]);
  let dtype = "";
  const step = await compile(
    (given) => {
      const out = fn(given);
      ({ dtype } = out);
      return { out: tf.reshape(out, [out.size]) };
    },
    { inputs: Object.fromEntries(shapes) as Record<string, { shape: number[]; dtype: "float32" }> },
  );
  const { out } = await step.run(inputs);
  await step.dispose();
  return { values: Array.from(out as unknown as Float32Array), dtype };
}

describe("a constant", () => {
  const cases: [what: string, fn: () => tf.Tensor, wanted: number[], dtype: string][] = [
    ["1.7 is 1 as int32", () => tf.cast(tf.scalar(1.7), "int32").cast("float32"), [1], "float32"],
    ["-1.7 is -1 as int32", () => tf.cast(tf.scalar(-1.7), "int32"), [-1], "int32"],
    ["2³¹ goes round to -2³¹", () => tf.cast(tf.scalar(2 ** 31), "int32"), [-(2 ** 31)], "int32"],
    ["NaN is 0 as int32", () => tf.cast(tf.scalar(NaN), "int32"), [0], "int32"],
    ["NaN is true", () => tf.cast(tf.scalar(NaN), "bool"), [1], "bool"],
    ["four of 3 are four", () => tf.sum(tf.cast(tf.fill([4], 3), "bool")), [4], "int32"],
    [
      "four of 3 are true on average",
      () => tf.mean(tf.cast(tf.fill([4], 3), "bool")),
      [1],
      "float32",
    ],
    ["1.7 filled as int32 is 1", () => tf.sum(tf.fill([3], 1.7, "int32")), [3], "int32"],
    ["2²⁴ + 1 stays", () => tf.max(tf.fill([3], 16777217, "int32")), [16777217], "int32"],
    ["7 // 2", () => tf.div(tf.scalar(7, "int32"), tf.scalar(2, "int32")), [3], "int32"],
    ["2·10⁹ · 3 modulo 2³²", () => tf.mul(tf.scalar(2e9, "int32"), tf.scalar(3, "int32")), [1705032704], "int32"], // prettier-ignore
    ["a chain", () => tf.mul(tf.fill([2], 2.9, "int32"), tf.cast(tf.fill([2], 0.4), "bool").cast("int32")), [2, 2], "int32"], // prettier-ignore
    ["a descending range", () => tf.range(3, 0), [3, 2, 1], "float32"],
  ];
  it.each(cases)("%s", async (_, fn, wanted, dtype) => {
    expect(await run(fn)).toEqual({ values: wanted, dtype });
  });
});

describe("an input", () => {
  const x = tf.tensor1d([-1.7, -0.3, 0, 0.2, 1.5]);
  const i = whole(-3, 1, 2, 5);
  const large = whole(16777217, 2147483647, -2147483647);
  const step: [
    what: string,
    fn: (inputs: Tensors) => tf.Tensor,
    wanted: number[],
    dtype: string,
  ][] = [
    ["float, int, bool, float", ({ x }) => x.cast("int32").cast("bool").cast("float32"), [1, 0, 0, 0, 1], "float32"], // prettier-ignore
    ["the mean of int32", ({ i }) => tf.mean(tf.reshape(i, [2, 2]), 1), [-1, 3.5], "float32"],
    ["the mean over an axis of one", ({ i }) => tf.mean(tf.reshape(i, [4, 1]), 1), [-3, 1, 2, 5], "float32"], // prettier-ignore
    ["the mean of bools", ({ x }) => tf.mean(tf.greater(x, 0)), [Math.fround(0.4)], "float32"],
    ["clipped int32", ({ i }) => tf.clipByValue(i, 0, 3), [0, 1, 2, 3], "int32"],
    ["where of bools", ({ x }) => tf.where(tf.greater(x, 0), tf.less(x, 1), tf.less(x, -1)), [1, 0, 0, 1, 0], "bool"], // prettier-ignore
    ["a product of int32", ({ i }) => tf.matMul(tf.reshape(i, [2, 2]), tf.reshape(i, [2, 2])), [11, 2, 4, 27], "int32"], // prettier-ignore
    ["int32 and float32 joined", ({ x, i }) => tf.concat([i, x]), [-3, 1, 2, 5, -1, 0, 0, 0, 1], "int32"], // prettier-ignore
    ["large int32 divided", ({ large }) => tf.floorDiv(large, tf.scalar(1, "int32")), [16777217, 2147483647, -2147483647], "int32"], // prettier-ignore
    [
      "large int32 modulo 10",
      ({ large }) => tf.mod(large, tf.scalar(10, "int32")),
      [7, 7, 3],
      "int32",
    ],
    ["int32 by zero", ({ i }) => tf.div(i, tf.scalar(0, "int32")), [0, 0, 0, 0], "int32"],
    // (2³¹ - 1)² = 2⁶² - 2³² + 1
    ["a square modulo 2³²", ({ large }) => tf.mul(large, large), [33554433, 1, 1], "int32"],
    ["a sum modulo 2³²", ({ large }) => tf.sum(tf.stack([large, large]), 0), [33554434, -2, 2], "int32"], // prettier-ignore
    ["a product modulo 2³²", ({ large }) => tf.prod(tf.stack([large, large, large]), 0), [50331649, 2147483647, -2147483647], "int32"], // prettier-ignore
    ["3 + 1 classes out of range", ({ i }) => tf.oneHot(i, 3, 1, 0, "bool"), [0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0], "bool"], // prettier-ignore
  ];
  it.each(step)("%s", async (_, fn, wanted, dtype) => {
    expect(await run(fn, { x, i, large })).toEqual({ values: wanted, dtype });
    expect(await run(() => fn({ x, i, large }))).toEqual({ values: wanted, dtype });
  });
});

// Vectors of the processor hold up to 16 numbers: NaN stands in each of their places once.
it.each([
  ["max", (x: tf.Tensor) => tf.max(x)],
  ["min", (x: tf.Tensor) => tf.min(x)],
  ["sign", (x: tf.Tensor) => tf.sign(x)],
  ["argMax", (x: tf.Tensor) => tf.argMax(x)],
  ["argMin", (x: tf.Tensor) => tf.argMin(x)],
  ["step", (x: tf.Tensor) => tf.step(x)],
  ["step 0.2", (x: tf.Tensor) => tf.step(x, 0.2)],
  ["step -1", (x: tf.Tensor) => tf.step(x, -1)],
  ["relu", (x: tf.Tensor) => tf.relu(x)],
  ["leakyRelu", (x: tf.Tensor) => tf.leakyRelu(x, 0.2)],
  ["clipByValue", (x: tf.Tensor) => tf.clipByValue(x, -1, 1)],
  ["maximum", (x: tf.Tensor) => tf.maximum(x, 0)],
  ["softmax", (x: tf.Tensor) => tf.softmax(x)],
])("%s has the eager engine's way with NaN, wherever it stands", async (_, fn) => {
  const compiled = await compile(({ x }) => ({ y: tf.reshape(fn(x), [-1]) }), {
    inputs: { x: [37] },
  });
  for (let at = 0; at < 37; at++) {
    const numbers = Float32Array.from({ length: 37 }, (_, i) => (i === at ? NaN : Math.sin(i)));
    const wanted = tf.reshape(fn(tf.tensor1d(numbers)), [-1]).dataSync<"float32">();
    const { y } = await compiled.run({ x: numbers });
    const found = y as unknown as Float32Array;
    wanted.forEach((value, i) => {
      if (Number.isNaN(value)) expect(found[i]).toBeNaN();
      else expect(found[i]).toBeCloseTo(value, 5);
    });
  }
  await compiled.dispose();
});

it("step of numbers that are almost nothing is 1 above zero", async () => {
  const x = tf.tensor1d([1e-40, -1e-40, 1e-45, 0]);
  for (const [alpha, rest] of [
    [0, 0],
    [0.5, 0.5],
    [2, 2],
    [-1, -1],
  ]) {
    // prettier-ignore
    const { values } = await run((given) => tf.step(given.x, alpha), { x });
    expect(values).toEqual([1, rest, 1, rest]);
  }
});

describe("gradients through casts", () => {
  // TensorFlow.js passes a gradient through a cast as it is
  const cases: [what: string, fn: (x: tf.Tensor) => tf.Tensor][] = [
    ["x times its whole part", (x) => tf.mul(x, x.cast("int32").cast("float32"))],
    ["x where it is not 0", (x) => tf.mul(x, x.cast("bool").cast("float32"))],
    ["the part after the point", (x) => tf.square(tf.sub(x, x.cast("int32").cast("float32")))],
    ["a mask", (x) => tf.mul(tf.square(x), tf.greater(x, 0).cast("float32"))],
    ["a mask that is a constant", (x) => tf.mul(tf.square(x), tf.cast(tf.fill([5], 0.4), "bool").cast("float32"))], // prettier-ignore
    ["where", (x) => tf.where(tf.greater(x, 0), tf.square(x), tf.mul(x, 3))],
    ["a lookup", (x) => tf.square(tf.gather(x, whole(4, 0, 4)))],
  ];
  it.each(cases)("%s", async (_, fn) => {
    const x = tf.tensor1d([-1.7, -0.3, 0, 0.2, 1.5]);
    const gradient = tf.grad((given: tf.Tensor) => tf.sum(fn(given)));
    const wanted = Array.from(gradient(x).dataSync());
    const { values, dtype } = await run((given) => gradient(given.x), { x });
    expect(dtype).toBe("float32");
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i], 5);
    });
  });
});

describe("an index that is not there", () => {
  const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
  it.each([[-1], [2]])("%i is refused by gather, as constant and as input", async (index) => {
    const at = whole(0, index);
    await expect(run((given) => tf.gather(given.x, at), { x })).rejects.toThrow(RangeError);
    const found = run((given) => tf.gather(given.x, given.at), { x, at });
    await expect(found).rejects.toThrow("an index that is not there");
    const batches = tf.stack([at, at]);
    const rows = run((given) => tf.gather(given.x, given.batches, 1, 1), { x, batches });
    await expect(rows).rejects.toThrow("an index that is not there");
    const deep = run((given) => tf.gatherND(given.x, tf.reshape(given.at, [2, 1])), { x, at });
    await expect(deep).rejects.toThrow(RangeError);
    const put = run((given) => tf.scatterND(tf.reshape(given.at, [2, 1]), given.x, [2, 2]), {
      x,
      at,
    });
    await expect(put).rejects.toThrow(RangeError);
  });

  it("is left out of a sum of segments", async () => {
    const at = whole(-1, 1);
    const { values } = await run((given) => tf.unsortedSegmentSum(given.x, given.at as tf.Tensor1D, 2), { x, at }); // prettier-ignore
    expect(values).toEqual([0, 0, 3, 4]);
  });
});

describe("what has no compiled form is refused by name, before ONNX sees it", () => {
  const b = tf.tensor1d([1, 0, 1], "bool");
  const x = tf.tensor1d([1, 2, 3]);
  const cases: [what: string, message: RegExp, fn: (inputs: Tensors) => tf.Tensor][] = [
    ["Add", /"Add" on bool cannot be compiled.*tf\.cast\(x, "int32"\)/, ({ b }) => tf.add(b, b)],
    [
      "FloorDiv",
      /"FloorDiv" on float32.*tf\.floor\(tf\.div\(a, b\)\)/,
      ({ x }) => tf.floorDiv(x, 2),
    ],
    ["Concat", /"Concat" of bool and numbers/, ({ b, x }) => tf.concat([b, x])],
    ["Softplus", /"Softplus" on int32.*tf\.cast\(x, "float32"\)/, () => tf.softplus(whole(1, 2))],
    ["Einsum", /"Einsum" on float32 and int32.*inputs of one type/, ({ x }) => tf.einsum("i,i->", x, whole(1, 2, 3))], // prettier-ignore
    ["Conv2D", /dataFormat NCHW/, ({ x }) => tf.conv2d(tf.reshape<tf.Rank.R4>(x, [1, 1, 1, 3]), tf.ones([1, 1, 1, 1]), 1, "same", "NCHW")], // prettier-ignore
    ["GatherV2", /axis 2 and 1 batch axes/, ({ x }) => tf.gather(tf.reshape(x, [1, 3, 1]), tf.zeros([1, 2], "int32"), 2, 1)], // prettier-ignore
  ];
  it.each(cases)("%s", async (what, message, fn) => {
    const error: unknown = await run(fn, { b, x }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(UntraceableError);
    expect((error as UntraceableError).what).toBe(what);
    expect((error as UntraceableError).message).toMatch(message);
  });
});

it("takes bools that are other numbers than 0 and 1 as true", async () => {
  const step = await compile(({ b }) => ({ n: tf.sum<tf.Scalar>(b) }), { inputs: { b: { shape: [3], dtype: "bool" } } }); // prettier-ignore
  expect((await step.run({ b: Uint8Array.of(2, 0, 255) })).n).toBe(2);
});

it.each([[[4], []], [[4], [3]], [[2, 3], [3, 2]]])("refuses to stack %j and %j", async (a, b) => {
  const refused = compile(({ x, y }) => ({ out: tf.stack([x, y]) }), { inputs: { x: a, y: b } });
  await expect(refused).rejects.toThrow(/stack: wanted tensors of one shape, found \(.*\) and \(.*\)/);
}); // prettier-ignore
