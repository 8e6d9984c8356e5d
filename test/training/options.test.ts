import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { ring } from "../../src/data/mixture";
import { minimax, nonSaturating, relativisticAverage } from "../../src/losses";
import { mlp } from "../../src/networks/mlp";
import type { Network } from "../../src/networks/network";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { adaptiveStrength } from "../../src/training/augment/adaptive";
import type { TrainingOptions } from "../../src/training/options";
import { cosineRate, linearRate } from "../../src/training/rates";
import { draganTerm, gradientPenaltyTerm, r1Term, r2Term } from "../../src/training/terms/slopes";
import { informationTerms, withHead } from "../../src/training/terms/heads";
import {
  consensusTerms,
  featureMatchingTerm,
  historicalAveragingTerm,
  orthogonalTerm,
  pathLengthTerm,
} from "../../src/training/terms/others";
import { trainGan } from "../../src/training/trainer";

beforeAll(() => startEngine("wasm"));

const made: Network[] = [];
afterEach(() => {
  made.splice(0).forEach((network) => {
    network.dispose();
  });
});

function player(name: string, inputs: number, outputs: number): Network {
  const network = mlp({
    name,
    inputs,
    hidden: [8],
    outputs,
    activation: tf.tanh,
    random: seeded(1),
  });
  made.push(network);
  return network;
}

/** A small training; what a test is about, it changes. */
function small(changes: Partial<TrainingOptions> = {}): TrainingOptions {
  return {
    data: ring({ std: 0.1 }),
    generator: player("generator", 4, 2),
    discriminator: player("discriminator", 2 * (changes.packing ?? 1), 1),
    loss: nonSaturating,
    seed: 1,
    steps: 8,
    batchSize: 8,
    snapshotSize: 5,
    learningRate: { generator: 1e-2, discriminator: 1e-2 },
    ...changes,
  };
}

type Make = () => Partial<TrainingOptions>;
const headed = () => {
  const discriminator = withHead(player("discriminator", 2, 1), {
    outputs: 2,
    features: 8,
    random: seeded(2),
  });
  return { discriminator, terms: informationTerms(discriminator, { codes: 2, weight: 0.5 }) };
};

/** Each option of the trainer by itself. */
const options: [name: string, make: Make][] = [
  ["two generator updates", () => ({ generatorSteps: 2 })],
  ["a schedule", () => ({ schedule: (step) => ({ generator: step % 2, discriminator: 1 + (step % 3) }) })],
  // its last bias has no gradient but rounding, of which Adam would make a whole step
  ["a loss that compares", () => ({ loss: relativisticAverage, optimizer: (rate) => tf.train.sgd(rate) })],
  ["instance noise", () => ({ instanceNoise: linearRate({ from: 0.5, to: 0, steps: 6 }) })],
  ["packing", () => ({ packing: 4 })],
  ["top-k", () => ({ topK: (step) => (step > 3 ? 0.5 : 1) })],
  ["unrolling", () => ({ unrolling: { steps: 3, learningRate: 0.1 } })],
  ["an average", () => ({ average: 0.9 })],
  ["accumulation", () => ({ accumulate: 2 })],
  ["gradient clipping by value", () => ({ clip: { generator: { value: 1e-3 }, discriminator: { value: 1e-2 } } })],
  ["gradient clipping by norm", () => ({ clip: { discriminator: { norm: 0.1 } } })],
  ["weight clipping", () => ({ weightClip: 0.05 })],
  ["a rate on a schedule", () => ({ learningRate: { generator: cosineRate({ from: 1e-2, to: 1e-4, steps: 8 }), discriminator: 1e-2 } })],
  ["momentum", () => ({ optimizer: (rate) => tf.train.momentum(rate, 0.9) })],
  ["RMSProp", () => ({ optimizer: (rate) => tf.train.rmsprop(rate) })],
  ["SGD", () => ({ optimizer: (rate) => tf.train.sgd(rate) })],
  ["WGAN-GP's penalty", () => ({ terms: [gradientPenaltyTerm()] })],
  ["lazy R1 and R2", () => ({ terms: [r1Term({ weight: 1, every: 3 }), r2Term({ weight: 0.5, every: 2 })] })],
  ["a term on a schedule", () => ({ terms: [draganTerm({ weight: (step) => 1 / step })] })],
  ["feature matching alone", () => ({ terms: [featureMatchingTerm()], adversarialWeight: 0 })],
  ["orthogonal weights", () => ({ terms: [orthogonalTerm({ player: "generator", weight: 0.1 })] })],
  ["path lengths", () => ({ terms: [pathLengthTerm({ every: 2 })] })],
  ["consensus", () => ({ terms: consensusTerms({ weight: 0.1 }) })],
  ["historical averaging", () => {
    const generator = player("generator", 4, 2);
    return { generator, terms: [historicalAveragingTerm({ player: "generator", network: generator })] };
  }],
  ["InfoGAN", headed],
  ["adaptive augmentation", () => ({
    augment: (x, random, strength) =>
      tf.add(x, tf.mul(random.normal(x.shape as [number, number]), strength)),
    augmentStrength: adaptiveStrength({ target: 0.1, speed: 0.1 }),
  })],
]; // prettier-ignore

let plain: Float32Array;
beforeAll(async () => {
  plain = (await trainGan(small())).snapshots.at(-1)!.samples;
});

describe.each(options)("%s", (name, make) => {
  it("trains, compiled as eagerly, and otherwise than without it", async () => {
    const compiled = await trainGan(small(make()));
    const eager = await trainGan(small({ ...make(), compiled: false }));
    expect([compiled.compiled, eager.compiled]).toEqual([true, false]);
    expect([compiled.stopped, compiled.stepsDone, eager.stepsDone]).toEqual(["finished", 8, 8]);
    for (const column of Object.keys(eager.history) as (keyof typeof eager.history)[]) {
      compiled.history[column].forEach((value, i) => {
        const wanted = eager.history[column][i];
        expect(Math.abs(value - wanted), `${column} ${i}`).toBeLessThan(
          2e-4 * (1 + Math.abs(wanted)),
        );
      });
    }
    compiled.snapshots.at(-1)!.samples.forEach((value, i) => {
      expect(value).toBeCloseTo(eager.snapshots.at(-1)!.samples[i], 3);
    });
    // an average follows, and changes nothing
    if (name === "an average") expect(compiled.snapshots.at(-1)!.samples).toEqual(plain);
    else expect(compiled.snapshots.at(-1)!.samples).not.toEqual(plain);
    for (const run of [compiled, eager]) run.average?.dispose();
  });
});

it("no option leaves a tensor behind, however many steps it trains", async () => {
  for (const [name, make] of options) {
    const counts: number[] = [];
    for (const steps of [2, 6]) {
      const given = small({ ...make(), steps, snapshotEvery: 100, compiled: false });
      const before = tf.memory().numTensors;
      const run = await trainGan(given);
      run.average?.dispose();
      counts.push(tf.memory().numTensors - before);
    }
    // TensorFlow.js's momentum optimiser keeps one scalar each when it is disposed
    const own = name === "momentum" ? 2 : 0;
    expect(counts, name).toEqual([own, own]);
  }
});

describe("what the options do", () => {
  it("an average lies behind the weights, by its own rule", async () => {
    const given = small({ average: 0.5, steps: 1, snapshotEvery: 1 });
    const before = given.generator.variables[0].dataSync().slice();
    const run = await trainGan(given);
    const after = given.generator.variables[0].dataSync();
    run.average!.variables[0].dataSync().forEach((value, i) => {
      expect(value).toBeCloseTo((before[i] + after[i]) / 2, 6);
    });
    expect(run.snapshots[1].averageSamples).not.toEqual(run.snapshots[1].samples);
    expect(run.average!.sample(3).dataSync()).not.toEqual(run.sample(3).dataSync());
    run.average!.dispose();
  });

  it("weight clipping bounds every weight of the discriminator, and of it alone", async () => {
    const given = small({ weightClip: 0.05 });
    await trainGan(given);
    const greatest = (network: Network) =>
      Math.max(...network.variables.map((v) => v.abs().max().dataSync()[0]));
    expect(greatest(given.discriminator)).toBeCloseTo(0.05, 6);
    expect(greatest(given.generator)).toBeGreaterThan(0.1);
  });

  it("parts of a batch have the gradient of the whole", async () => {
    const [whole, parts] = [await trainGan(small()), await trainGan(small({ accumulate: 4 }))];
    whole.history.generatorGradient.forEach((value, i) => {
      expect(parts.history.generatorGradient[i]).toBeCloseTo(value, 4);
      expect(parts.history.discriminatorAccuracy[i]).toBeCloseTo(
        whole.history.discriminatorAccuracy[i],
        6,
      );
    });
  });

  it("SGD on a schedule of rates moves as SGD with those rates", async () => {
    const rates = [0.5, 0.25];
    const given = small({
      optimizer: (rate) => tf.train.sgd(rate),
      learningRate: { generator: 0.1, discriminator: (step) => rates[step - 1] },
      steps: 2,
      snapshotEvery: 1,
    });
    const seen: Float32Array[] = [given.discriminator.variables[1].dataSync<"float32">().slice()];
    const run = await trainGan({
      ...given,
      onSnapshot: ({ step }) => {
        if (step > 0) seen.push(given.discriminator.variables[1].dataSync<"float32">().slice());
      },
    });
    const steady = await trainGan(small({
      optimizer: (rate) => tf.train.sgd(rate),
      learningRate: { generator: 0.1, discriminator: 0.5 },
      steps: 1,
    })); // prettier-ignore
    // the first step is that of rate .5, and the gradient's length is the way by the rate
    expect(run.history.discriminatorGradient[0]).toBeCloseTo(
      steady.history.discriminatorGradient[0],
      5,
    );
    const way = seen[2].map((value, i) => value - seen[1][i]);
    const length = Math.hypot(...way);
    expect(length).toBeLessThan(0.25 * run.history.discriminatorGradient[1] + 1e-6);
    expect(length).toBeGreaterThan(0);
  });

  it("lazy terms take part in every so-manieth step with so many times the weight", async () => {
    const always = await trainGan(small({ terms: [r1Term({ weight: 3 })], steps: 1 }));
    const lazy = await trainGan(small({ terms: [r1Term({ weight: 1, every: 3 })], steps: 7 }));
    const { discriminatorPenalty } = lazy.history;
    expect(discriminatorPenalty.map((value) => value > 0)).toEqual([true, false, false, true, false, false, true]); // prettier-ignore
    expect(discriminatorPenalty[0]).toBeCloseTo(always.history.discriminatorPenalty[0], 6);
  });

  it("a schedule sees the history and decides the updates", async () => {
    const seen: number[] = [];
    const run = await trainGan(
      small({
        schedule: (step, { step: done }) => {
          seen.push(done.length);
          return { discriminator: step === 2 ? 0 : 1, generator: step };
        },
        steps: 4,
      }),
    );
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(run.history.discriminatorUpdates).toEqual([1, 0, 1, 1]);
    expect(run.history.generatorUpdates).toEqual([1, 2, 3, 4]);
    // without an update, the row before is repeated
    expect(run.history.discriminatorLoss[1]).toBe(run.history.discriminatorLoss[0]);
    await expect(trainGan(small({ schedule: () => ({ discriminator: -1, generator: 1 }) }))).rejects.toThrow("found -1"); // prettier-ignore
  });

  it("adaptive augmentation goes up while the discriminator knows the real ones", async () => {
    const run = await trainGan(
      small({
        augment: (x) => x,
        augmentStrength: adaptiveStrength({ target: -0.99, speed: 0.1, most: 0.25 }),
        steps: 5,
      }),
    );
    [0, 0.1, 0.2, 0.25, 0.25].forEach((wanted, i) => {
      expect(run.history.augmentStrength[i]).toBeCloseTo(wanted, 6);
    });
  });

  it("ends early when asked to at a snapshot", async () => {
    const run = await trainGan(
      small({ steps: 20, snapshotEvery: 4, stopWhen: ({ stepsDone }) => stepsDone >= 8 }),
    );
    expect([run.stopped, run.stepsDone, run.snapshots.at(-1)?.step]).toEqual([
      "stopped-early",
      8,
      8,
    ]);
  });

  it("a greater unrolling foresees a discriminator that is further on", async () => {
    // a step of 0 length foresees the discriminator as it is
    const plain = await trainGan(small({ loss: minimax, steps: 1 }));
    const none = await trainGan(small({ loss: minimax, steps: 1, unrolling: { steps: 2, learningRate: 0 } })); // prettier-ignore
    const far = await trainGan(small({ loss: minimax, steps: 1, unrolling: { steps: 5, learningRate: 0.5 } })); // prettier-ignore
    expect(none.history.generatorLoss[0]).toBeCloseTo(plain.history.generatorLoss[0], 6);
    // the foreseen discriminator is better, so the minimax loss of the generator is greater... to D's gain
    expect(far.history.generatorLoss[0]).toBeGreaterThan(plain.history.generatorLoss[0]);
  });
});

describe("what does not fit is refused", () => {
  const mixing = (): Partial<TrainingOptions> => ({
    discriminator: { ...player("discriminator", 2, 1), traits: { mixesBatch: "batch norm" } },
    terms: [r1Term()],
  });
  const conditional = (): Partial<TrainingOptions> => ({
    generator: { ...player("generator", 4, 2), traits: { classes: 3 } },
  });
  it.each<[string, Make, string]>([
    ["batch norm under a slope penalty", mixing, "batch norm and a penalty on the slope"],
    ["labels that the data do not have", conditional, "labels of 3 classes"],
    ["a batch that is no multiple", () => ({ packing: 3 }), "batchSize / (packing × accumulate)"],
    ["a term twice", () => ({ terms: [r1Term(), r1Term()] }), 'found "r1" twice'],
  ])("%s", async (_, make, message) => {
    await expect(trainGan(small(make()))).rejects.toThrow(message);
    await expect(trainGan(small(make()))).rejects.toThrow(TypeError);
  });
}); // prettier-ignore
