import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { leastSquares } from "../../src/losses";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

describe("leastSquares", () => {
  const column = (...scores: number[]) => tf.tensor2d(scores, [scores.length, 1]);

  it("wants 1 of real examples and 0 of fakes, in this order", () => {
    const { real, fake } = leastSquares.discriminator(column(1, 1), column(0, 0));
    expect([real.dataSync()[0], fake.dataSync()[0]]).toEqual([0, 0]);
    const swapped = leastSquares.discriminator(column(0, 0), column(1, 1));
    expect([swapped.real.dataSync()[0], swapped.fake.dataSync()[0]]).toEqual([0.5, 0.5]);
  });

  it("pulls a fake the harder, the further its score is from 1, and back from above", () => {
    const gradient = tf.grad((s) => leastSquares.generator(s))(column(-9, 0, 1, 3));
    expect([...gradient.dataSync()]).toEqual([-10 / 4, -1 / 4, 0, 2 / 4]); // (s - 1) / 4
  });
});
