import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { finiteDataset, type FiniteDataset } from "../../src/data/finite";
import { balanced, split } from "../../src/data/sampling";
import type { ApplyContext } from "../../src/layers/layer";
import { nonSaturating, relativisticAverage } from "../../src/losses";
import { mlp } from "../../src/networks/mlp";
import type { Network } from "../../src/networks/network";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import type { TrainingOptions } from "../../src/training/options";
import { discriminatorStep } from "../../src/training/steps";
import { consensusTerms, pathLengthTerm } from "../../src/training/terms/others";
import { gradientPenaltyTerm, r1Term, r2Term } from "../../src/training/terms/slopes";
import { trainGan } from "../../src/training/trainer";

// The label can be read from the example: its first number is the label. The generator too puts the label that it is
// asked for into the first number, so whatever a discriminator is shown, real, fake or between, must agree with the
// label that it is shown with.

beforeAll(() => startEngine("wasm"));

const classes = 7;

/** Example i has the label i mod 7 first, then a number of its own. */
function readable(count: number): FiniteDataset {
  const labels = Uint8Array.from({ length: count }, (_, i) => i % classes);
  const own = seeded(4).normals(count);
  const examples = Float32Array.from({ length: 2 * count }, (_, i) =>
    i % 2 === 0 ? labels[i / 2] : own[(i - 1) / 2],
  );
  return finiteDataset({ name: "readable", shape: [2], examples, labels, classes });
}

interface Pairs {
  pairs: number;
  readonly wrong: string[];
  unlabelled: number;
}

/** Notes what the network is shown. */
function watched(network: Network, seen: Pairs): Network {
  const note = (x: tf.Tensor, context?: ApplyContext) => {
    if (!context?.labels) {
      seen.unlabelled++;
      return;
    }
    const labels = context.labels.dataSync();
    const rows = tf.reshape(x, [labels.length, -1]).arraySync() as number[][];
    rows.forEach(([first], i) => {
      seen.pairs++;
      if (Math.abs(first - labels[i]) > 0.2) seen.wrong.push(`${first} with ${labels[i]}`);
    });
  };
  return {
    ...network,
    apply(x, context) {
      note(x, context);
      return network.apply(x, context);
    },
  };
}

const column = (labels: tf.Tensor1D | undefined) =>
  tf.reshape(tf.cast(labels!, "float32"), [-1, 1]); // (batch, 1)

/** It makes (label, something). */
function labelling(): Network {
  const inner = mlp({ name: "g", inputs: 3, hidden: [4], outputs: 2, random: seeded(1) });
  return {
    ...inner,
    traits: { classes },
    apply: (x, context) =>
      tf.tidy(() => {
        const first = tf.mul(column(context?.labels), [[1, 0]]);
        return tf.add(first, tf.mul(inner.apply(x, context), [[0, 1]]));
      }),
  };
}

/** It judges by a perceptron, and by a function of example and label. */
function judge(by: (x: tf.Tensor, label: tf.Tensor) => tf.Tensor): Network {
  const inner = mlp({ name: "d", inputs: 2, hidden: [4], outputs: 1, random: seeded(2) });
  return {
    ...inner,
    traits: { classes },
    apply: (x, context) =>
      tf.tidy(() => tf.add(tf.mul(inner.apply(x), 1e-3), by(x, column(context?.labels)))),
  };
}

const own = tf.tidy.bind(tf);
const cases: [name: string, changes: Partial<TrainingOptions>][] = [
  ["the plain training", {}],
  ["R1", { terms: [r1Term()] }],
  ["R2", { terms: [r2Term()] }],
  ["the gradient penalty", { terms: [gradientPenaltyTerm()] }],
  ["consensus", { terms: consensusTerms({ weight: 0.1 }) }],
  ["path lengths", { terms: [pathLengthTerm({ every: 1 })] }],
  ["a loss that compares", { loss: relativisticAverage }],
  ["two updates of each", { discriminatorSteps: 2, generatorSteps: 2 }],
  ["accumulation", { accumulate: 4 }],
  ["accumulation with a penalty", { accumulate: 2, terms: [gradientPenaltyTerm(), r2Term()] }],
  ["top-k", { topK: 0.5 }],
  ["top-k in parts", { topK: 0.75, accumulate: 2 }],
  ["unrolling", { unrolling: { steps: 2, learningRate: 0.01 } }],
  ["unrolling in parts", { unrolling: { steps: 1, learningRate: 0.01 }, accumulate: 2 }],
  ["instance noise", { instanceNoise: 0.02 }],
  ["augmentation", {
    augment: (x, random, strength) =>
      own(() => tf.add(x, tf.mul(tf.mul(random.normal(x.shape as [number, number]), strength), [[0, 1]]))),
    augmentStrength: 0.5,
  }],
  ["an average", { average: 0.9 }],
  ["held-out examples", { heldOut: split(readable(90), { train: 40, heldOut: 50 }, seeded(9)).heldOut }],
  ["balanced data", { data: balanced(readable(60)), heldOut: balanced(readable(40)) }],
]; // prettier-ignore

describe("a discriminator sees each example with its own label in", () => {
  it.each(cases)("%s", async (_, changes) => {
    const seen: Pairs = { pairs: 0, wrong: [], unlabelled: 0 };
    const inner = judge((_, label) => label);
    const run = await trainGan({
      data: readable(50),
      generator: labelling(),
      discriminator: watched(inner, seen),
      loss: nonSaturating,
      seed: 1,
      steps: 3,
      batchSize: 16,
      snapshotEvery: 1,
      snapshotSize: 5,
      compiled: false,
      learningRate: { generator: 1e-3, discriminator: 1e-3 },
      ...changes,
    });
    expect(run.stopped).toBe("finished");
    expect(seen.pairs).toBeGreaterThan(3 * 2 * 16);
    expect(seen.unlabelled).toBe(0);
    expect(seen.wrong).toEqual([]);
    for (const { samples, averageSamples } of run.snapshots) {
      const first = Array.from({ length: 5 }, (_, i) => samples[2 * i]);
      expect(first).toEqual([0, 1, 2, 3, 4]); // the classes in turn
      if (averageSamples) expect(averageSamples[2]).toBe(1);
    }
    run.dispose();
  });

  it("a step whose fakes have other labels than its real examples", () => {
    const seen: Pairs = { pairs: 0, wrong: [], unlabelled: 0 };
    const inner = judge((_, label) => label);
    const game = {
      generator: labelling(),
      discriminator: watched(inner, seen),
      loss: nonSaturating,
      terms: [r1Term(), r2Term()],
    };
    const real = tf.tensor2d([[1, 0.3], [4, -1]]); // prettier-ignore
    const labels = (own: number[]) => tf.tensor1d(own, "int32");
    const extras = { realLabels: labels([1, 4]), fakeLabels: labels([2, 6]), random: seeded(3) };
    discriminatorStep(game, tf.train.sgd(0.01), real, seeded(5).normal([2, 3]), extras);
    expect(seen).toEqual({ pairs: 2 + 2 + 2 + 2, wrong: [], unlabelled: 0 }); // scores, R1, R2
  });
});

describe("the monitors of a conditional training", () => {
  // the score is how far the second number is from ten times the label: the pairing is all it looks at
  const byPairing = (x: tf.Tensor, label: tf.Tensor) =>
    tf.sub(tf.slice(x, [0, 1], [-1, 1]), tf.mul(label, 10));
  const offset = (count: number, offsets: readonly number[]) => {
    const { examples, labels } = readable(count);
    const values = examples.map((value, i) =>
      i % 2 === 0 ? value : 10 * labels![(i - 1) / 2] + offsets[((i - 1) / 2) % offsets.length],
    );
    return finiteDataset({ name: "offset", shape: [2], examples: values, labels, classes });
  };

  it("measure overfitting by pairs that belong together", async () => {
    const run = await trainGan({
      data: offset(70, [3]), // every score of training is 3
      heldOut: offset(70, [0, 2]), // held out, 0 or 2: mean about 1, standard deviation about 1
      generator: labelling(),
      discriminator: judge(byPairing),
      loss: nonSaturating,
      seed: 1,
      steps: 1,
      unchecked: true,
      compiled: false,
      learningRate: { generator: 1e-9, discriminator: 1e-9 },
    });
    // 64 draws of 0 or 2, of which a share p are 2: (3 - 2p) / (2 √(p (1 - p))), 2.0 at ½ and 1.7 to 2.5 near it
    expect(run.monitors[0].overfitting).toBeGreaterThan(1.6);
    expect(run.monitors[0].overfitting).toBeLessThan(2.6);
    run.dispose();
  });
});
