import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { compile } from "../../../src/runtime/compile";

it("compiles before any other operation has started an engine", async () => {
  expect(tf.getBackend()).toBeUndefined();
  const step = await compile(({ x }) => ({ y: tf.mul(x, 2) }), { inputs: { x: [2] } });
  expect((await step.run({ x: Float32Array.of(1, 2) })).y).toEqual(Float32Array.of(2, 4));
  expect(tf.add(1, 2).dataSync()[0]).toBe(3);
});
