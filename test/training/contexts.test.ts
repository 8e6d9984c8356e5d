import * as tf from "@tensorflow/tfjs";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as library from "../../src/index";
import type { ApplyContext, Layer } from "../../src/layers/layer";
import { dense } from "../../src/layers/dense";
import { nonSaturating } from "../../src/losses";
import { sequential } from "../../src/networks/sequential";
import type { Network } from "../../src/networks/network";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { snapshotOf } from "../../src/training/snapshot";
import { discriminatorStep, generatorStep, type Game } from "../../src/training/steps";
import type { Term } from "../../src/training/term";
import { trainGan } from "../../src/training/trainer";

beforeAll(() => startEngine("wasm"));

// What a layer is told when a term, a penalty or a step applies its network. Real numbers are positive, fakes are
// negative, and so each call tells of what side it was.

interface Call {
  readonly player: "generator" | "discriminator";
  readonly x: number[];
  readonly training: boolean | undefined;
  readonly labels: number[] | undefined;
  /** The first number of the stream. */
  readonly drawn: number | undefined;
}

const calls: Call[] = [];
beforeEach(() => calls.splice(0));

function listening(player: Call["player"]): Layer {
  return {
    name: `${player}/listening`,
    variables: [],
    apply(x: tf.Tensor, context: ApplyContext = {}) {
      const { training, labels, random } = context;
      calls.push({
        player,
        x: [...x.dataSync()],
        training,
        labels: labels && [...labels.dataSync()],
        drawn: random?.stream("call").normals(1)[0],
      });
      return tf.clone(x);
    },
  };
}

const classes = 3;
function player(name: Call["player"], inputs: number, outputs: number, traits = {}): Network {
  const random = seeded(1);
  return sequential({
    name,
    inputShape: [inputs],
    outputShape: [outputs],
    traits: { classes, ...traits },
    steps: [
      listening(name),
      dense({ name: `${name}/1`, inputs, outputs: 4, random }),
      tf.tanh,
      dense({ name: `${name}/2`, inputs: 4, outputs, random }),
      ...(name === "generator" ? [(x: tf.Tensor) => tf.neg(tf.softplus(x))] : []),
    ],
  });
}

const labels = { real: [0, 1, 2, 1], fake: [2, 2, 0, 1] };

/** One update of each player, with other labels for real examples than for fakes. */
function updates(game: Game): void {
  const random = seeded(3);
  const extras = {
    random,
    realLabels: tf.tensor1d(labels.real, "int32"),
    fakeLabels: tf.tensor1d(labels.fake, "int32"),
  };
  const real = tf.add(tf.abs(random.normal([4, 2])), 1);
  const latent = random.stream("latent").normal([4, 3]);
  discriminatorStep(game, tf.train.sgd(0.01), real, latent, extras);
  generatorStep(game, tf.train.sgd(0.01), latent, { ...extras, real });
}

const head = (discriminator: Network, outputs: number) =>
  library.withHead(discriminator, { outputs, features: 4, classes: outputs === classes, random: seeded(2) }); // prettier-ignore

/** Every maker of terms, and what it makes for a game. */
const makers: Record<string, (generator: Network, discriminator: Network) => Partial<Game>> = {
  gradientPenaltyTerm: () => ({ terms: [library.gradientPenaltyTerm()] }),
  r1Term: () => ({ terms: [library.r1Term()] }),
  r2Term: () => ({ terms: [library.r2Term()] }),
  draganTerm: () => ({ terms: [library.draganTerm()] }),
  lecamTerm: () => ({ terms: [library.lecamTerm()] }),
  featureMatchingTerm: () => ({ terms: [library.featureMatchingTerm()] }),
  orthogonalTerm: () => ({ terms: [library.orthogonalTerm({ player: "generator" })] }),
  pathLengthTerm: () => ({ terms: [library.pathLengthTerm()] }),
  historicalAveragingTerm: (generator) => ({
    terms: [library.historicalAveragingTerm({ player: "generator", network: generator })],
  }),
  consensusTerms: () => ({ terms: library.consensusTerms() }),
  auxiliaryClassifierTerms: (_, d) => {
    const discriminator = head(d, classes);
    return { discriminator, terms: library.auxiliaryClassifierTerms(discriminator) };
  },
  mismatchedTerm: () => ({ terms: [library.mismatchedTerm()] }),
  informationTerms: (_, d) => {
    const discriminator = head(d, 2);
    return { discriminator, terms: library.informationTerms(discriminator, { codes: 2 }) };
  },
};

/** Other levers that apply the networks. */
const levers: Record<string, Partial<Game>> = {
  "no term": {},
  "a loss that compares": { loss: library.relativisticAverage },
  unrolling: { unrolling: { steps: 2, learningRate: 0.1 } },
  accumulation: { accumulate: 2 },
};

it("every maker of terms is here", () => {
  const exported = Object.keys(library).filter((name) => /Terms?$/.test(name));
  expect(Object.keys(makers).sort()).toEqual(exported.sort());
});

describe.each([
  ...Object.entries(makers),
  ...Object.entries(levers).map(([name, lever]): [string, () => Partial<Game>] => [name, () => lever]),
])("%s", (name, make) => {
  it("applies both networks as in training, with the labels of the side and random numbers", () => {
    const [generator, discriminator] = [player("generator", 3, 2), player("discriminator", 2, 1)];
    updates({ generator, discriminator, loss: nonSaturating, ...make(generator, discriminator) });
    expect(calls.length).toBeGreaterThanOrEqual(5);
    const half = name === "accumulation" ? 2 : 4;
    const parts = (all: number[]) => (half === 4 ? [all] : [all.slice(0, 2), all.slice(2)]);
    for (const call of calls) {
      const { x } = call;
      // what lies between real ones and fakes (or around real ones) counts as real
      const fake = call.player === "generator" || x.every((value) => value < 0);
      expect(call.training).toBe(true);
      const wanted = parts(fake ? labels.fake : labels.real);
      if (name === "mismatchedTerm" && !fake) wanted.push([1, 2, 1, 0]); // each the next one's
      expect(wanted).toContainEqual(call.labels);
      expect(call.drawn).toBeTypeOf("number");
    }
    generator.dispose();
    discriminator.dispose();
  });
}); // prettier-ignore

it.each(["featureMatchingTerm", "auxiliaryClassifierTerms", "informationTerms"])(
  "%s sees the features that the scores are made of: nothing is drawn anew",
  (name) => {
    const [generator, discriminator] = [player("generator", 3, 2), player("discriminator", 2, 1)];
    updates({ generator, discriminator, loss: nonSaturating, ...makers[name](generator, discriminator) }); // prettier-ignore
    const judged = calls.filter((call) => call.player === "discriminator");
    const streams = new Map(judged.map(({ x, drawn }) => [x[0] > 0 ? "real" : "fake", drawn]));
    for (const { x, drawn } of judged) expect(drawn).toBe(streams.get(x[0] > 0 ? "real" : "fake"));
    expect(streams.get("real")).not.toBe(streams.get("fake"));
    generator.dispose();
    discriminator.dispose();
  },
);

it("the path length of a generator that mixes its batch is taken outside of training", () => {
  const generator = player("generator", 3, 2, { mixesBatch: "batch norm" });
  const discriminator = player("discriminator", 2, 1);
  const game = { generator, discriminator, loss: nonSaturating };
  updates({ ...game, terms: [library.pathLengthTerm()] });
  const modes = calls.filter((call) => call.player === "generator").map(({ training }) => training);
  expect(modes).toEqual([true, true, false]); // each player's update, and the term
});

it("snapshots and samples are taken outside of training, class by class, of the average too", async () => {
  const options = (average?: number): library.TrainingOptions => ({
    data: {
      name: "positive",
      shape: [2],
      classes,
      sample: (n, random) => tf.abs(random.normal<tf.Rank.R2>([n, 2])),
      sampleLabelled: (n, random) => ({
        examples: tf.abs(random.normal<tf.Rank.R2>([n, 2])),
        labels: tf.zeros<tf.Rank.R1>([n], "int32"),
      }),
    },
    generator: player("generator", 3, 2),
    discriminator: player("discriminator", 2, 1),
    loss: nonSaturating,
    seed: 1,
    steps: 1,
    batchSize: 4,
    snapshotSize: 5,
    learningRate: { generator: 0.01, discriminator: 0.01 },
    compiled: false,
    unchecked: true, // its range is not the data's
    ...(average !== undefined && { average }),
  });
  const run = await trainGan(options(0.9));
  calls.splice(0);
  snapshotOf(options().generator, tf.zeros([5, 3]), 0);
  run.sample(5).dispose();
  run.average!.sample(5).dispose();
  expect(calls.map(({ training, labels: told }) => [training, told])).toEqual(
    Array(3).fill([undefined, [0, 1, 2, 0, 1]]),
  );
  run.dispose();
});

it("a term of one's own gets the labels and the stream of a side by its name", () => {
  const [generator, discriminator] = [player("generator", 3, 2), player("discriminator", 2, 1)];
  const mine: Term = {
    name: "mine",
    player: "generator",
    weight: 1,
    value: ({ critic, fake, context }) => {
      expect([...context("fake").labels!.dataSync()]).toEqual(labels.fake);
      expect([...context("real").labels!.dataSync()]).toEqual(labels.real);
      return tf.mean(tf.add(critic(fake), critic(fake, "fake")));
    },
  };
  updates({ generator, discriminator, loss: nonSaturating, terms: [mine] });
  expect(calls.slice(-2).map((call) => call.labels)).toEqual([labels.real, labels.fake]);
});
