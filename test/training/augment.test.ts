import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { seeded } from "../../src/random";
import { compile } from "../../src/runtime/compile";
import { startEngine } from "../../src/runtime/engine";
import { gradcheck } from "../../src/runtime/gradcheck";
import { adaptiveStrength } from "../../src/training/augment/adaptive";
import { diffAugment, type PictureChanges } from "../../src/training/augment/pictures";

beforeAll(() => startEngine("wasm"));

const none = { colour: false, translation: false, cutout: false, flip: false };
const picture = { height: 8, width: 8, channels: 1 };

/** What a change makes of one picture, many times over. */
function outcomes(changes: PictureChanges, x: number[], rounds = 60): number[][] {
  const augment = diffAugment(picture, { ...none, ...changes });
  const batch = tf.tensor2d(Array.from({ length: rounds }, () => x));
  return augment(batch, seeded(3), tf.scalar(1)).arraySync() as number[][];
}

const dot = Array.from({ length: 64 }, (_, i) => (i === 3 * 8 + 4 ? 1 : 0)); // row 3, column 4
const ramp = Array.from({ length: 64 }, (_, i) => i / 64);

describe("diffAugment", () => {
  it("moves a picture by up to an eighth, each way, and fills in with grey", () => {
    const places = outcomes({ translation: true }, dot).map((y) => y.indexOf(1));
    const moves = new Set(places.map((at) => `${Math.floor(at / 8) - 3} ${(at % 8) - 4}`));
    // nine moves of -1, 0 or 1, all of which come up in 60 draws
    expect([...moves].sort()).toEqual(["-1 -1", "-1 0", "-1 1", "0 -1", "0 0", "0 1", "1 -1", "1 0", "1 1"]);
    for (const y of outcomes({ translation: true }, dot)) expect(y.filter((v) => v !== 0)).toEqual([1]);
  }); // prettier-ignore

  it("sees half of the pictures in a mirror", () => {
    const mirrored = ramp.map((_, i) => ramp[8 * Math.floor(i / 8) + 7 - (i % 8)]);
    const kinds = outcomes({ flip: true }, ramp, 100).map((y) => {
      const same = (wanted: number[]) => y.every((v, i) => Math.abs(v - wanted[i]) < 1e-6);
      return same(ramp) ? "same" : same(mirrored) ? "mirrored" : "other";
    });
    expect(kinds).not.toContain("other");
    const count = kinds.filter((kind) => kind === "mirrored").length;
    expect(Math.abs(count - 50)).toBeLessThan(5 * 5); // 5 standard deviations of √25
  });

  it("cuts out one square of at most half the size", () => {
    for (const y of outcomes(
      { cutout: true },
      Array.from({ length: 64 }, () => 1),
    )) {
      const zeros = y.filter((v) => v === 0).length;
      expect(zeros).toBeGreaterThan(0);
      expect(zeros).toBeLessThanOrEqual(5 * 5); // 2 · 2 + 1 places where the centre is a whole number
      expect(y.every((v) => v === 0 || v === 1)).toBe(true);
    }
  });

  it("changes colours by one rule for the whole picture: a line y = a x + b with a in [.5, 1.5]", () => {
    for (const y of outcomes({ colour: true }, ramp)) {
      const slope = (y[63] - y[0]) / (ramp[63] - ramp[0]);
      expect(slope).toBeGreaterThan(0.5 - 1e-4);
      expect(slope).toBeLessThan(1.5 + 1e-4);
      y.forEach((v, i) => {
        expect(v).toBeCloseTo(y[0] + slope * (ramp[i] - ramp[0]), 4);
      });
    }
  });

  it("with a strength between, changes that share of the pictures", () => {
    const augment = diffAugment(picture, { ...none, colour: true });
    const batch = tf.tensor2d(Array.from({ length: 400 }, () => ramp));
    const rows = augment(batch, seeded(1), tf.scalar(0.25)).arraySync() as number[][];
    const changed = rows.filter(
      (y) => Math.abs(y[63] - ramp[63]) > 1e-6 || y[0] !== ramp[0],
    ).length;
    expect(Math.abs(changed - 100)).toBeLessThan(5 * Math.sqrt(400 * 0.25 * 0.75));
  });

  it("lets exact gradients through, and is the same compiled", async () => {
    const colour = { height: 4, width: 4, channels: 3 };
    const augment = diffAugment(colour, { flip: true });
    const change = (x: tf.Tensor) => augment(x, seeded(5), tf.scalar(0.7));
    const x = seeded(2).uniform<tf.Rank.R2>([3, 48], -1, 1);
    expect(gradcheck((y) => tf.square(change(y)), [x], { order: 2 })).toMatchObject({
      passed: true,
    });
    const rng = seeded(7);
    const step = await compile(
      ({ real, strength }) => ({ y: augment(real, rng, strength as tf.Scalar) }),
      { inputs: { real: [3, 48], strength: [] }, rng },
    );
    const { y } = await step.run({ real: x, strength: 0.7 }, seeded(7));
    const eager = augment(x, seeded(7), tf.scalar(0.7)).dataSync();
    (y as unknown as Float32Array).forEach((value, i) => {
      expect(value).toBeCloseTo(eager[i], 5);
    });
    await step.dispose();
  });
});

it("adaptiveStrength refuses what it can not use", () => {
  expect(() => adaptiveStrength({ target: 1 })).toThrow(RangeError);
  expect(() => adaptiveStrength({ speed: 0 })).toThrow(RangeError);
  expect(adaptiveStrength().next({ realAccuracy: [], augmentStrength: [] } as never)).toBe(0);
});
