import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { relativisticAverage } from "../../src/losses";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

describe("relativisticAverage", () => {
  const column = (...scores: number[]) => tf.tensor2d(scores, [scores.length, 1]);
  const softplus = (s: number) => Math.log1p(Math.exp(s));
  const values = (real: number[], fake: number[]) => {
    const parts = relativisticAverage.discriminator(column(...real), column(...fake));
    return [parts.real.dataSync()[0], parts.fake.dataSync()[0]];
  };

  it("compares each example with the mean of the other side", () => {
    const [real, fake] = values([3, 1], [0, 1]); // means 2 and .5
    expect(real).toBeCloseTo((softplus(-2.5) + softplus(-0.5)) / 2, 6); // 3 - .5 and 1 - .5
    expect(fake).toBeCloseTo((softplus(-2) + softplus(-1)) / 2, 6); // 0 - 2 and 1 - 2
  });

  it("does not change when all scores rise by one number", () => {
    const [before, after] = [values([3, 1], [0, 1]), values([13, 11], [10, 11])];
    before.forEach((value, i) => {
      expect(after[i]).toBeCloseTo(value, 5);
    });
  });

  it("gives the generator the discriminator's loss with the sides changed over", () => {
    const [first, second] = values([0, 1], [3, 1]);
    const loss = relativisticAverage.generator(column(0, 1), column(3, 1)).dataSync()[0];
    expect(loss).toBeCloseTo(first + second, 6);
    const swapped = relativisticAverage.generator(column(3, 1), column(0, 1)).dataSync()[0];
    expect(swapped).toBeLessThan(loss);
  });

  it("moves the scores of real examples down, for the generator", () => {
    const gradient = tf.grad((r) => relativisticAverage.generator(column(0, 1), r))(column(3, 1));
    expect([...gradient.dataSync()].every((g) => g > 0)).toBe(true);
  });

  it("says what is missing", () => {
    const act = () => relativisticAverage.generator(column(1));
    expect(act).toThrow(TypeError);
    expect(act).toThrow(/wanted fakeScores and realScores, found fakeScores only/);
  });
});
