import os from "node:os";
import path from "node:path";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { nonSaturating } from "../../src/losses";
import { startEngine } from "../../src/runtime/engine";
import type { TrainingOptions } from "../../src/training/options";
import { trainGan, type TrainingRun } from "../../src/training/trainer";
import {
  dataFor,
  levers,
  options,
  refusedPairs,
  trained,
  type LeverRow,
  type Made,
} from "./tables/levers";
import { networks, pairs, type PairRow } from "./tables/networks"; // prettier-ignore

beforeAll(() => startEngine("wasm"));

// Every network meets every lever, eagerly. Compiling takes most of the time: each pair is compiled in two of the
// groups, and each group with several pairs.

const groups = [...new Set(levers.map(({ group }) => group))];

function made(pair: PairRow): Made {
  return { pair, generator: pair.generator.make(), discriminator: pair.discriminator.make() };
}

/** A training of two steps with these levers. */
function trainingOf(pair: PairRow, pulled: readonly LeverRow[]): TrainingOptions {
  const players = made(pair);
  const { generator, discriminator } = players;
  const all = pulled.map((lever) => lever.make(players));
  const given = Object.assign({}, ...all) as Partial<TrainingOptions>;
  return {
    generator,
    discriminator,
    data: dataFor(players),
    loss: nonSaturating,
    seed: 1,
    steps: 2,
    batchSize: 4,
    latentSize: pair.generator.inputs,
    packing: pair.discriminator.traits.packing ?? 1,
    learningRate: { generator: 1e-3, discriminator: 1e-3 },
    // Adam makes a whole step of a gradient that is nothing but rounding, such as that of a bias in front of batch norm
    ...(given.beta1 === undefined && { optimizer: (rate) => tf.train.sgd(rate) }),
    snapshotEvery: 2,
    snapshotSize: 4,
    ...given,
    terms: all.flatMap(({ terms = [] }) => terms),
  };
}

async function train(training: TrainingOptions): Promise<TrainingRun> {
  const run = await trainGan(training);
  expect([run.stopped, run.stepsDone, run.problem]).toEqual(["finished", 2, undefined]);
  return run;
}

function free(run: TrainingRun, training: TrainingOptions): void {
  run.dispose();
  for (const { states = [] } of training.terms ?? []) tf.dispose([...states]);
}

/** What a training has measured and made: its history, its samples and those of its average. */
function numbersOf({ history, snapshots }: TrainingRun): number[] {
  const columns = Object.values(history).flatMap((column) => [...(column as ArrayLike<number> & Iterable<number>)]);
  const { samples, averageSamples = [] } = snapshots.at(-1)!;
  return [...columns, ...samples, ...averageSamples];
} // prettier-ignore

const furthest = (found: readonly number[], wanted: readonly number[]) =>
  Math.max(...wanted.map((value, i) => Math.abs(found[i] - value) / (1 + Math.abs(value))));

describe.each(trained.map((pair, i) => ({ pair, i, name: pair.name })))("$name", ({ pair, i }) => {
  it.each(groups)(
    "trains with the levers of group %i",
    async (group) => {
      const pulled = levers.filter((lever) => lever.group === group && !lever.refused?.(pair));
      if (pulled.length === 0) return;
      const training = trainingOf(pair, pulled);
      const eager = await train({ ...training, compiled: false });
      const wanted = numbersOf(eager);
      expect(wanted.filter((value) => !Number.isFinite(value))).toEqual([]);
      free(eager, training);
      if (![i, i + 3].some((place) => groups[place % groups.length] === group)) return;
      const again = trainingOf(pair, pulled);
      const compiled = await train(again);
      expect(compiled.compiled).toBe(true);
      const found = numbersOf(compiled);
      expect(found).toHaveLength(wanted.length);
      // 3e-3 is consensus, whose gradient through instance norm is some hundreds long: float32 shows
      expect(furthest(found, wanted)).toBeLessThan(5e-3);
      free(compiled, again);
    },
    120_000,
  );

  it("refuses the levers that make no sense, and says why", async () => {
    for (const lever of levers) {
      const message = lever.refused?.(pair);
      if (message === undefined) continue;
      const training = { ...trainingOf(pair, [lever]), compiled: false };
      await expect(trainGan(training), lever.name).rejects.toThrow(message);
      await expect(trainGan(training), lever.name).rejects.toThrow(TypeError);
      training.generator.dispose();
      training.discriminator.dispose();
    }
  });

  it("is kept in a checkpoint with all its states, and comes back", async () => {
    const file = path.join(os.tmpdir(), `levers-${i}.safetensors`);
    const stateful = levers.filter(({ name }) => /average|averaging/.test(name));
    const [first, second] = [0, 1].map(() => ({
      ...trainingOf(pair, stateful),
      compiled: false,
      checkpoint: { file },
    }));
    const [run, kept] = [await train(first), await train(second)];
    expect(numbersOf(kept)).toEqual(numbersOf(run));
    const sampled = [run, kept].map((each) => [
      ...each.sample(3).dataSync(),
      ...each.average!.sample(3).dataSync(),
    ]);
    expect(sampled[1]).toEqual(sampled[0]);
    free(run, first);
    free(kept, second);
  });
});

it.each(refusedPairs)("$name is refused", async (pair, message) => {
  const training = trainingOf(pair, []);
  await expect(trainGan(training)).rejects.toThrow(new TypeError(message));
  training.generator.dispose();
  training.discriminator.dispose();
});

describe("the table", () => {
  const players: Made[] = trained.map(made);
  const refuses = (lever: LeverRow, pair: PairRow) => lever.refused?.(pair) !== undefined;

  it("has every network, in a pair that is trained or in one that is refused", () => {
    const rows = [...trained, ...refusedPairs.map(([pair]) => pair)];
    const found = new Set(rows.flatMap(({ generator, discriminator }) => [generator, discriminator]));
    expect(networks.filter((row) => !found.has(row))).toEqual([]);
    expect(trained.length + refusedPairs.length).toBeGreaterThan(pairs.length);
  }); // prettier-ignore

  it("pulls every option that has to do with the networks", () => {
    const pulled = new Set(
      levers.flatMap((lever) => {
        const at = players.find(({ pair }) => !refuses(lever, pair))!;
        return Object.keys(lever.make({ ...at, ...made(at.pair) }));
      }),
    );
    const named = Object.entries(options).filter(([, where]) => where === "lever");
    const always = Object.entries(options).filter(([, where]) => where === "always");
    for (const [name] of always) pulled.delete(name); // a lever that changes the discriminator
    expect(named.map(([name]) => name).sort()).toEqual([...pulled].sort());
    const given = { ...trainingOf(trained[0], []), compiled: true, checkpoint: { file: "" } };
    for (const [name] of always) expect(Object.keys(given)).toContain(name);
  });

  it("pulls no two levers of a group at one option, but for terms", () => {
    for (const group of groups) {
      for (const at of players) {
        const pulled = levers.filter((lever) => lever.group === group && !refuses(lever, at.pair));
        const names = pulled.flatMap((lever) => Object.keys(lever.make(at)));
        const single = names.filter((name) => name !== "terms");
        expect(single.sort()).toEqual([...new Set(single)].sort());
      }
    }
  });

  it("has a pair for every lever", () => {
    for (const lever of levers) {
      expect(trained.some((pair) => !refuses(lever, pair))).toBe(true);
    }
  });
});
