import { describe, expect, it } from "vitest";
import { kFold } from "../../src/evidence/folds";
import { seedsNeeded } from "../../src/evidence/power";
import { search, successiveHalving } from "../../src/evidence/search";
import { gridOf, logUniform, randomSettings } from "../../src/evidence/settings";
import { seeded } from "../../src/random";

describe("search", () => {
  it("puts the best mean first, and what is not finite last", async () => {
    const scores: Record<string, number[]> = {
      a: [3, 5],
      b: [1, 2],
      c: [0, NaN],
      d: [-9, Infinity],
    };
    const trials = await search({
      settings: ["a", "b", "c", "d"],
      seeds: [0, 1],
      evaluate: (name, seed) => scores[name][seed],
      budget: 1,
    });
    expect(trials.map(({ setting }) => setting)).toEqual(["b", "a", "c", "d"]);
    expect(trials[0]).toMatchObject({ mean: 1.5, interval: { n: 2 } });
    expect(trials[2].mean).toBe(Infinity);
    expect(trials[2].interval).toBeUndefined();
  });

  it("refuses nothing to search", async () => {
    const evaluate = () => 0;
    await expect(search({ settings: [], seeds: [1], evaluate, budget: 1 })).rejects.toThrow(
      RangeError,
    );
    await expect(search({ settings: [1], seeds: [], evaluate, budget: 1 })).rejects.toThrow(
      RangeError,
    );
    await expect(search({ settings: [1], seeds: [1], evaluate, budget: 0 })).rejects.toThrow(
      RangeError,
    );
  });
});

it("successive halving spends on each round what it spent on the one before", async () => {
  const spent: number[] = [];
  const rounds = await successiveHalving({
    settings: Array.from({ length: 8 }, (_, i) => i),
    seeds: [1, 2],
    evaluate: (setting, _seed, budget) => {
      spent.push(budget);
      return setting;
    },
    budget: 5,
    factor: 2,
  });
  expect(rounds.map((round) => round.length)).toEqual([8, 4, 2, 1]);
  const total = (budget: number) => spent.filter((b) => b === budget).length * budget;
  expect([5, 10, 20, 40].map(total)).toEqual([80, 80, 80, 80]);
  expect(rounds[3][0].setting).toBe(0);
});

it("a setting that starts badly is lost, even if it would have won", async () => {
  const late = (setting: string, _seed: number, budget: number) =>
    setting === "late" && budget > 1 ? 0 : { late: 9, good: 1, fair: 2, poor: 3 }[setting]!;
  const settings = ["late", "good", "fair", "poor"];
  const rounds = await successiveHalving({
    settings,
    seeds: [1],
    evaluate: late,
    budget: 1,
    factor: 2,
  });
  expect(rounds.at(-1)![0].setting).toBe("good");
});

it.each([
  ["nothing", undefined, "nothing"],
  ["a text", "1", '"1"'],
  ["a record", { score: 1 }, "{ score }"],
])("%s in the place of a score is no worst score, but a mistake", async (_, given, found) => {
  const evaluate = () => given as unknown as number;
  await expect(search({ settings: [1], seeds: [7], evaluate, budget: 1 })).rejects.toThrow(
    new TypeError(
      `search evaluate: wanted a number (NaN where there is none), found ${found} with seed 7`,
    ),
  );
});

describe("settings", () => {
  it("a grid has all combinations once", () => {
    const settings = gridOf({ a: [1, 2, 3], b: ["x", "y"], c: [true] });
    expect(new Set(settings.map((s) => JSON.stringify(s))).size).toBe(6);
    expect(() => gridOf({ a: [] })).toThrow(RangeError);
  });

  it("random settings repeat with their stream, and all differ", () => {
    const draw = () => randomSettings(20, seeded(3), (random) => logUniform(random, 1e-4, 1e-1));
    expect(draw()).toEqual(draw());
    expect(new Set(draw()).size).toBe(20);
    expect(() => logUniform(seeded(1), 0, 1)).toThrow(RangeError);
    expect(() => logUniform(seeded(1), 2, 1)).toThrow(RangeError);
  });
});

it("every example is held out once, and never trained on in that fold", () => {
  const folds = kFold(11, 4, seeded(5));
  expect(folds.flatMap(({ heldOut }) => heldOut).sort((a, b) => a - b)).toEqual([
    ...Array(11).keys(),
  ]);
  for (const { train, heldOut } of folds) {
    expect([...train, ...heldOut].sort((a, b) => a - b)).toEqual([...Array(11).keys()]);
  }
  expect(folds[0].heldOut).not.toEqual([0, 4, 8]); // they are drawn
  expect(() => kFold(3, 4, seeded(1))).toThrow(RangeError);
});

it("seedsNeeded is the published example, and grows with the square of spread over difference", () => {
  // recipes: a difference of .079 at a spread of .0688 needs 12 seeds an arm
  expect(seedsNeeded({ difference: 0.079, spread: 0.0688 })).toBe(12);
  expect(seedsNeeded({ difference: 1, spread: 2 })).toBe(63); // 4 · 15.7
  expect(seedsNeeded({ difference: 1, spread: 1, power: 0.9 })).toBe(22); // (1.96 + 1.2816)² · 2 = 21.01
  expect(() => seedsNeeded({ difference: 0, spread: 1 })).toThrow(RangeError);
});
