import * as tf from "@tensorflow/tfjs";
import type { Dataset, PictureShape } from "../../../src/data/dataset";
import { nonSaturating, relativisticAverage, withLabels } from "../../../src/losses";
import { mlp } from "../../../src/networks/mlp";
import type { Network } from "../../../src/networks/network";
import { seeded } from "../../../src/random";
import { adaptiveStrength } from "../../../src/training/augment/adaptive";
import { diffAugment } from "../../../src/training/augment/pictures";
import type { TrainingOptions } from "../../../src/training/options";
import { cosineRate, linearRate } from "../../../src/training/rates";
import * as heads from "../../../src/training/terms/heads";
import { lecamTerm } from "../../../src/training/terms/lecam";
import { mismatchedTerm } from "../../../src/training/terms/mismatched";
import * as others from "../../../src/training/terms/others";
import * as slopes from "../../../src/training/terms/slopes";
import { pairs, type PairRow } from "./networks";

/** Two networks that are trained together, made. */
export interface Made {
  readonly pair: PairRow;
  readonly generator: Network;
  readonly discriminator: Network;
}

/** Something that a training can be given, besides its networks and its data. */
export interface LeverRow {
  readonly name: string;
  /** Those of a group are pulled at once, so that a network meets all levers in few trainings. */
  readonly group: number;
  readonly make: (made: Made) => Partial<TrainingOptions>;
  /** What is said of a pair for which it makes no sense. */
  readonly refused?: (pair: PairRow) => string | undefined;
}

const classes = 3;
const random = seeded(11);
const slowly = { generator: 1e-4, discriminator: 1e-4 };

const isConditional = ({ discriminator }: PairRow) => discriminator.traits.classes !== undefined;
const isPacked = ({ discriminator }: PairRow) => discriminator.traits.packing !== undefined;

const onlySingle = (pair: PairRow) => {
  const mixes = pair.discriminator.traits.mixesBatch;
  return mixes?.endsWith("batch norm") ? `d: ${mixes} and a penalty on the slope` : undefined;
};
const slope = (name: string, ...terms: NonNullable<TrainingOptions["terms"]>): LeverRow => ({
  name,
  group: 4,
  make: () => ({ terms }),
  refused: onlySingle,
});

export const levers: readonly LeverRow[] = [
  { name: "an average", group: 1, make: () => ({ average: 0.9 }) },
  { name: "gradients clipped by norm", group: 1, make: () => ({ clip: { generator: { norm: 0.1 }, discriminator: { norm: 0.1 } } }) },
  { name: "instance noise", group: 1, make: () => ({ instanceNoise: linearRate({ from: 0.5, to: 0, steps: 4 }) }) },
  { name: "augmentation", group: 1, make: ({ generator }) => ({ augment: diffAugment(pictureOf(generator)), augmentStrength: 0.5 }) },
  { name: "a rate on a schedule", group: 1, make: () => ({ learningRate: { generator: cosineRate({ from: 1e-2, to: 1e-3, steps: 4 }), discriminator: 1e-2 } }) },
  { name: "noisy labels", group: 1, make: () => ({ loss: withLabels(nonSaturating, { flip: 0.25 }) }) },
  { name: "held-out examples", group: 1, make: (made) => ({ heldOut: dataFor(made), histogramOf: ({ length }) => [length, 1] }) },
  { name: "historical averaging", group: 1, make: ({ generator, discriminator }) => ({
    terms: [
      others.historicalAveragingTerm({ player: "generator", network: generator }),
      others.historicalAveragingTerm({ player: "discriminator", network: discriminator }),
    ],
  }) },
  { name: "LeCam's averages", group: 1, make: () => ({ terms: [lecamTerm({ decay: 0.5 })] }) },

  { name: "mismatched captions", group: 2, make: () => ({ terms: [mismatchedTerm()] }), refused: (pair) =>
    isConditional(pair) ? undefined : "mismatchedTerm: wanted a conditional training, found no labels" },
  { name: "unrolling", group: 2, make: () => ({ unrolling: { steps: 2, learningRate: 0.1 } }) },
  { name: "weight clipping", group: 2, make: () => ({ weightClip: 0.05 }) },
  { name: "another optimiser", group: 2, make: () => ({ optimizer: (rate) => tf.train.rmsprop(rate), learningRate: slowly }) },

  { name: "accumulation", group: 3, make: () => ({ accumulate: 2 }) },
  { name: "top-k", group: 3, make: () => ({ topK: 0.5 }) },
  { name: "gradients clipped by value", group: 3, make: () => ({ clip: { generator: { value: 1e-3 }, discriminator: { value: 1e-2 } } }) },
  { name: "a loss that compares", group: 3, make: () => ({ loss: relativisticAverage }) },
  { name: "adaptive augmentation", group: 3, make: ({ generator }) => ({ augment: diffAugment(pictureOf(generator)), augmentStrength: adaptiveStrength({ target: 0.1, speed: 0.1 }) }) },
  { name: "feature matching alone", group: 3, make: () => ({ terms: [others.featureMatchingTerm()], adversarialWeight: 0 }) },

  slope("a gradient penalty", slopes.gradientPenaltyTerm()),
  slope("R1 now and then", slopes.r1Term({ weight: 0.1, every: 2 })),
  slope("R2 on a schedule", slopes.r2Term({ weight: (step) => 0.1 / step })),
  slope("DRAGAN", slopes.draganTerm()),
  { name: "orthogonal weights", group: 4, make: () => ({
    terms: [others.orthogonalTerm({ player: "generator" }), others.orthogonalTerm({ player: "discriminator" })],
  }) },
  { name: "path lengths", group: 4, make: () => ({ terms: [others.pathLengthTerm({ every: 1 })] }) },
  { name: "a schedule", group: 4, make: () => ({ schedule: (step) => ({ generator: 1, discriminator: 3 - step }) }) },

  { name: "consensus", group: 5, make: () => ({ terms: others.consensusTerms({ weight: 0.1 }) }) },

  { name: "packing", group: 6, make: ({ pair, generator }) => ({
    packing: 2,
    ...(!isConditional(pair) && { discriminator: mlp({ name: "packs", inputs: 2 * generator.outputs, hidden: [4], outputs: 1, random }) }),
  }), refused: (pair) => isConditional(pair) ? "wanted packing 1 with a conditional discriminator, found 2. A pack has no class of its own" : undefined },
  { name: "more updates", group: 6, make: () => ({ discriminatorSteps: 2, generatorSteps: 2 }) },
  { name: "Adam", group: 6, make: () => ({ beta1: 0, beta2: 0.99, learningRate: slowly }) },
  { name: "path lengths by latent vectors", group: 6, make: () => ({ terms: [others.pathLengthTerm({ every: 1, space: "z" })] }) },

  { name: "an auxiliary classifier", group: 7, make: ({ pair, discriminator: plain }) => {
    const discriminator = heads.withHead(plain, { outputs: classes, features: pair.discriminator.features!, classes: true, random });
    return { discriminator, terms: heads.auxiliaryClassifierTerms(discriminator) };
  }, refused: (pair) =>
    isPacked(pair) ? "A pack has no class of its own"
    : isConditional(pair) ? undefined
    : "g takes no labels, and d takes labels of 3 classes" },

  { name: "a code to be read back", group: 8, make: ({ pair, discriminator: plain }) => {
    const discriminator = heads.withHead(plain, { outputs: 2, features: pair.discriminator.features!, random });
    return { discriminator, terms: heads.informationTerms(discriminator, { codes: 2 }) };
  }, refused: (pair) => isPacked(pair) ? "informationTerms: wanted packing 1, found 2. A pack has no code of its own" : undefined },
]; // prettier-ignore

/**
 * Where an option of the trainer is pulled: by a lever of the table, in every training of it, or not with every network, since it
 * has nothing to do with them. A new option has to say so too, or this does not compile.
 */
export const options: Record<keyof TrainingOptions, "lever" | "always" | "elsewhere"> = {
  generator: "always",
  discriminator: "always",
  data: "always",
  loss: "lever",
  seed: "always",
  steps: "always",
  batchSize: "always",
  latentSize: "always",
  learningRate: "lever",
  compiled: "always",
  snapshotEvery: "always",
  snapshotSize: "always",
  checkpoint: "always",
  terms: "lever",
  adversarialWeight: "lever",
  packing: "lever",
  augment: "lever",
  augmentStrength: "lever",
  clip: "lever",
  weightClip: "lever",
  topK: "lever",
  unrolling: "lever",
  accumulate: "lever",
  average: "lever",
  optimizer: "lever",
  beta1: "lever",
  beta2: "lever",
  discriminatorSteps: "lever",
  generatorSteps: "lever",
  schedule: "lever",
  instanceNoise: "lever",
  heldOut: "lever",
  histogramOf: "lever",
  random: "elsewhere",
  unchecked: "elsewhere",
  signal: "elsewhere",
  stopWhen: "elsewhere",
  onSnapshot: "elsewhere",
  onProgress: "elsewhere",
};

/** How the outputs make a picture: a square one, or one of a single row. */
function pictureOf({ outputs }: Network): PictureShape {
  for (const channels of [1, 3]) {
    const side = Math.sqrt(outputs / channels);
    if (Number.isInteger(side)) return { height: side, width: side, channels };
  }
  return { height: 1, width: outputs, channels: 1 };
}

/** Random numbers in the generator's range, with labels for a conditional pair. */
export function dataFor({ pair, generator }: Pick<Made, "pair" | "generator">): Dataset {
  const { outputs, traits } = generator;
  const range = traits?.outputRange;
  const sample: Dataset["sample"] = (n, stream) =>
    range
      ? stream.uniform<tf.Rank.R2>([n, outputs], ...range)
      : stream.normal<tf.Rank.R2>([n, outputs]);
  return {
    name: "noise",
    shape: [outputs],
    sample,
    ...(range && { range }),
    ...(isConditional(pair) && {
      classes,
      sampleLabelled: (n, stream) => ({
        examples: sample(n, stream),
        labels: tf.tensor1d(stream.stream("labels").integers(n, classes), "int32"),
      }),
    }),
  };
}

// The discriminator of patches gives many scores, and the trainer wants one: a perceptron judges its generator.
const patches = pairs.find(({ name }) => name === "CycleGAN and patches")!;
const perceptron = pairs.find(({ name }) => name === "MLPs")!.discriminator;
const judged: PairRow = {
  name: "CycleGAN's generator and a perceptron",
  generator: patches.generator,
  discriminator: {
    ...perceptron,
    make: () =>
      mlp({ name: "d", inputs: patches.generator.outputs, hidden: [6], outputs: 1, random }),
    features: 6,
    traits: {},
  },
};

/** Every network of the library, in a pair that can be trained. */
export const trained: readonly PairRow[] = [...pairs.filter((pair) => pair !== patches), judged];

/** Pairs that the trainer refuses, and what it says. */
export const refusedPairs: readonly (readonly [pair: PairRow, message: string])[] = [
  [patches, 'trainGan discriminator "d" outputs: wanted 1 (one score), found 6'],
];
