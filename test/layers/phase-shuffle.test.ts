import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { conv2d, convTranspose2d } from "../../src/layers/conv";
import { phaseShuffle } from "../../src/layers/phase-shuffle";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const training = (seed: number) => ({ training: true, random: seeded(seed) });

it("shifts each example by one of its five ways, all equally often, and mirrors the rest", () => {
  const sounds = tf.tile(tf.tensor4d([1, 2, 3, 4, 5], [1, 1, 5, 1]), [2000, 1, 1, 1]);
  const shuffled = phaseShuffle({ name: "shuffle", shift: 2 }).apply(sounds, training(1));
  const rows = (shuffled.reshape([2000, 5]).arraySync() as number[][]).map((row) => row.join(""));
  const ways = ["32123", "21234", "12345", "23454", "34543"];
  const counts = ways.map((way) => rows.filter((row) => row === way).length);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2000);
  for (const count of counts)
    expect(Math.abs(count - 400)).toBeLessThan(5 * Math.sqrt(2000 * 0.16));
});

it("does nothing without training, or with a shift of 0", () => {
  const sound = seeded(1).normal([3, 1, 8, 2]);
  expect(phaseShuffle({ name: "shuffle", shift: 2 }).apply(sound)).toBe(sound);
  expect(phaseShuffle({ name: "shuffle", shift: 0 }).apply(sound, { training: true })).toBe(sound);
});

it("refuses a shift below 0, pictures, and sounds that are too short", () => {
  expect(() => phaseShuffle({ name: "shuffle", shift: -1 })).toThrow(RangeError);
  const layer = phaseShuffle({ name: "shuffle", shift: 2 });
  expect(() => layer.apply(tf.zeros([2, 8, 8, 1]), training(1))).toThrow(TypeError);
  expect(() => layer.apply(tf.zeros([2, 1, 2, 1]), training(1))).toThrow(/a length above 2/);
});

it("filters that go along a sound: a sum over three samples, every fourth one", () => {
  const along = { name: "along", inputs: 1, outputs: 1, random: seeded(1) };
  const sums = conv2d({ ...along, kernel: [1, 3], stride: [1, 4], padding: "valid" });
  sums.variables[0].assign(tf.ones([1, 3, 1, 1]));
  const sound = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 8, 1]);
  expect([...sums.apply(sound).dataSync()]).toEqual([1 + 2 + 3, 5 + 6 + 7]);

  const spread = convTranspose2d({ ...along, kernel: [1, 4], stride: [1, 4] });
  spread.variables[0].assign(tf.tensor4d([1, 2, 3, 4], [1, 4, 1, 1]));
  const two = tf.tensor4d([1, 10], [1, 1, 2, 1]);
  expect([...spread.apply(two).dataSync()]).toEqual([1, 2, 3, 4, 10, 20, 30, 40]);
  expect(() => conv2d({ ...along, kernel: [1, 0] })).toThrow(RangeError);
});
