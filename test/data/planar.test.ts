import { beforeAll, describe, expect, it } from "vitest";
import { ring } from "../../src/data/mixture";
import { onPlane } from "../../src/data/plane";
import { spiral, swissRoll, twoMoons, type PlanarDataset } from "../../src/data/planar";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { tf } from "../../src/index";

beforeAll(() => startEngine("wasm"));

function drawn(data: PlanarDataset, n: number): { points: number[][]; curves: number[] } {
  const { examples, labels } = data.sampleLabelled(n, seeded(1));
  return { points: examples.arraySync() as number[][], curves: Array.from(labels.dataSync()) };
}

describe("swissRoll", () => {
  it("has radius t = 1.5π (1 + 2u) at angle t, with u even from 0 to 1", () => {
    const { points } = drawn(swissRoll({ noise: 0, scale: 2 }), 4000);
    let sum = 0;
    for (const [x, y] of points) {
      const t = 2 * Math.hypot(x, y);
      expect(Math.cos(t)).toBeCloseTo((2 * x) / t, 3);
      expect(Math.sin(t)).toBeCloseTo((2 * y) / t, 3);
      sum += t / (1.5 * Math.PI) - 1; // 2u, whose mean is 1 and whose std is 2 / √12
    }
    expect(Math.abs(sum / 4000 - 1)).toBeLessThan((4.5 * 2) / Math.sqrt(12 * 4000));
  });

  it("has the toy's constants by default: noise .25 before a division by 7.5", () => {
    const exact = drawn(swissRoll({ noise: 0 }), 2000).points;
    const noisy = drawn(swissRoll(), 2000).points;
    const squares = noisy.flatMap((point, i) => point.map((x, axis) => (x - exact[i][axis]) ** 2));
    const variance = squares.reduce((a, b) => a + b) / squares.length;
    expect(Math.sqrt(variance) / (0.25 / 7.5)).toBeCloseTo(1, 1);
  });
});

describe("twoMoons", () => {
  it("has an upper half circle around 0 and a lower one around (1, ½)", () => {
    const { points, curves } = drawn(twoMoons({ noise: 0 }), 2000);
    points.forEach(([x, y], i) => {
      const [dx, dy] = curves[i] === 0 ? [x, y] : [x - 1, y - 0.5];
      expect(Math.hypot(dx, dy)).toBeCloseTo(1, 5);
      expect(curves[i] === 0 ? dy : -dy).toBeGreaterThanOrEqual(-1e-6);
    });
    const first = curves.filter((k) => k === 0).length;
    expect(Math.abs(first - 1000)).toBeLessThan(4.5 * Math.sqrt(500));
  });
});

describe("spiral", () => {
  it("has arms of angle r and radius r / 3 up to r = 3π, the second the first's negative", () => {
    const { points, curves } = drawn(spiral({ noise: 0 }), 2000);
    let area = 0;
    points.forEach(([x, y], i) => {
      const sign = curves[i] === 0 ? 1 : -1;
      const radius = Math.hypot(x, y);
      expect(sign * -Math.cos(3 * radius) * radius).toBeCloseTo(x, 3);
      expect(sign * Math.sin(3 * radius) * radius).toBeCloseTo(y, 3);
      area += (radius / Math.PI) ** 2; // is u
    });
    expect(Math.abs(area / 2000 - 0.5)).toBeLessThan(4.5 / Math.sqrt(12 * 2000));
  });

  it("turns three arms by a third each", () => {
    const { points, curves } = drawn(spiral({ arms: 3, noise: 0 }), 600);
    points.forEach(([x, y], i) => {
      const radius = Math.hypot(x, y);
      const turn = (2 * Math.PI * curves[i]) / 3;
      expect(-Math.cos(3 * radius + turn) * radius).toBeCloseTo(x, 3);
      expect(Math.sin(3 * radius + turn) * radius).toBeCloseTo(y, 3);
    });
    expect(new Set(curves).size).toBe(3);
  });
});

it("refuses noise below 0 and fewer than one arm", () => {
  expect(() => twoMoons({ noise: -1 })).toThrow(
    "twoMoons noise: wanted a number at least 0, found -1",
  );
  expect(() => swissRoll({ scale: 0 })).toThrow(RangeError);
  expect(() => spiral({ arms: 0 })).toThrow(RangeError);
});

describe("onPlane", () => {
  it("keeps all distances, and its own two coordinates are the old ones", () => {
    const data = onPlane(ring(), 64, seeded(1));
    const flat = ring().sample(50, seeded(2));
    const samples = data.sample(50, seeded(2));
    const back = data.project(samples);
    expect(tf.max(tf.abs(tf.sub(back, flat))).arraySync()).toBeLessThan(1e-6);
    const lengths = tf
      .norm(samples, 2, 1)
      .sub(tf.norm(flat, 2, 1))
      .abs()
      .max();
    expect(lengths.arraySync()).toBeLessThan(1e-6);
  });

  it("has a basis of two vectors of length 1 at right angles, another for another stream", () => {
    const { basis } = onPlane(ring(), 64, seeded(1));
    const [a, b] = [basis.subarray(0, 64), basis.subarray(64)];
    const dot = (u: Float32Array, v: Float32Array) => u.reduce((sum, x, i) => sum + x * v[i], 0);
    expect(dot(a, a)).toBeCloseTo(1, 6);
    expect(dot(b, b)).toBeCloseTo(1, 6);
    expect(dot(a, b)).toBeCloseTo(0, 6);
    expect(onPlane(ring(), 64, seeded(2)).basis).not.toEqual(basis);
    expect(onPlane(ring(), 64, seeded(1)).basis).toEqual(basis);
  });

  it("projects a point off the plane to the nearest on it", () => {
    const data = onPlane(ring(), 16, seeded(1));
    const samples = tf.tensor2d(seeded(3).normals(32), [2, 16]);
    const off = tf.sub(samples, data.lift(data.project(samples)));
    expect(tf.max(tf.abs(data.project(off as tf.Tensor2D))).arraySync()).toBeLessThan(1e-6);
    expect(tf.norm(off).arraySync()).toBeGreaterThan(1);
  });

  it("passes labels on and leaks nothing", () => {
    const data = onPlane(ring(), 8, seeded(1));
    const before = tf.memory().numTensors;
    const { examples, labels } = data.sampleLabelled!(10, seeded(2));
    expect(labels.arraySync()).toEqual(ring().sampleLabelled(10, seeded(2)).labels.arraySync());
    tf.dispose([examples, labels, data.sample(3, seeded(1))]);
    expect(tf.memory().numTensors).toBe(before + 2); // the ring's own batch of this test
  });

  it("refuses what is not in the plane", () => {
    const data = onPlane(ring(), 8, seeded(1));
    expect(() => onPlane(data, 64, seeded(1))).toThrow(
      "onPlane: wanted a data set of shape [2], found [8]",
    );
    expect(() => onPlane(ring(), 1, seeded(1))).toThrow(RangeError);
    expect(() => data.project(tf.zeros([3, 2]))).toThrow("project samples: wanted shape (any, 8)");
  });
});
