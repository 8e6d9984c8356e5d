import { expect, it } from "vitest";
import { memorisation } from "../../src/metrics/memorisation";
import { seeded } from "../../src/random";

const line = (train: number[], heldOut: number[], fake: number[]) =>
  memorisation(
    {
      train: Float32Array.from(train),
      heldOut: Float32Array.from(heldOut),
      fake: Float32Array.from(fake),
    },
    { d: 1 },
  );

it("is the share of pairs in which the fake is nearer, equal ones by half", () => {
  // distances to 0: fakes 1 and 3, held-out 2, 3 and 4
  const { auc, ratio, fakeDistances, heldOutDistances } = line([0], [2, 3, 4], [1, -3]);
  expect([...fakeDistances]).toEqual([1, 3]);
  expect([...heldOutDistances]).toEqual([2, 3, 4]);
  expect(auc).toBeCloseTo((3 + 0.5 + 1) / 6, 12);
  expect(ratio).toBeCloseTo(2 / 3, 12);
});

it("has DeLong's interval", () => {
  const { auc, low, high } = line([0], [2, 3, 4], [1, -3]);
  // shares of held-out ones that are longer: 1 and 1/2; of fakes that are shorter: 1/2, 3/4, 1
  const variance = (0.25 ** 2 * 2) / 1 / 2 + (0.25 ** 2 * 2) / 2 / 3;
  expect(high).toBe(Math.min(auc + 1.959964 * Math.sqrt(variance), 1));
  expect(low).toBeCloseTo(auc - 1.959964 * Math.sqrt(variance), 6);
});

it("tells copies, new data and noise apart", () => {
  const d = 4;
  const train = seeded(1).normals(300 * d);
  const heldOut = seeded(2).normals(200 * d);
  const at = (fake: Float32Array) => memorisation({ train, heldOut, fake }, { d });
  const shaken = seeded(3).normals(200 * d, 0, 0.05);
  const copies = at(shaken.map((noise, i) => train[i] + noise));
  expect(copies.low).toBeGreaterThan(0.95);
  expect(copies.ratio).toBeLessThan(0.2);
  const fresh = at(seeded(6).normals(200 * d));
  expect(fresh.low).toBeLessThan(0.5);
  expect(fresh.high).toBeGreaterThan(0.5);
  expect(fresh.high - fresh.low).toBeLessThan(0.15);
  expect(at(seeded(5).normals(200 * d, 0, 3)).high).toBeLessThan(0.3);
});

it("holds the truth as often as it says, for fakes like the data", () => {
  let held = 0;
  for (let trial = 0; trial < 300; trial++) {
    const random = seeded(trial);
    const [train, heldOut, fake] = [40, 30, 50].map((n) => random.normals(n));
    const { low, high } = memorisation({ train, heldOut, fake }, { d: 1 });
    if (low <= 0.5 && 0.5 <= high) held++;
  }
  expect(held / 300).toBeGreaterThan(0.91);
  expect(held / 300).toBeLessThan(0.99);
});

it("refuses single examples and levels outside (0, 1)", () => {
  expect(() => line([0], [1], [1, 2])).toThrow(
    new RangeError("memorisation heldOut examples: wanted a whole number at least 2, found 1"),
  );
  const two = Float32Array.of(1, 2);
  expect(() => memorisation({ train: two, heldOut: two, fake: two }, { d: 1, level: 1 })).toThrow(
    RangeError,
  );
  expect(() => memorisation({ train: two, heldOut: two, fake: two }, { d: 3 })).toThrow(TypeError);
});
