import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../../src/data/dataset";
import { finiteDataset, type FiniteFields } from "../../src/data/finite";
import { ring } from "../../src/data/mixture";
import { digits8 } from "../../src/data/shipped";
import { diagnose } from "../../src/diagnosis/diagnose";
import { hinge, minimax, nonSaturating, wasserstein, type GanLoss } from "../../src/losses";
import { mlp } from "../../src/networks/mlp";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import type { TrainingOptions } from "../../src/training/options";
import { gradientPenaltyTerm } from "../../src/training/terms/slopes";
import type { Term } from "../../src/training/term";
import { trainGan } from "../../src/training/trainer";

beforeAll(() => startEngine("wasm"));

/** A small training; what a test is about, it changes. */
function small(changes: Partial<TrainingOptions> = {}): TrainingOptions {
  const random = seeded(1);
  return {
    data: ring(),
    generator: mlp({ name: "generator", inputs: 4, hidden: [8], outputs: 2, random }),
    discriminator: mlp({ name: "discriminator", inputs: 2, hidden: [8], outputs: 1, random }),
    loss: nonSaturating,
    seed: 1,
    steps: 3,
    batchSize: 8,
    snapshotSize: 5,
    compiled: false,
    learningRate: { generator: 1e-2, discriminator: 1e-2 },
    ...changes,
  };
}

const set = (fields: Partial<FiniteFields> = {}) =>
  finiteDataset({
    name: "mine",
    shape: [2],
    examples: Float32Array.of(0, 0.5, -0.5, 1),
    ...fields,
  });
const bytes = Float32Array.of(0, 255, 3, 200);
const labelled = () => {
  const random = seeded(1);
  return {
    generator: mlp({ name: "g", inputs: 4, hidden: [8], outputs: 2, classes: 8, random }),
    discriminator: mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, classes: 8, random }),
  };
};
/** Draws what it is told, and says nothing of what it has. */
const drawn = (values: (n: number) => tf.Tensor, others: Partial<Dataset> = {}): Dataset => ({
  name: "drawn",
  shape: [2],
  sample: values,
  ...others,
});

describe("before step 1 is refused, by name,", () => {
  it.each<[string, () => Partial<TrainingOptions>, typeof TypeError | typeof RangeError, string]>([
    [
      "a range that the data do not keep",
      () => ({ data: set({ examples: bytes, range: [-1, 1] }) }),
      RangeError,
      'trainGan data "mine" range: wanted numbers from -1 to 1, as it declares; found 255 in example 0, number 1',
    ],
    [
      "the same of a set that draws",
      () => ({ data: drawn((n) => tf.fill([n, 2], 2), { range: [-1, 1] }) }),
      RangeError,
      'trainGan data "drawn" range: wanted numbers from -1 to 1, as it declares; found 2 in example 0',
    ],
    [
      "the same of the held-out set",
      () => ({ heldOut: set({ examples: bytes, range: [-1, 1] }) }),
      RangeError,
      'trainGan heldOut "mine" range: wanted numbers from -1 to 1',
    ],
    [
      "a NaN in the held-out set",
      () => ({ heldOut: set({ examples: Float32Array.of(1, NaN) }) }),
      RangeError,
      'trainGan heldOut "mine" numbers: wanted finite ones, found NaN in example 0, number 1',
    ],
    [
      "a label that is no class",
      () => {
        const data = set({ labels: Uint8Array.of(0, 1), classes: 8 });
        data.labels![1] = 200;
        return { ...labelled(), data };
      },
      RangeError,
      'trainGan data "mine" labels: wanted whole numbers from 0 to 7, since it has 8 classes; found 200 for example 1',
    ],
    [
      "a held-out set of another shape",
      () => ({ heldOut: digits8() }),
      TypeError,
      'trainGan heldOut "digits8" shape: wanted (2), the shape of data "ring", found (64)',
    ],
    [
      "a held-out set of another range",
      () => ({ data: set({ range: [-1, 1] }), heldOut: set({ range: [0, 255], examples: bytes }) }),
      TypeError,
      'trainGan heldOut "mine" range: wanted -1 to 1, the range of data "mine", found 0 to 255',
    ],
    [
      "a held-out set without the labels that the networks take",
      () => ({ ...labelled(), heldOut: set() }),
      TypeError,
      'trainGan heldOut "mine" labels: wanted those of 8 classes, which the networks take, found no labels',
    ],
    [
      "a held-out set that is none",
      () => ({ heldOut: new Float32Array(20) as unknown as Dataset }),
      TypeError,
      "trainGan heldOut: wanted a data set, with a shape and a sample, as data is; found Float32Array",
    ],
    [
      "data without labels, unchecked",
      () => ({ ...labelled(), data: set(), unchecked: true }),
      TypeError,
      'trainGan data "mine" labels: wanted those of 8 classes',
    ],
    [
      "a set that draws examples of another shape than it says",
      () => ({ data: drawn((n) => tf.zeros([n, 3])) }),
      TypeError,
      'trainGan data "drawn" sample: wanted shape (8, 2), found (8, 3)',
    ],
  ])("%s", async (_, changes, kind, message) => {
    const options = small(changes());
    const before = tf.memory().numTensors;
    const error = await trainGan(options).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(kind);
    expect((error as Error).message).toContain(message);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("the look at the data", () => {
  it("draws nothing: the batches are those of the training", async () => {
    const sizes: number[] = [];
    const sample: Dataset["sample"] = (n, random) => {
      sizes.push(n);
      return ring().sample(n, random);
    };
    await trainGan(small({ data: { ...ring(), sample } }));
    expect(sizes).toEqual([8, 8, 8, 8]); // the monitors', and one a step
  });

  it("sees what was mended in place: nothing is remembered of the set", async () => {
    const data = set({ examples: Float32Array.of(0, 9, 0, 1), range: [-1, 1] });
    await expect(trainGan(small({ data }))).rejects.toThrow("found 9 in example 0");
    data.examples[1] = 1;
    expect((await trainGan(small({ data }))).stopped).toBe("finished");
    data.examples[2] = -7;
    await expect(trainGan(small({ data }))).rejects.toThrow("found -7 in example 1");
  });

  it.each<[string, () => Partial<TrainingOptions>]>([
    ["instance noise", () => ({ instanceNoise: 3 })],
    ["augmentation", () => ({ augment: (x) => tf.mul(x, 5) })],
    ["no check at all", () => ({ data: set({ examples: bytes, range: [-1, 1] }), unchecked: true })],
  ])("bears numbers that leave the range by %s", async (_, changes) => {
    const run = await trainGan(small({ data: set({ range: [-1, 1] }), ...changes() }));
    expect([run.stopped, run.stepsDone]).toEqual(["finished", 3]);
  }); // prettier-ignore

  it.each([NaN, Infinity, -Infinity])("ends a training on %s before its first step", async (bad) => {
    const data = set({ examples: Float32Array.of(0, 1, 2, bad) });
    const run = await trainGan(small({ data, steps: 40 }));
    expect([run.stopped, run.stepsDone, run.history.step]).toEqual(["not-a-number", 0, []]);
    expect(run.problem).toMatchObject({ step: 1, tensor: 'data "mine"' });
    expect(run.problem?.message).toContain(`the first is ${bad} in example 1, number 1`);
    const [first, ...others] = diagnose(run);
    expect([first.pitfall, others]).toEqual(["faulty data", []]);
    expect(first.remedies[0].text).toContain("`dataReport`");
    const unchecked = await trainGan(small({ data, steps: 40, unchecked: true }));
    expect(unchecked.problem?.tensor).toBe("real batch");
    expect(diagnose(unchecked)[0].pitfall).toBe("faulty data");
  }); // prettier-ignore
});

describe("a number that is not finite", () => {
  const term = (value: Term["value"]): Partial<TrainingOptions> => ({
    terms: [{ name: "own", player: "discriminator", weight: 1, value }],
  });
  const loss = (changes: Partial<GanLoss>) => ({
    loss: { ...nonSaturating, name: "own", ...changes },
  });
  const far = (s: tf.Tensor) => tf.sigmoid(tf.sub(s, 1e4)); // 0 in float32

  it.each<[string, Partial<TrainingOptions>]>([
    ["a logarithm of 0 in the generator's loss", loss({ generator: (s) => tf.neg(tf.mean(tf.log(far(s)))) })],
    ["one in the discriminator's", loss({ discriminator: (r, f) => ({ real: tf.neg(tf.mean(tf.log(far(r)))), fake: tf.mean(tf.softplus(f)) }) })],
    ["a root of 0, whose slope is infinite", loss({ generator: (s) => tf.sqrt(tf.square(tf.sub(tf.mean(s), tf.mean(s)))) })],
    ["a logarithm of 0 in a term", term(({ real, critic }) => tf.log(tf.mul<tf.Scalar>(tf.mean(critic(real)), 0)))],
    ["a root of 0 in a term", term(({ real, critic }) => tf.sqrt(tf.mul<tf.Scalar>(tf.square(tf.mean(critic(real))), 0)))],
  ])("of %s is a fault of the loss", async (_, changes) => {
    const run = await trainGan(small({ ...changes, steps: 40 }));
    expect(run.problem).toMatchObject({ step: 1, cause: "loss" });
    const [first, ...others] = diagnose(run);
    expect([first.pitfall, others]).toEqual(["faulty loss", []]);
    expect(first.evidence).toContain(run.problem!.message);
    expect(first.remedies[0].text).toContain("softplus");
  }); // prettier-ignore

  it.each<[string, Partial<TrainingOptions>]>([
    ["rates that are far too large", { loss: minimax, optimizer: (rate) => tf.train.momentum(rate, 0.9), learningRate: { generator: 50, discriminator: 50 }, steps: 100 }],
    ["an update that overflows", { learningRate: { generator: 1e39, discriminator: 1e-3 } }],
  ])("of %s is none", async (_, changes) => {
    const run = await trainGan(small(changes));
    expect(run.stopped).toBe("not-a-number");
    expect(run.problem?.cause).toBeUndefined();
    expect(diagnose(run)[0].pitfall).toBe("exploding gradient");
  }); // prettier-ignore
});

describe("a critic of the Wasserstein loss", () => {
  const byHand: GanLoss = {
    name: "by hand",
    discriminator: (r, f) => ({ real: tf.neg(tf.mean(r)), fake: tf.mean(f) }),
    generator: (f) => tf.neg(tf.mean(f)),
  };
  it.each<[string, Partial<TrainingOptions>, boolean]>([
    ["that nothing bounds", { loss: wasserstein }, true],
    ["with a loss by hand", { loss: byHand }, true],
    [
      "with a penalty of weight 0",
      { loss: wasserstein, terms: [gradientPenaltyTerm({ weight: 0 })] },
      true,
    ],
    ["with a penalty", { loss: wasserstein, terms: [gradientPenaltyTerm()] }, false],
    ["with clipped weights", { loss: wasserstein, weightClip: 0.1 }, false],
    ["of a loss with a floor", { loss: hinge }, false],
  ])("%s", async (_, changes, unbounded) => {
    const run = await trainGan(small({ ...changes, steps: 30 }));
    expect(run.facts.unboundedCritic).toBe(unbounded);
    expect(diagnose(run)[0].pitfall === "unbounded critic").toBe(unbounded);
  });
});
