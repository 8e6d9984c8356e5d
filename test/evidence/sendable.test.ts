import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { digits8 } from "../../src/data/shipped";
import { runSeeds } from "../../src/evidence/run-seeds";
import { expectSendable } from "../../src/evidence/sendable";

it.each([
  [
    "a tensor",
    { x: [tf.ones([2])] },
    "inputs.x[0]: wanted numbers, texts",
    "a tensor of shape (2); give its numbers",
  ],
  [
    "a function",
    { f: () => 1 },
    "inputs.f: wanted numbers, texts",
    "the function f; make what it belongs to in the",
  ],
  ["a data set", { data: digits8() }, "inputs.data.sample: wanted", "the function sample; make"],
  ["a promise", Promise.resolve(1), "inputs: wanted", "a promise; wait for it with await"],
])("%s is not sent to another process", async (_, inputs, where, found) => {
  const running = runSeeds("x", [1], () => 1, { inputs: inputs as never, processes: 1 });
  await expect(running).rejects.toThrow(TypeError);
  await expect(running).rejects.toThrow(`runSeeds ${where}`);
  await expect(running).rejects.toThrow(`records of these, found ${found}`);
});

it("numbers, texts, arrays, typed arrays, records and what holds itself are sent", () => {
  const round: Record<string, unknown> = {
    a: 1,
    b: "x",
    c: [null, undefined, true],
    d: new Float32Array(3),
  };
  round.self = round;
  for (const value of [undefined, 3, round, new Map([[1, 2]]), new Date(0)]) {
    expect(() => {
      expectSendable(value, "x");
    }).not.toThrow();
  }
});
