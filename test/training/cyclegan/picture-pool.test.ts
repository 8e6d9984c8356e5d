import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { seeded } from "../../../src/random";
import { startEngine } from "../../../src/runtime/engine";
import { picturePool } from "../../../src/training/cyclegan/picture-pool";

beforeAll(() => startEngine("wasm"));

const poolOf = (size: number) => picturePool({ name: "pool", size, numbers: 2 });

it("gives an old picture back and puts the new one in its place", () => {
  const pool = poolOf(2);
  pool.pictures.assign(
    tf.tensor2d([
      [1, 1],
      [2, 2],
    ]),
  );
  const made = tf.tensor2d([
    [3, 4],
    [5, 6],
    [7, 8],
  ]);
  const draws = {
    take: tf.tensor2d([
      [0, 0],
      [0, 1],
      [0, 0],
    ]), // the second comes out as what lay in place 2
    put: tf.tensor2d([
      [0, 0, 0],
      [0, 1, 0],
    ]),
  };
  expect(pool.swap(made, draws).arraySync()).toEqual([
    [3, 4],
    [2, 2],
    [7, 8],
  ]);
  expect(pool.pictures.arraySync()).toEqual([
    [1, 1],
    [5, 6],
  ]);
  pool.dispose();
});

it("is filled first, in order, and gives those back as they are", () => {
  const pool = poolOf(5);
  const random = seeded(1);
  const first = tf.tensor2d([
    [1, 2],
    [3, 4],
  ]);
  expect(pool.swap(first, pool.draw(2, 0, random)).arraySync()).toEqual(first.arraySync());
  expect(pool.swap(first, pool.draw(2, 2, random)).arraySync()).toEqual(first.arraySync());
  const two = [1, 2, 3, 4];
  expect([...pool.pictures.dataSync()]).toEqual([...two, ...two, 0, 0]);
  // the batch in which it becomes full: its first goes to place 5, its second is given back or takes a place of 1 to 4
  const { take, put } = pool.draw(2, 4, random);
  const rows = take.arraySync();
  expect(rows[0]).toEqual([0, 0, 0, 0, 0]);
  expect(rows[1][4]).toBe(0);
  expect(put.arraySync()[4]).toEqual([1, 0]);
  pool.dispose();
});

it("once full, swaps half of the pictures, all places alike, none twice in a batch", () => {
  const pool = poolOf(10);
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 400; i++) {
    const { take, put } = pool.draw(5, 1000, seeded(i));
    expect(put.arraySync()).toEqual(tf.transpose(take).arraySync());
    const used = tf.sum(take, 0).dataSync();
    used.forEach((times, place) => {
      expect(times).toBeLessThanOrEqual(1);
      counts[place] += times;
    });
    tf.dispose([take, put]);
  }
  const swapped = counts.reduce((sum, count) => sum + count, 0);
  expect(swapped / 2000).toBeCloseTo(0.5, 1); // std .011
  expect(Math.min(...counts)).toBeGreaterThan(65); // of 100, std 9
  pool.dispose();
});

it("leaves no tensor behind", () => {
  const before = tf.memory().numTensors;
  const pool = poolOf(3);
  const draws = pool.draw(2, 9, seeded(1));
  const made = tf.zeros([2, 2]);
  pool.swap(made, draws).dispose();
  tf.dispose([draws.take, draws.put, made]);
  pool.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it("refuses what does not fit, and says what", () => {
  const pool = poolOf(3);
  expect(() => poolOf(0)).toThrow(/pool size: wanted .*found 0/);
  expect(() => pool.draw(4, 0, seeded(1))).toThrow(/pool draw n.*found 4/);
  expect(() => pool.swap(tf.zeros([2, 3]), pool.draw(2, 0, seeded(1)))).toThrow(
    /pool swap pictures: wanted shape \(any, 2\), found \(2, 3\)/,
  );
  expect(() => pool.swap(tf.zeros([1, 2]), pool.draw(2, 0, seeded(1)))).toThrow(/swap take/);
  pool.dispose();
});
