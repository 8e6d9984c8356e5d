import { beforeAll, expect, it } from "vitest";
import { grid, ring } from "../../src/data/mixture";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

it("puts eight different modes on the ring, the first on the x axis", () => {
  const { centres, masses, shape } = ring();
  expect(shape).toEqual([2]);
  const half = Math.SQRT1_2;
  const wanted = [
    [1, 0],
    [half, half],
    [0, 1],
    [-half, half],
    [-1, 0],
    [-half, -half],
    [0, -1],
    [half, -half],
  ];
  centres.forEach(([x, y], k) => {
    expect(x).toBeCloseTo(wanted[k][0], 12);
    expect(y).toBeCloseTo(wanted[k][1], 12);
  });
  expect(masses).toEqual(new Array(8).fill(1 / 8));
});

it("puts 25 modes on the grid of VEEGAN, row by row", () => {
  const { centres } = grid();
  expect(centres.slice(0, 6)).toEqual([
    [-4, -4],
    [-2, -4],
    [0, -4],
    [2, -4],
    [4, -4],
    [-4, -2],
  ]);
  expect(centres.at(-1)).toEqual([4, 4]);
});

it("samples each mode by its mass, around its centre, with its std", () => {
  const data = ring({ modes: 4, radius: 10, std: 0.5, masses: [5, 3, 1, 1] });
  expect(data.masses).toEqual([0.5, 0.3, 0.1, 0.1]);
  const n = 20_000;
  const samples = data.sample(n, seeded(1));
  const points = samples.arraySync();
  samples.dispose();
  data.centres.forEach(([cx, cy], k) => {
    const own = points.filter(([x, y]) => Math.hypot(x - cx, y - cy) < 5);
    expect(Math.abs(own.length / n - data.masses[k])).toBeLessThan(5 * Math.sqrt(0.25 / n));
    const square = own.reduce((sum, [x, y]) => sum + (x - cx) ** 2 + (y - cy) ** 2, 0);
    expect(square / own.length / 2 / 0.25).toBeGreaterThan(0.9);
    expect(square / own.length / 2 / 0.25).toBeLessThan(1.1);
  });
});

it("repeats with the same stream and moves on with it", () => {
  const data = ring();
  const random = seeded(2);
  const [first, second] = [data.sample(4, random), data.sample(4, random)];
  const again = data.sample(4, seeded(2));
  expect(again.arraySync()).toEqual(first.arraySync());
  expect(second.arraySync()).not.toEqual(first.arraySync());
});

it("refuses what is no mixture", () => {
  expect(() => ring({ modes: 1 })).toThrow("ring modes: wanted a whole number at least 2, found 1");
  expect(() => ring({ radius: 0 })).toThrow(RangeError);
  expect(() => grid({ std: -1 })).toThrow("grid std: wanted a number above 0, found -1");
  expect(() => ring({ masses: [1, 2] })).toThrow("ring masses: wanted 8 of them, found 2");
  expect(() => ring({ modes: 2, masses: [1, 0] })).toThrow(RangeError);
});

it("labels each point with its mode, and draws the same points as without labels", () => {
  const data = ring({ std: 1e-6 });
  const { examples, labels } = data.sampleLabelled(100, seeded(3));
  const own = labels.dataSync();
  (examples.arraySync() as number[][]).forEach(([x, y], i) => {
    expect(x).toBeCloseTo(data.centres[own[i]][0], 4);
    expect(y).toBeCloseTo(data.centres[own[i]][1], 4);
  });
  expect(data.classes).toBe(8);
  expect(data.sample(100, seeded(3)).arraySync()).toEqual(examples.arraySync());
});
