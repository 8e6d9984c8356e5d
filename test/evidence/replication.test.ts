import { describe, expect, it } from "vitest";
import { judge } from "../../src/evidence/claim";
import { chanceToHold } from "../../src/evidence/replication";
import { meanInterval } from "../../src/metrics/interval";
import { seeded } from "../../src/index";

describe("the chance that a claim holds on fresh seeds", () => {
  it("is 1 or 0 for values that are all the same", () => {
    expect(chanceToHold([2, 2, 2], { atLeast: 1 })).toBe(1);
    expect(chanceToHold([2, 2, 2], { atLeast: 3 })).toBe(0);
    expect(chanceToHold([2, 2, 2], { atLeast: 1, atMost: 1.5 })).toBe(0);
  });

  it("is about one in two where the interval just meets the bound", () => {
    for (const values of [
      [1, 2, 3, 4, 5],
      [10, 11, 9, 10, 12, 8, 10, 10],
      [0, 1, 5],
    ]) {
      const { low, high } = meanInterval(values);
      const chance = chanceToHold(values, { atLeast: low });
      expect(chance).toBeGreaterThan(0.4);
      expect(chance).toBeLessThan(0.6);
      expect(chanceToHold(values, { atMost: high })).toBeCloseTo(chance, 6); // from either side
    }
  });

  it("rises with the distance from the bound, from 0 to 1", () => {
    const values = [3, 4, 5, 4, 4];
    const chances = [-40, 2, 3, 3.5, 4, 6, 40].map((atLeast) => chanceToHold(values, { atLeast }));
    expect(chances).toEqual([...chances].sort((a, b) => b - a));
    expect(chances[0]).toBeGreaterThan(0.99);
    expect(chances[6]).toBeLessThan(0.01);
  });

  it("is how often it held when what is assumed is so: draws of the truth, then of fresh seeds", () => {
    const values = [1.2, 0.7, 1.9, 1.1, 0.6];
    const require = { atLeast: 0.3, atMost: 2.2 };
    const n = values.length;
    const { mean } = meanInterval(values);
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const random = seeded(1);
    const trials = 4000;
    let held = 0;
    for (let i = 0; i < trials; i++) {
      const chi = random.normals(n - 1).reduce((sum, z) => sum + z * z, 0);
      const sigma = Math.sqrt(squares / chi);
      const truth = mean + (sigma / Math.sqrt(n)) * random.normals(1)[0];
      const fresh = [...random.normals(n)].map((z) => truth + sigma * z);
      const { low, high } = meanInterval(fresh);
      if (low >= require.atLeast && high <= require.atMost) held++;
    }
    expect(chanceToHold(values, require)).toBeCloseTo(held / trials, 1.5); // 4 standard errors are .03
  });

  it("is told of the difference where there is a baseline", () => {
    const input = {
      measured: [11, 52, 90],
      baseline: [10, 50, 90],
      unit: "x",
      require: { atLeast: 0 },
    };
    expect(judge("x", input, true).chance).toBe(chanceToHold([1, 2, 0], { atLeast: 0 }));
  });
});
