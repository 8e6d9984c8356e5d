import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { finiteDataset } from "../../src/data/finite";
import type { Dataset } from "../../src/data/dataset";
import { ring } from "../../src/data/mixture";
import { nonSaturating } from "../../src/losses";
import { mlp } from "../../src/networks/mlp";
import type { Network } from "../../src/networks/network";
import { seeded } from "../../src/random";
import { compile } from "../../src/runtime/compile";
import { startEngine } from "../../src/runtime/engine";
import { inputGradient } from "../../src/runtime/gradients/input-gradient";
import { gradientsOf } from "../../src/runtime/gradients/tape";
import type { TrainingOptions } from "../../src/training/options";
import { trainGan } from "../../src/training/trainer";

// Whatever throws within a training, at whatever time: the training leaves no tensor behind, and both networks
// can be trained and used afterwards.

beforeAll(() => startEngine("wasm"));
beforeEach(() => {
  vi.spyOn(console, "warn").mockReturnValue(); // that it runs uncompiled
});
afterEach(() => {
  vi.restoreAllMocks();
});

const own = new Error("thrown by a test");

/** Something that throws at its `at`th call, and what was asked of it before. */
type Bomb = <A extends unknown[], R>(work: (...args: A) => R) => (...args: A) => R;
function bombAt(at: number): { bomb: Bomb; calls: () => number } {
  let calls = 0;
  const bomb: Bomb =
    (work) =>
    (...args) => {
      if (++calls >= at) throw own;
      return work(...args);
    };
  return { bomb, calls: () => calls };
}

const withApply = (network: Network, bomb: Bomb): Network => ({
  ...network,
  apply: bomb((x, context) => network.apply(x, context)),
});

/** A loss whose part throws after it has computed something. */
const term = (player: "generator" | "discriminator", bomb: Bomb) => ({
  name: `own ${player}`,
  player,
  weight: 1,
  value: bomb(({ fake }: { fake: tf.Tensor }) => tf.mean<tf.Scalar>(tf.tanh(fake))),
});

const sgd = (bomb: Bomb) => (rate: number) => {
  const optimizer = tf.train.sgd(rate);
  const apply = optimizer.applyGradients.bind(optimizer);
  optimizer.applyGradients = bomb(apply);
  return optimizer;
};

const rings = ring();
const labelled = finiteDataset({
  name: "pairs",
  shape: [2],
  examples: Float32Array.of(0, 1, 1, 0),
  labels: Uint8Array.of(0, 1),
});

/** Everything of the user's that is called in a training. */
const places: Record<string, (bomb: Bomb, options: TrainingOptions) => Partial<TrainingOptions>> = {
  "a term of the discriminator": (bomb) => ({ terms: [term("discriminator", bomb)] }),
  "a term of the generator": (bomb) => ({ terms: [term("generator", bomb)] }),
  "a term's gradient": (bomb) => {
    const value = tf.customGrad((x) => ({
      value: tf.mean(x as tf.Tensor),
      gradFunc: bomb((dy: tf.Tensor) => tf.mul(dy, tf.zerosLike(x as tf.Tensor))),
    }));
    return {
      terms: [
        {
          ...term("generator", (work) => work),
          value: ({ fake }) => value(tf.tanh(fake)) as tf.Scalar,
        },
      ],
    };
  },
  "a term that takes a gradient itself": (bomb) => ({
    terms: [
      {
        ...term("discriminator", (work) => work),
        value: ({ real, critic }) => {
          const slope = tf.grad((x) => bomb(critic)(x));
          return tf.mean(tf.square(slope(real)));
        },
      },
    ],
  }),
  "a term after an update": (bomb) => ({
    terms: [{ ...term("generator", (work) => work), afterUpdate: bomb(() => undefined) }],
  }),
  "a term's weight": (bomb) => ({
    terms: [{ ...term("generator", (work) => work), weight: bomb(() => 1) }],
  }),
  "the loss of the discriminator": (bomb) => ({
    loss: { ...nonSaturating, name: "own", discriminator: bomb((a, b) => nonSaturating.discriminator(a, b)) },
  }),
  "the loss of the generator": (bomb) => ({
    loss: { ...nonSaturating, name: "own", generator: bomb((fake) => nonSaturating.generator(fake)) },
  }),
  "a layer of the generator": (bomb, { generator }) => ({ generator: withApply(generator, bomb) }),
  "a layer of the discriminator": (bomb, { discriminator }) => ({
    discriminator: withApply(discriminator, bomb),
  }),
  "a layer, with an average": (bomb, { generator }) => ({
    average: 0.9,
    generator: withApply(generator, bomb),
  }),
  "a layer, with a batch in parts": (bomb, { discriminator }) => ({
    accumulate: 4,
    discriminator: withApply(discriminator, bomb),
  }),
  "a layer, unrolled": (bomb, { discriminator }) => ({
    unrolling: { steps: 2, learningRate: 0.1 },
    discriminator: withApply(discriminator, bomb),
  }),
  "an augmentation": (bomb) => ({ augment: bomb((x: tf.Tensor) => tf.neg(x)) }),
  "the strength of an augmentation": (bomb) => ({
    augment: (x: tf.Tensor) => tf.neg(x),
    augmentStrength: { next: bomb(() => 0.5) },
  }),
  "a schedule": (bomb) => ({ schedule: bomb(() => ({ generator: 1, discriminator: 2 })) }),
  "a schedule that leaves both out first": (bomb) => ({
    instanceNoise: (step) => step,
    schedule: bomb((step) => ({ generator: step % 2, discriminator: step % 2 })),
  }),
  "a learning rate": (bomb) => ({
    learningRate: { generator: bomb(() => 1e-2), discriminator: 1e-2 },
  }),
  "an instance noise": (bomb) => ({ instanceNoise: bomb(() => 0.1) }),
  "a share of the best": (bomb) => ({ topK: bomb(() => 0.5) }),
  "an optimiser": (bomb) => ({ optimizer: sgd(bomb) }),
  "what makes an optimiser": (bomb) => ({ optimizer: bomb((rate) => tf.train.adam(rate)) }),
  "the data": (bomb) => ({ data: withSample(rings, bomb) }),
  "held-out data": (bomb) => ({ heldOut: withSample(rings, bomb) }),
  "labelled data": (bomb, { discriminator }) => ({
    data: {
      ...labelled,
      sampleLabelled: bomb((n: number, random) => labelled.sampleLabelled!(n, random)),
    },
    discriminator: { ...discriminator, traits: { classes: 2 } },
    unchecked: true,
  }),
  "what tells the mode": (bomb) => ({ histogramOf: bomb(() => [1, 2]) }),
  onSnapshot: (bomb) => ({ onSnapshot: bomb(() => undefined) }),
  "onSnapshot, later": (bomb) => ({ onSnapshot: (snapshot) => Promise.resolve(snapshot).then(bomb(() => undefined)) }),
  onProgress: (bomb) => ({ onProgress: bomb(() => undefined) }),
  stopWhen: (bomb) => ({ stopWhen: bomb(() => false) }),
}; // prettier-ignore

function withSample(data: Dataset, bomb: Bomb): Dataset {
  return { ...data, sample: bomb((n, random) => data.sample(n, random)) };
}

describe.each(Object.entries(places))("%s that throws", (_, place) => {
  it.each([
    ["compiled", 1],
    ["compiled", 10],
    ["eager", 1],
    ["eager", 10],
  ] as const)("%s, at call %i", async (how, at) => {
    const random = seeded(1);
    const options: TrainingOptions = {
      data: rings,
      generator: mlp({ name: "generator", inputs: 4, hidden: [8], outputs: 2, random }),
      discriminator: mlp({ name: "discriminator", inputs: 2, hidden: [8], outputs: 1, random }),
      loss: nonSaturating,
      seed: 1,
      steps: 30,
      batchSize: 8,
      snapshotSize: 5,
      snapshotEvery: 3,
      learningRate: { generator: 1e-2, discriminator: 1e-2 },
      compiled: how === "compiled",
    };
    const { generator, discriminator } = options;
    const { bomb, calls } = bombAt(at);
    const before = tf.memory().numTensors;
    const training = trainGan({ ...options, ...place(bomb, options) });
    const failed = await training.catch((error: unknown) => error);
    if (calls() >= at) expect(failed).toBe(own);
    else expect(failed).toMatchObject({ stopped: "finished" }); // what is compiled is not called again
    if (calls() < at) (failed as Awaited<typeof training>).average?.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(tf.engine().state.activeTape).toBeFalsy();

    const again = await trainGan({
      ...options,
      generator,
      discriminator,
      steps: 2,
      compiled: how === "compiled" && at === 1,
    });
    expect([again.stopped, again.sample(3).shape]).toEqual(["finished", [3, 2]]);
    again.dispose();
  });
});

it("a gradient that throws within compile, or by itself, leaves no tensor behind", async () => {
  const weight = tf.variable(tf.scalar(2));
  const x = tf.tensor1d([1, 2]);
  const throwing = () => {
    const size = tf.sum<tf.Scalar>(tf.square(tf.tanh(tf.mul(x, weight)))); // which saves copies for its gradient
    if (size.rank === 0) throw own;
    return size;
  };
  const optimizer = tf.train.sgd(1);
  const before = tf.memory().numTensors;
  const compiled = compile(() => ({ loss: optimizer.minimize(throwing, true, [weight])! }));
  await expect(compiled).rejects.toBe(own);
  expect(() => inputGradient(throwing, x)).toThrow(own);
  expect(() => gradientsOf(throwing, [x])).toThrow(own);
  expect(tf.memory().numTensors).toBe(before);
});
