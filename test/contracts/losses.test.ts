import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { startEngine } from "../../src/runtime/engine";
import { losses } from "./tables";

beforeAll(() => startEngine("wasm"));

const column = (...scores: number[]) => tf.tensor2d(scores, [scores.length, 1]);
const number = (scalar: tf.Scalar) => scalar.dataSync()[0];

describe.each(losses)("$name", ({ loss, atZero, generator }) => {
  it("is as derived at zero scores: the discriminator's parts sum to log 4", () => {
    const { real, fake } = loss.discriminator(column(0, 0, 0), column(0, 0, 0));
    expect(number(real) + number(fake)).toBeCloseTo(atZero[0], 6);
    expect(number(loss.generator(column(0, 0, 0)))).toBeCloseTo(atZero[1], 6);
  });

  it.each([-30, -3, -0.5, 0.25, 2, 30])(
    "has the generator's loss of the definition at %s",
    (score) => {
      const found = number(loss.generator(column(score)));
      expect(Math.abs(found - generator(score))).toBeLessThan(
        2e-6 * (1 + Math.abs(generator(score))),
      );
    },
  );

  it("is a mean over the batch, of scalars", () => {
    const scores = column(-1, 0.5, 2);
    const mean = [-1, 0.5, 2].reduce((sum, score) => sum + generator(score), 0) / 3;
    expect(number(loss.generator(scores))).toBeCloseTo(mean, 6);
    const { real, fake } = loss.discriminator(scores, column(1, 2));
    expect([real.shape, fake.shape]).toEqual([[], []]);
  });

  it("falls for the discriminator when it is right: real up, fake down", () => {
    const right = loss.discriminator(column(2, 3), column(-2, -3));
    const wrong = loss.discriminator(column(-2, -3), column(2, 3));
    expect(number(right.real)).toBeLessThan(number(wrong.real));
    expect(number(right.fake)).toBeLessThan(number(wrong.fake));
  });

  it("falls for the generator when the scores of fakes rise", () => {
    expect(number(loss.generator(column(1)))).toBeLessThan(number(loss.generator(column(-1))));
  });

  it("and its gradient are finite at scores of ±10,000", () => {
    const scores = column(-1e4, -100, 100, 1e4);
    const values = [
      loss.generator(scores),
      tf.grad((s) => loss.generator(s))(scores),
      loss.discriminator(scores, scores).real,
      loss.discriminator(scores, scores).fake,
      ...tf.grads((r, f) => {
        const { real, fake } = loss.discriminator(r, f);
        return tf.add(real, fake);
      })([scores, tf.clone(scores)]),
    ].flatMap((tensor) => [...tensor.dataSync()]);
    expect(values.filter((value) => !Number.isFinite(value))).toEqual([]);
  });

  it("has the gradient that central differences give", () => {
    const gradient = tf
      .grad((s) => loss.generator(s))(column(-2, -0.3, 0.4, 1.7))
      .dataSync();
    [-2, -0.3, 0.4, 1.7].forEach((score, i) => {
      const h = 1e-5;
      const wanted = (generator(score + h) - generator(score - h)) / (2 * h) / 4;
      expect(gradient[i]).toBeCloseTo(wanted, 5);
    });
  });

  it("leaks nothing inside tidy", () => {
    const scores = column(1, 2);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      loss.generator(scores);
      loss.discriminator(scores, scores);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
