import type * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { checked } from "../../src/arguments/checked";
import * as index from "../../src/index";
import { expectData, ownParts } from "../../src/recipes/own";
import type { RecipeParts } from "../../src/recipes/parts";
import { dataOf } from "../../src/levers/lever";
import { trustSources } from "../../src/levers/own";
import { budgets } from "../../src/evidence/budget";
import { partsUnder } from "../../src/studies/budget";
import { emptyHistory } from "../../src/training/history";
import type { Recipe, RecipeChange } from "../../src/recipes/recipe";

const {
  finiteDataset,
  leakyRelu,
  minimax,
  mlp,
  onPlane,
  own,
  r1Term,
  recipe,
  recipes,
  ring,
  seeded,
  startEngine,
  trainGan,
  xavierUniform,
} = checked(index);

beforeAll(() => startEngine("wasm"));

const start = recipe({
  data: { onPlane: { data: { ring: { std: 0.05 } }, dimensions: 16, seed: 0 } },
  generator: { mlp: { inputs: 4, hidden: [8], init: "xavierUniform" } },
  discriminator: { mlp: { hidden: [8], activation: "leakyRelu", init: "xavierUniform" } },
  loss: "minimax",
  learningRate: { generator: 5e-4, discriminator: 1e-3 },
  discriminatorSteps: 2,
  batchSize: 8,
  steps: 4,
  snapshotSize: 4,
  snapshotEvery: 4,
});

it("is trained to the last digit as the same training of objects", async () => {
  const random = seeded(7);
  const data = onPlane(ring({ std: 0.05 }), 16, seeded(0));
  const shared = { hidden: [8], init: xavierUniform };
  const byHand = await trainGan({
    data,
    generator: mlp({ ...shared, name: "generator", inputs: 4, outputs: 16, random: random.stream("generator") }),
    discriminator: mlp({ ...shared, name: "discriminator", inputs: 16, outputs: 1, activation: leakyRelu, random: random.stream("discriminator") }),
    loss: minimax,
    learningRate: { generator: 5e-4, discriminator: 1e-3 },
    discriminatorSteps: 2,
    batchSize: 8,
    steps: 4,
    snapshotSize: 4,
    snapshotEvery: 4,
    seed: 7,
  }); // prettier-ignore
  const run = await trainGan({ ...start, seed: 7 });
  expect(run.history).toEqual(byHand.history);
  expect(run.snapshots).toEqual(byHand.snapshots);
  const again = await trainGan(await start.options({ seed: 7 }));
  expect(again.history).toEqual(byHand.history);
  for (const each of [run, byHand, again]) each.dispose();
});

describe("a named recipe", () => {
  it("is the game of notebook 03, to the last digit", async () => {
    const random = seeded(3);
    const network = { hidden: [64, 64], init: xavierUniform };
    const short = { steps: 3, snapshotEvery: 3, seed: 3 };
    const byHand = await trainGan({
      data: onPlane(ring({ modes: 8, std: 0.05 }), 64, seeded(0)),
      generator: mlp({ ...network, name: "generator", inputs: 8, outputs: 64, random: random.stream("generator") }),
      discriminator: mlp({ ...network, name: "discriminator", inputs: 64, outputs: 1, activation: leakyRelu, dropout: 0, random: random.stream("discriminator") }),
      loss: minimax,
      learningRate: { generator: 5e-4, discriminator: 1e-3 },
      discriminatorSteps: 2,
      instanceNoise: 0,
      terms: [],
      batchSize: 32,
      ...short,
    });
    const run = await trainGan({ ...recipes.ringOnPlane, ...short });
    expect(run.history).toEqual(byHand.history);
    for (const each of [run, byHand]) each.dispose();
  }); // prettier-ignore

  it.each(Object.keys(recipes))("%s is a recipe", (name) => {
    expect(String(recipes[name as keyof typeof recipes])).toMatch(/^recipe\(\{/);
  });
});

it("takes values of the library beside data, and gives their data", () => {
  const mixed = start.with({ terms: [r1Term({ weight: 1 })], data: ring({ modes: 5 }) });
  expect(mixed.terms).toEqual([{ r1Term: { weight: 1, every: 1 } }]);
  expect(mixed.data).toEqual({ ring: { modes: 5, radius: 1, std: 0.01 } });
});

describe("with", () => {
  const changes: readonly [string, RecipeChange, object][] = [
    ["a number", { steps: 9 }, { steps: 9 }],
    [
      "a parameter inside of data",
      { data: { onPlane: { data: { ring: { modes: 5 } } } } },
      { data: { onPlane: { data: { ring: { std: 0.05, modes: 5 } }, dimensions: 16, seed: 0 } } },
    ],
    ["a lever of another name", { data: { grid: { side: 3 } } }, { data: { grid: { side: 3 } } }],
    [
      "a list as a whole",
      { generator: { mlp: { hidden: [4, 4] } } },
      { generator: { mlp: { inputs: 4, hidden: [4, 4], init: "xavierUniform" } } },
    ],
    ["one player's rate", { learningRate: { generator: 1 } }, { learningRate: { generator: 1, discriminator: 1e-3 } }],
    ["both rates", { learningRate: 2 }, { learningRate: 2 }],
    ["a part away", { batchSize: undefined }, {}],
  ]; // prettier-ignore
  it.each(changes)("changes %s", (_, change, wanted) => {
    const changed = start.with(change);
    expect(Object.fromEntries(Object.keys(wanted).map((name) => [name, changed[name as "data"]]))).toEqual(wanted); // prettier-ignore
    if ("batchSize" in change) expect("batchSize" in changed).toBe(false);
    const untouched = Object.keys(start).filter(
      (name) => !(name in change),
    ) as (keyof RecipeParts)[];
    for (const name of untouched) expect(changed[name]).toEqual(start[name]);
  });

  it("leaves the recipe as it is", () => {
    expect(Object.isFrozen(start) && Object.isFrozen(start.generator)).toBe(true);
    expect(() => Object.assign(start, { steps: 5 })).toThrow(TypeError);
  });
});

it("is JSON, which makes the same recipe again", () => {
  const text = JSON.stringify(start);
  const again = recipe(JSON.parse(text) as Recipe);
  expect(again).toEqual(start);
  expect(JSON.stringify(again)).toBe(text);
});

it("is printed with what differs from the defaults", () => {
  const shown = start.with({
    batchSize: 64,
    terms: [{ r1Term: { weight: 10 } }, { draganTerm: { weight: 3, every: 1 } }],
    learningRate: { generator: 1e-3, discriminator: 1e-3 },
  });
  expect(String(shown)).toBe(`recipe({
  data: { onPlane: { data: { ring: { std: 0.05 } }, dimensions: 16, seed: 0 } },
  generator: { mlp: { inputs: 4, hidden: [8] } },
  discriminator: { mlp: { hidden: [8], activation: "leakyRelu" } },
  loss: "minimax",
  learningRate: 0.001,
  discriminatorSteps: 2,
  steps: 4,
  snapshotSize: 4,
  snapshotEvery: 4,
  terms: ["r1Term", { draganTerm: { weight: 3 } }],
})`);
});

describe("refuses", () => {
  const wrong: readonly [change: object, message: string][] = [
    [{ stpes: 4 }, 'recipe stpes: wanted a known name, found "stpes"; did you mean "steps"?'],
    [{ seed: 1 }, "recipe seed: belongs to one training, not to a recipe; write trainGan({ ...recipe, seed: … })"],
    [{ data: "rings" }, 'recipe data: wanted a data set, found "rings"; did you mean "ring"?'],
    [{ data: { ring: { mode: 5 } } }, 'recipe data.ring.mode: wanted a known name, found "mode"; did you mean "modes"?'],
    [{ data: { onPlane: { data: { ring: { modes: "5" } } } } }, 'recipe data.onPlane.data.ring.modes: wanted a number, found "5"'],
    [{ loss: "hing" }, 'recipe loss: wanted a loss, found "hing"; did you mean "hinge"?'],
    [{ steps: "4" }, 'recipe steps: wanted a number, found "4"'],
    [{ steps: undefined }, "recipe steps: wanted a number of steps, found nothing"],
    [{ terms: { r1Term: {} } }, "recipe terms: wanted a list, found { r1Term }"],
    [{ terms: [{ r1Term: { weight: "1" } }] }, "recipe terms[0].r1Term.weight: wanted a number or a rate, found \"1\""],
    [{ generator: { mlp: { activation: "rellu" } } }, 'recipe generator.mlp.activation: wanted an activation, found "rellu"; did you mean "relu"?'],
    [{ generator: { dcganGenerator: {} } }, "recipe generator.dcganGenerator.width: wanted a number, found nothing"],
    [{ learningRate: { generator: { linearRate: { from: 1, to: 0 } } } }, "recipe learningRate.generator.linearRate.steps: wanted a number, found nothing"],
    [{ data: ring }, "recipe data: wanted a Dataset such as grid(…) or ring(…), found the function ring; call it: ring()"],
  ]; // prettier-ignore
  it.each(wrong)("%j", (change, message) => {
    expect(() => start.with(change)).toThrow(message);
  });
});

describe("what somebody wrote by hand", () => {
  const mine = { ...minimax, name: "mine" };
  const schedule = () => ({ generator: 1, discriminator: 3 });
  const own = start.with({ loss: mine, schedule });

  it("stays as it is, and is trained with", async () => {
    expect(own.loss).toBe(mine);
    const run = await trainGan({ ...own, seed: 1 });
    expect(run.history.discriminatorUpdates).toEqual([3, 3, 3, 3]);
    run.dispose();
  });

  it("is told by its name and source", () => {
    const data = own.toJSON();
    expect(data.loss).toMatchObject({ own: "mine", name: "mine" });
    expect(data.schedule).toMatchObject({ own: "schedule", source: String(schedule) });
    expect(String(own)).toMatch(/loss: own "mine"/);
  });

  it("can not be made from data, which is said in one sentence", () => {
    expect(() => recipe(JSON.parse(JSON.stringify(own)) as RecipeParts)).toThrow(
      'recipe loss: "mine" is not made by the library, or holds numbers that are no part of a recipe: it cannot be made again from data, nor follow to another process',
    );
    expect(() => {
      expectData(own);
    }).toThrow(/^recipe loss: "mine" is not made by the library.*Train in this process/);
    expectData(start);
  });

  it("are networks with their weights, and examples in memory, too", () => {
    const network = mlp({ name: "g", inputs: 4, hidden: [], outputs: 16, random: seeded(1) });
    const examples = finiteDataset({ name: "mine", shape: [16], examples: new Float32Array(16) });
    const mixed = start.with({ generator: network, heldOut: examples });
    expect(mixed.generator).toBe(network);
    expect(ownParts(mixed).map(({ path, name }) => [path, name])).toEqual([
      ["generator", "mlp"],
      ["heldOut", "finiteDataset"],
    ]);
    const text = JSON.stringify({ ...start, data: mixed.toJSON().heldOut });
    const again = recipe(JSON.parse(text) as RecipeParts);
    return expect(again.options({ seed: 1 })).rejects.toThrow(/the examples of "mine" lie in memory only/);
  }); // prettier-ignore
});

describe("own values with their inputs", () => {
  const schedule = (steps: number) =>
    own(
      ({ most }) =>
        (step: number) => ({ generator: 1, discriminator: Math.min(step, most) }),
      { most: steps },
    );
  const patient = start.with({ schedule: schedule(2) });

  it("are data, and train", async () => {
    expectData(patient);
    const run = await trainGan({ ...patient, seed: 1 });
    expect(run.history.discriminatorUpdates).toEqual([1, 2, 2, 2]);
    run.dispose();
    expect(dataOf(schedule(2))).not.toEqual(dataOf(schedule(3)));
    expect(dataOf(schedule(2))).toEqual(dataOf(schedule(2)));
  });

  const points = (at: number) =>
    own(
      ({ at }, { tf }) => ({
        name: "points",
        shape: [2],
        sample: (n: number) => tf.fill([n, 2], at),
      }),
      { at: at },
    );

  it("are one whole as data: they replace, are replaced, and stay themselves under any budget", async () => {
    const first = start.with({ data: points(1) });
    expect(Object.keys(first.data)).toEqual(["name", "shape", "sample"]);
    const second = first.with({ data: points(2) });
    expect(dataOf(second.data)).toMatchObject({ own: { inputs: { at: 2 } } });
    expect(second.with({ data: { ring: { modes: 5 } } }).data).toEqual({ ring: { modes: 5 } });
    for (const budget of budgets) {
      const parts = partsUnder(budget, { ...second }, 0.5);
      expect(parts.data).toBe(second.data);
      expectData(parts);
    }
    const run = await trainGan({ ...second, seed: 1 });
    expect(run.stepsDone).toBe(start.steps);
    run.dispose();
  });

  it("may stand inside a network, as its activation", async () => {
    const cube = own(
      (_, { tf }) =>
        (x: tf.Tensor) =>
          tf.pow(x, 3),
    ); // of no inputs
    const cubic = start.with({ generator: { mlp: { hidden: [3], activation: cube } } });
    expectData(cubic);
    expect(JSON.stringify(cubic)).toContain('"own":{"source":');
    const run = await trainGan({ ...cubic, seed: 1 });
    expect(run.stepsDone).toBe(start.steps);
    run.dispose();
  });

  it("are made again only where sources are trusted, and say what they miss", async () => {
    const again = recipe(JSON.parse(JSON.stringify(patient)) as RecipeParts);
    await expect(again.options({ seed: 1 })).rejects.toThrow(
      "recipe schedule: wanted a value, found the source of a program, which is not run from data alone; write it with own(…)",
    );
    trustSources();
    const { schedule: made } = await again.options({ seed: 1 });
    expect(made!(9, emptyHistory())).toEqual({ generator: 1, discriminator: 2 });
    const outer = 3;
    const closed = start.with({ schedule: own(() => () => ({ generator: outer, discriminator: nowhere }), {}) });
    const far = recipe(JSON.parse(JSON.stringify(closed)) as RecipeParts);
    const far2 = await far.options({ seed: 1 });
    expect(() => far2.schedule!(1, emptyHistory())).toThrow(/is not defined/);
    const broken = { ...far, schedule: { own: { source: "() => outside", inputs: {} } } };
    await expect(recipe(broken as RecipeParts).options({ seed: 1 })).rejects.toThrow(
      "recipe schedule: outside is not defined. In another process an own value sees its inputs, tf and what JavaScript has: hand over the rest by inputs",
    );
  }); // prettier-ignore
});

declare const nowhere: number;
