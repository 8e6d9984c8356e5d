import fs from "node:fs";
import { beforeAll, describe, expect, it, vi } from "vitest";
import {
  energyTo,
  finiteDataset,
  logUniform,
  runStudy,
  search,
  seeded,
  startEngine,
  uniform,
  type SearchOptions,
  type Space,
  type StudyRun,
} from "../../src/index";
import { checkSpace } from "../../src/studies/search/check-space";
import { gridPoints, randomPoints } from "../../src/studies/search/space";
import { tiny } from "./tiny";

const base = tiny;
const batches = { batchSize: [8, 16, 32, 64, 128, 256, 512, 1024] };
/** A planted score: the batch size. */
const planted = ({ recipe: { batchSize } }: StudyRun) => batchSize!;
const common = {
  base,
  space: batches,
  trials: "grid",
  seeds: [3, 5],
  measure: { planted },
  by: "planted",
  better: "less",
  processes: 0,
} as const satisfies SearchOptions;

beforeAll(() => startEngine("wasm"));

describe("a space of recipes", () => {
  const space: Space = {
    "learningRate.generator": logUniform(1e-4, 1e-2),
    batchSize: [32, 64],
    terms: [[], [{ r1Term: { weight: uniform(0, 1) } }]],
    average: [null, 0.99],
  };
  const draw = (own: Space, count = 20) => randomPoints(base, own, count, seeded(3));

  it("gives a recipe for every combination of its lists", () => {
    const points = gridPoints(base, { batchSize: [8, 16], loss: ["hinge", "minimax", "wasserstein"] }); // prettier-ignore
    expect(points.size).toBe(6);
    expect([...points.keys()][1]).toBe("batchSize 8, loss minimax");
    expect(points.get("batchSize 8, loss minimax")!.change).toEqual({ batchSize: 8, loss: "minimax" }); // prettier-ignore
  });

  it("gives recipes at random, the same of the same seed, all of them different", () => {
    const points = draw(space);
    expect([...draw(space)]).toEqual([...points]);
    const settings = [...points.values()].map(({ setting }) => setting);
    const rates = settings.map((each) => each["learningRate.generator"] as number);
    expect(rates.every((rate) => rate >= 1e-4 && rate <= 1e-2)).toBe(true);
    expect(new Set(rates).size).toBe(20);
    expect(rates.filter((rate) => rate < 1e-3).length).toBeGreaterThan(5); // uniform, it were two
    const [arm, { change }] = [...points].find(([, each]) => (each.setting.terms as object[]).length > 0)!; // prettier-ignore
    expect(arm).toMatch(/learningRate.generator 0.0\d+, .*terms \[{ r1Term: { weight: 0.\d+ } }\]/);
    expect(base.with(change).learningRate).toMatchObject({ discriminator: 1e-2 });
  });

  it("leaves out what is null", () => {
    const start = base.with({ average: 0.5 });
    const averages = [...gridPoints(start, { average: [null, 0.9] }).values()];
    expect(averages.map(({ change }) => start.with(change).average)).toEqual([undefined, 0.9]);
  });

  it("draws the same of a part whatever else is varied", () => {
    const one = draw({ batchSize: [8, 16, 32], beta1: uniform(0, 0.9) }, 5);
    const two = draw({ beta1: uniform(0, 0.9) }, 5);
    const momenta = (points: typeof one) =>
      [...points.values()].map(({ setting }) => setting.beta1);
    expect(momenta(one)).toEqual(momenta(two));
  });

  it("says so when it has not so many recipes, or has one twice", () => {
    expect(() => draw({ batchSize: [8, 16] }, 3)).toThrow(
      'search trials: wanted 3 different recipes of the space, found only 2; ask for fewer, or for "grid"',
    );
    expect(() => gridPoints(base, { batchSize: [8, 8] })).toThrow(/2 of which 1 differ/);
    expect(() => gridPoints(base, space)).toThrow(
      /^space learningRate.generator: wanted a list of values for a grid, found the range { logUniform: \[0.0001, 0.01\] }/,
    );
  });

  it.each<[Space, string]>([
    [{ loss: ["hinge", "hing"] }, 'space loss[1]: loss: wanted a loss, found "hing"; did you mean "hinge"?'], // prettier-ignore
    [{ bachSize: [8] }, 'space bachSize[0]: bachSize: wanted a known name, found "bachSize"; did you mean "batchSize"?'], // prettier-ignore
    [{ "generator.mlp.hiden": [[8]] }, 'space generator.mlp.hiden[0]: generator.mlp.hiden: wanted a known name, found "hiden"; did you mean "hidden"?'], // prettier-ignore
    [{ batchSize: 8 as never }, "space batchSize: wanted a list, { uniform: [low, high] } or { logUniform: [low, high] }, found 8"], // prettier-ignore
    [{ beta1: { logUniform: [0, 1] } }, "space beta1 logUniform low: wanted a number above 0, found 0"], // prettier-ignore
    [{ beta1: { uniform: [0.5] as never } }, "space beta1: wanted { uniform: [low, high] }, found { uniform: [0.5] }"], // prettier-ignore
    [{ batchSize: [] }, "space batchSize values: wanted a whole number at least 1, found 0"],
    [{}, "space: wanted a record of paths, each with a list or a range, found {}"],
  ])("%j is refused", (wrong, message) => {
    expect(() => {
      checkSpace(base, wrong);
    }).toThrow(message);
  });
});

describe("search", () => {
  it("trains every recipe with the same seeds, and puts the best first and what diverged last", async () => {
    const scores = new Map([[8, [3, 5]], [16, [1, 2]], [32, [0, NaN]], [64, [9, 9]]]); // prettier-ignore
    const score = ({ recipe: { batchSize }, seed }: StudyRun) =>
      scores.get(batchSize!)![seed === 3 ? 0 : 1];
    const found = await search("planted", {
      ...common,
      space: { batchSize: [8, 16, 32, 64] },
      measure: { score },
      by: "score",
    });
    expect(found.trials.map(({ recipe: { batchSize } }) => batchSize)).toEqual([16, 8, 64, 32]);
    expect(found.trials[0]).toMatchObject({ mean: 1.5, interval: { n: 2 }, steps: 8 });
    expect(found.trials[3].mean).toBe(Infinity);
    expect(found.trials[3].interval).toBeUndefined();
    expect(found.cost).toEqual({ steps: 64, toTheEnd: 64 });
    expect(found.chart().alt).toBe(
      "score of 4 recipes against batchSize; the best, batchSize 16: 1.5; 1 diverged and are not drawn.",
    );
  });

  it("halves: each round costs as much as the one before, and a run goes on where it stood", async () => {
    const renamed = vi.spyOn(fs, "renameSync");
    const quality = energyTo({ samples: 40 });
    const found = await search("halved", { ...common, halving: 2, measure: { planted, quality } });
    expect(found.rounds.map(({ trials }) => trials.length)).toEqual([8, 4, 2, 1]);
    expect(found.rounds.map(({ trials: [{ steps }] }) => steps)).toEqual([1, 2, 4, 8]);
    expect(found.cost).toEqual({ steps: 2 * (8 + 4 + 2 * 2 + 4), toTheEnd: 2 * 8 * 8 });
    expect(found.trials.map(({ recipe: { batchSize } }) => batchSize)).toEqual(batches.batchSize);
    const straight = await runStudy("straight", {
      ...{ base, seeds: common.seeds, processes: 0, measure: { quality } },
      arms: { best: { batchSize: 8, snapshotEvery: 1, compiled: false } },
    });
    const [best] = found.rounds[3].study.runs("batchSize 8");
    const [whole] = straight.runs("best");
    expect(best.history).toEqual(whole.history);
    expect(best.snapshots).toEqual(whole.snapshots);
    expect(best.monitors).toEqual(whole.monitors);
    expect(found.rounds[3].study.values("batchSize 8", "quality")).toEqual(straight.values("best", "quality")); // prettier-ignore
    const onward = renamed.mock.calls.filter(([, to]) => String(to).endsWith("-8.safetensors"));
    expect(onward.filter(([from]) => String(from).endsWith("-4.safetensors"))).toHaveLength(2);
    renamed.mockRestore();
  });

  it("loses a recipe that starts badly, even if it would have won; the table shows the places", async () => {
    const late = ({ recipe: { batchSize, steps } }: StudyRun) =>
      batchSize === 8 && steps === 8 ? 0 : { 8: 9, 16: 1, 32: 2, 64: 3 }[batchSize!]!;
    const told = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const found = await search("late", {
      ...common,
      space: { batchSize: [8, 16, 32, 64] },
      measure: { late },
      by: "late",
      halving: 2,
    });
    found.table();
    const text = told.mock.calls.flat().join("\n");
    told.mockRestore();
    expect(found.trials.map(({ recipe: { batchSize } }) => batchSize)).toEqual([16, 32, 64, 8]);
    expect(text).toMatch(/1 +16 +1 \[1, 1\] +1, 1, 1 +8/);
    expect(text).toMatch(/4 +8 +9 \[9, 9\] +4 +2/);
    expect(text).toContain("32 steps in all; every recipe to its end would have taken 64");
  });

  it("trains recipes with own functions anew in each round, and says so", async () => {
    const told = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const schedule = () => ({ generator: 1, discriminator: 1 });
    const own = { ...common, base: base.with({ schedule }), space: { batchSize: [8, 16] } };
    const found = await search("own", { ...own, halving: 2 });
    const text = told.mock.calls.flat().join("\n");
    told.mockRestore();
    expect(text).toContain('Trained anew in each round: "batchSize 8", "batchSize 16".');
    expect(found.cost).toEqual({ steps: 2 * (2 * 4 + 8), toTheEnd: 32 });
  });

  it("cross-validates: each recipe on each fold, measured where that was held out", async () => {
    const data = finiteDataset({
      name: "points",
      shape: [2],
      examples: Float32Array.from({ length: 20 }, (_, i) => i),
    });
    const held: number[][] = [];
    const watching = async (run: StudyRun) => {
      const { examples } = run.recipe.heldOut as typeof data;
      held.push([...examples]);
      expect((await run.data() as typeof data).count).toBe(8); // prettier-ignore
      return run.seed + examples[0];
    };
    const folded = { ...common, space: { batchSize: [8, 16] }, folds: 5 };
    const found = await search("folds", {
      ...folded,
      base: base.with({ data }),
      measure: { watching },
      by: "watching",
    });
    expect(found.trials[0].scores).toHaveLength(5);
    expect(found.trials[0].scores[0]).toBe(4 + held[0][0]); // the mean of seeds 3 and 5
    expect(new Set(held.flat()).size).toBe(20);
    const form = { subset: { data: "ring", n: 30, seed: 1 } };
    const quality = energyTo({ real: "heldOut", samples: 10 });
    const ofForm = { ...folded, base: base.with({ data: form }), measure: { quality }, by: "quality" }; // prettier-ignore
    const { study } = (await search("form", ofForm)).rounds[0];
    expect(study.runs("batchSize 8; fold 2 of 5")[0].recipe.data).toEqual({
      kFold: { data: form, k: 5, fold: 2, seed: 1, part: "train" },
    });
    const training = { ...ofForm, measure: { quality: energyTo() } };
    await expect(search("training", training)).rejects.toThrow(
      'search measure quality: with folds, samples are compared with the examples that were held out; write energyTo with real: "heldOut"',
    );
    await expect(search("endless", { ...folded, by: "planted" })).rejects.toThrow(/subset/);
  });

  it("confirms the winner on seeds that did not choose it", async () => {
    const luck = ({ recipe: { batchSize }, seed }: StudyRun) =>
      batchSize! + (seed <= 5 ? -100 : seed);
    const found = await search("lucky", { ...common, measure: { luck }, by: "luck" });
    const confirmed = await found.confirm({ seeds: 3 });
    expect(confirmed.study.seeds).toEqual([6, 7, 8]);
    expect([confirmed.searched, confirmed.winner.mean]).toEqual([-92, 15]);
    expect([confirmed.base.mean, confirmed.difference.mean]).toEqual([23, -8]);
    await expect(found.confirm({ seeds: [5, 9] })).rejects.toThrow(/found 5; it had 3, 5/);
  });

  it.each<[Partial<SearchOptions>, RegExp]>([
    [{ by: "plantd" }, /^search by: .*did you mean "planted"/],
    [{ better: undefined }, /^search better: .* of "planted", found nothing/],
    [{ halving: 1 }, /^search halving: /],
    [{ folds: 1 }, /^search folds: /],
    [{ space: { batchSize: ["many"] } }, /^space batchSize\[0\]: batchSize: wanted a number/],
  ])("refuses %j", async (change, message) => {
    await expect(search("wrong", { ...common, ...change })).rejects.toThrow(message); // prettier-ignore
  });
});
