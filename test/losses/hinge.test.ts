import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { hinge } from "../../src/losses";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

describe("hinge", () => {
  const column = (...scores: number[]) => tf.tensor2d(scores, [scores.length, 1]);

  it("counts what is missing to the margin", () => {
    const { real, fake } = hinge.discriminator(column(2, 0.5, -1), column(-4, 0.5));
    expect(real.dataSync()[0]).toBeCloseTo((0 + 0.5 + 2) / 3, 6);
    expect(fake.dataSync()[0]).toBeCloseTo((0 + 1.5) / 2, 6);
  });

  it("no longer moves the discriminator by what is beyond the margin", () => {
    const [byReal, byFake] = tf.grads((real, fake) => {
      const parts = hinge.discriminator(real, fake);
      return tf.add(parts.real, parts.fake);
    })([column(1.5, 0.5), column(-1.5, -0.5)]);
    expect([...byReal.dataSync()].map((g) => g + 0)).toEqual([0, -0.5]);
    expect([...byFake.dataSync()].map((g) => g + 0)).toEqual([0, 0.5]);
  });

  it("pulls every fake up with the same force, sure or not", () => {
    const gradient = tf.grad((s) => hinge.generator(s))(column(-9, 9));
    expect([...gradient.dataSync()]).toEqual([-0.5, -0.5]);
  });
});
