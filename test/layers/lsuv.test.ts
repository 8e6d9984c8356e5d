import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { selu, tanh } from "../../src/layers/activations";
import { conv2d } from "../../src/layers/conv";
import { dense } from "../../src/layers/dense";
import { badInit, normalInit, orthogonal } from "../../src/layers/init";
import { lsuv } from "../../src/layers/lsuv";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

it.each(["too large", "too small"] as const)("mends a start that is %s, layer by layer", (kind) => {
  const layers = [0, 1, 2, 3].map((i) =>
    dense({ name: `l${i}`, inputs: 30, outputs: 30, init: badInit(kind), random: seeded(1) }),
  );
  const stages = layers.flatMap((layer) => [layer, tanh]);
  const batch = seeded(2).normal([200, 30]);
  const rows = lsuv(stages, batch, { tolerance: 0.01 });
  expect(rows.map(({ layer }) => layer)).toEqual(["l0", "l1", "l2", "l3"]);
  let signal: tf.Tensor = batch;
  layers.forEach((layer, i) => {
    const y = layer.apply(signal);
    expect(tf.moments(y).variance.dataSync()[0]).toBeCloseTo(rows[i].after, 4);
    expect(Math.abs(rows[i].after - 1)).toBeLessThanOrEqual(0.01);
    signal = tanh(y);
  });
  const off = rows.map(({ before }) => (kind === "too large" ? before > 5 : before < 0.05));
  expect(off).toEqual([true, true, true, true]);
});

it("rescales convolutions, leaves layers without variables alone, and leaks nothing", () => {
  const shared = { kernel: 3, init: orthogonal(), random: seeded(1) };
  const stages = [
    conv2d({ name: "a", inputs: 1, outputs: 4, ...shared }),
    selu,
    { name: "still", variables: [], apply: (x: tf.Tensor) => x },
    conv2d({ name: "b", inputs: 4, outputs: 4, ...shared }),
  ];
  const batch = seeded(2).normal([20, 6, 6, 1]);
  const before = tf.memory().numTensors;
  const rows = lsuv(stages, batch);
  expect(tf.memory().numTensors).toBe(before);
  expect(rows.map(({ layer, after }) => [layer, Math.abs(after - 1) <= 0.1])).toEqual([
    ["a", true],
    ["b", true],
  ]);
});

it("refuses outputs without variance and numbers out of range", () => {
  const layer = dense({ name: "d", inputs: 2, outputs: 2, init: normalInit(1), random: seeded(1) });
  expect(() => lsuv([layer], tf.zeros([5, 2]))).toThrow(
    new RangeError("lsuv variance of the outputs of d: wanted a number above 0, found 0"),
  );
  expect(() => lsuv([layer], tf.ones([5, 2]), { tolerance: 0 })).toThrow(RangeError);
  expect(() => lsuv([layer], tf.ones([5, 2]), { rounds: 0 })).toThrow(RangeError);
});
