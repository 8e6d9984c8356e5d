import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { hinge, minimax, nonSaturating, withLabels, type LabelOptions } from "../../src/losses";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const column = (...scores: number[]) => tf.tensor2d(scores, [scores.length, 1]);
const partsOf = (options: LabelOptions, real: number, fake: number) => {
  const parts = withLabels(nonSaturating, options).discriminator(column(real), column(fake));
  return { real: parts.real.dataSync()[0], fake: parts.fake.dataSync()[0] };
};
const logit = (p: number) => Math.log(p / (1 - p));

describe("withLabels", () => {
  it("smooths the real side only when left to itself", () => {
    const found = partsOf({}, 2, -1);
    // D = .8808 of the real example, .2689 of the fake
    expect(found.real).toBeCloseTo(-0.9 * Math.log(0.880797) - 0.1 * Math.log(0.119203), 5);
    expect(found.fake).toBeCloseTo(-Math.log(1 - 0.268941), 5);
  });

  it.each([0.9, 0.75])("is least for a real example where D is its label %f", (label) => {
    const lost = (s: number) => partsOf({ real: label }, s, 0).real;
    expect(lost(logit(label))).toBeLessThan(lost(logit(label) + 0.3));
    expect(lost(logit(label))).toBeLessThan(lost(logit(label) - 0.3));
    expect(partsOf({}, 0, -10).fake).toBeLessThan(partsOf({}, 0, -5).fake); // the fake side is not smoothed
  });

  it("is least for a fake where D is its label, two-sided", () => {
    const lost = (s: number) => partsOf({ fake: 0.2 }, 0, s).fake;
    expect(lost(logit(0.2))).toBeLessThan(lost(logit(0.2) + 0.3));
    expect(lost(logit(0.2))).toBeLessThan(lost(logit(0.2) - 0.3));
  });

  it("is the loss itself with labels 1 and 0", () => {
    const parts = nonSaturating.discriminator(column(2), column(-1));
    const found = partsOf({ real: 1, fake: 0 }, 2, -1);
    expect(found.real).toBeCloseTo(parts.real.dataSync()[0], 6);
    expect(found.fake).toBeCloseTo(parts.fake.dataSync()[0], 6);
  });

  it("keeps all digits at a score where the loss is small", () => {
    // 1e-9 is lost when softplus(s) - s is computed
    expect(partsOf({ real: 1 }, 20, 0).real).toBeCloseTo(Math.log1p(Math.exp(-20)), 14);
  });

  it("leaves the generator's loss as it is", () => {
    for (const loss of [minimax, nonSaturating]) {
      const found = withLabels(loss).generator(column(-2, 1)).dataSync()[0];
      expect(found).toBe(loss.generator(column(-2, 1)).dataSync()[0]);
    }
  });

  it("changes each label over by itself, as often as it says", () => {
    const n = 4000;
    const sure = tf.fill([n, 1], 5);
    const loss = withLabels(nonSaturating, { real: 1, fake: 0, flip: 0.1 });
    const { real, fake } = loss.discriminator(sure, tf.neg(sure), seeded(1));
    // an example that is labelled right loses softplus(-5), one that is not softplus(5)
    const [right, wrong] = [Math.log1p(Math.exp(-5)), Math.log1p(Math.exp(5))];
    for (const part of [real, fake]) {
      const share = (part.dataSync()[0] - right) / (wrong - right);
      expect(Math.abs(share - 0.1)).toBeLessThan(5 * Math.sqrt((0.1 * 0.9) / n));
    }
    expect(real.dataSync()[0]).not.toBe(fake.dataSync()[0]); // not the same examples
  });

  it("draws anew at each call, and repeats by its stream", () => {
    const loss = withLabels(nonSaturating, { flip: 0.3 });
    const scores = seeded(9).normal<tf.Rank.R2>([20, 1]);
    const run = (random: ReturnType<typeof seeded>) =>
      loss.discriminator(scores, scores, random).real.dataSync()[0];
    const random = seeded(1);
    const [first, second] = [run(random), run(random)];
    expect(second).not.toBe(first);
    expect(run(seeded(1))).toBe(first);
  });

  it("gives one label to an example of many scores", () => {
    const loss = withLabels(nonSaturating, { real: 1, flip: 0.5 });
    const patches = tf.fill([1, 3, 3, 1], 5);
    const { real } = loss.discriminator(patches, patches, seeded(2));
    const both = [Math.log1p(Math.exp(-5)), Math.log1p(Math.exp(5))];
    expect(both.some((value) => Math.abs(value - real.dataSync()[0]) < 1e-5)).toBe(true);
  });

  it("refuses labels out of order, a rate above one half, and other losses", () => {
    const make = (options: LabelOptions) => () => withLabels(nonSaturating, options);
    expect(make({ real: 1.1 })).toThrow(RangeError);
    expect(make({ real: 1.1 })).toThrow(/withLabels real: wanted a number above 0 and at most 1/);
    expect(make({ real: 0.2, fake: 0.2 })).toThrow(RangeError);
    expect(make({ fake: -0.1 })).toThrow(RangeError);
    expect(make({ flip: 0.6 })).toThrow(RangeError);
    expect(() => withLabels(hinge)).toThrow(TypeError);
    expect(() => withLabels(hinge)).toThrow(/wanted minimax or nonSaturating.*found "hinge"/);
  });

  it("refuses to flip without random numbers", () => {
    const act = () => withLabels(nonSaturating, { flip: 0.1 }).discriminator(column(1), column(1));
    expect(act).toThrow(TypeError);
    expect(act).toThrow(/wanted random to flip labels, found none/);
  });
});
