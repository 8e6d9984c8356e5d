/** A value of every maker, as the library's functions make it, and what each does. */
import * as tf from "@tensorflow/tfjs";
import * as g from "../../src/index";
import { tables } from "../../src/recipes/tables";
import type { FormKind } from "../../src/recipes/tables/maker";
import { activations, initializers } from "../contracts/tables/layers";
import { datasets } from "../contracts/tables/datasets";
import { losses } from "../contracts/tables/losses";
import { networks } from "../contracts/tables/networks";

/** A value, and numbers that tell what it does. */
export interface Example {
  readonly kind: FormKind;
  readonly name: string;
  readonly make: () => unknown;
  readonly numbers: (value: never) => number[] | Promise<number[]>;
}

const values = (...tensors: tf.Tensor[]) => tensors.flatMap((tensor) => [...tensor.dataSync()]);

function example<T>(
  kind: FormKind,
  name: string,
  make: () => T,
  numbers: (value: T) => number[] | Promise<number[]>,
): Example {
  return { kind, name, make, numbers };
}

const drawn = (data: g.Dataset) => {
  const { examples, labels } = data.sampleLabelled?.(6, g.seeded(3)) ?? {
    examples: data.sample(6, g.seeded(3)),
    labels: tf.tensor1d([]),
  };
  return values(examples, labels);
};

const applied = (network: g.Network) => {
  const classes = network.traits?.classes;
  const labels = classes === undefined ? {} : { labels: tf.tensor1d([0, 1, 0, 1], "int32") };
  const context = { training: true, random: g.seeded(9), ...labels };
  return tf.tidy(() => values(network.apply(g.seeded(2).normal([4, network.inputs]), context)));
};

const flat = { inputs: 3, outputs: 4 };
const random = g.seeded(5);
const named = { name: "layer" };
const pictures = [4, 4, 4, 3];
/** Layers with the shape of what they take. */
const layers: readonly (readonly [name: string, make: () => g.Layer, shape: readonly number[]])[] = [
  ["dense", () => g.dense({ ...named, ...flat, random, bias: false }), [4, 3]],
  ["dense, equalized", () => g.dense({ ...named, ...flat, random, equalized: true, init: g.normalInit(3) }), [4, 3]],
  ["conv2d", () => g.conv2d({ ...named, ...flat, kernel: 3, stride: 2, random, spectral: true }), pictures],
  ["convTranspose2d", () => g.convTranspose2d({ ...named, ...flat, kernel: [3, 3], random }), pictures],
  ["upsampleConv2d", () => g.upsampleConv2d({ ...named, ...flat, kernel: 3, random }), pictures],
  ["avgPool2d", () => g.avgPool2d(named), pictures],
  ["batchNorm", () => g.batchNorm({ ...named, channels: 3, epsilon: 0.1 }), [4, 3]],
  ["conditionalBatchNorm", () => g.conditionalBatchNorm({ ...named, channels: 3, classes: 2 }), pictures],
  ["layerNorm", () => g.layerNorm({ ...named, channels: 3 }), pictures],
  ["instanceNorm", () => g.instanceNorm({ ...named, channels: 3 }), pictures],
  ["pixelNorm", () => g.pixelNorm(named), pictures],
  ["dropout", () => g.dropout({ ...named, rate: 0.3 }), [4, 3]],
  ["instanceNoise", () => g.instanceNoise({ ...named, std: 0.3 }), [4, 3]],
  ["gumbelSoftmax", () => g.gumbelSoftmax({ ...named, temperature: 0.5 }), [4, 3]],
  ["phaseShuffle", () => g.phaseShuffle({ ...named, shift: 1 }), [4, 1, 8, 3]],
  ["minibatchDiscrimination", () => g.minibatchDiscrimination({ ...named, inputs: 3, kernels: 2, dims: 2, random }), [4, 3]],
  ["minibatchStddev", () => g.minibatchStddev({ ...named, group: 2 }), [4, 3]],
  ["selfAttention", () => g.selfAttention({ ...named, channels: 3, random }), pictures],
  ["residual", () => g.residual({ ...named, main: [g.relu, g.dense({ name: "inside", inputs: 3, outputs: 3, random })] }), [4, 3]],
]; // prettier-ignore

const styled: readonly (readonly [string, () => g.StyledLayer])[] = [
  [
    "adaptiveInstanceNorm",
    () => g.adaptiveInstanceNorm({ ...named, channels: 3, style: 2, random }),
  ],
  [
    "modulatedConv2d",
    () => g.modulatedConv2d({ ...named, ...flat, kernel: 3, style: 2, demodulate: false, random }),
  ],
];

const context = () => ({
  training: true,
  random: g.seeded(9),
  labels: tf.tensor1d([0, 1, 0, 1], "int32"),
});

/** Two steps with terms: what they measured. Makers of terms for both players give a list. */
async function trained(given: unknown): Promise<number[]> {
  const terms = [given].flat() as g.Term[];
  const random = g.seeded(1);
  const classes = terms.some(({ name }) => name.startsWith("auxiliary"));
  const run = await g.trainGan({
    data: g.ring(),
    ...players(classes, random),
    loss: g.nonSaturating,
    terms,
    seed: 1,
    steps: 3,
    batchSize: 8,
    snapshotSize: 4,
    learningRate: { generator: 1e-2, discriminator: 1e-2 },
    compiled: false,
  });
  const { discriminatorPenalty, generatorPenalty, generatorLoss } = run.history;
  run.dispose();
  return [...discriminatorPenalty, ...generatorPenalty, ...generatorLoss];
}

/** The players of a training of terms; the discriminator has a second head. */
export function players(classes: boolean, random: g.Random) {
  const plain = g.mlp({ name: "d", inputs: 2, hidden: [6], outputs: 1, random });
  const outputs = classes ? 8 : 2;
  return {
    generator: g.mlp({ name: "g", inputs: 4, hidden: [6], outputs: 2, random }),
    discriminator: g.withHead(plain, { outputs, features: 6, classes, random }),
  };
}

const weight = g.linearRate({ from: 2, to: 1, steps: 9 });
const terms: readonly (readonly [name: string, make: () => g.Term | g.Term[]])[] = [
  ["gradientPenaltyTerm", () => g.gradientPenaltyTerm({ weight: 1, target: 0 })],
  ["r1Term", () => g.r1Term({ weight, every: 2 })],
  ["r2Term", () => g.r2Term()],
  ["lecamTerm", () => g.lecamTerm({ decay: 0.9 })],
  ["draganTerm", () => g.draganTerm({ spread: 2 })],
  ["featureMatchingTerm", () => g.featureMatchingTerm({ weight: 3 })],
  ["orthogonalTerm", () => g.orthogonalTerm({ player: "generator", unitLength: true, weight: 1 })],
  ["pathLengthTerm", () => g.pathLengthTerm({ every: 1, space: "z" })],
  ["consensusTerms", () => g.consensusTerms({ weight: 1 })[1]],
];

const history = { realAccuracy: [0.9], augmentStrength: [0.25] } as unknown as g.History;

/** One value or more of every maker. */
export const examples: readonly Example[] = [
  ...datasets
    .filter(({ name }) => name !== "pixelFaces") // its content tells it
    .map(({ name, make }) => example("data", name, make, drawn)),
  example("data", "textDataset", () => g.textDataset({ lines: ["a cat", "a dog ran"], unit: "words" }), drawn), // prettier-ignore
  example("data", "subset of a child", () => g.subset(g.grid(), 9, g.seeded(1).stream("some")), drawn), // prettier-ignore
  example("data", "cleaned", () => cleanedDigits(), drawn),
  ...networks
    .filter(({ name }) => !/^(sequential|styleMixing|labelBlind|caption.*)$/.test(name)) // with a step of its own, or without a row
    .map(({ name, make }) => example("network", name, make, applied)),
  example("network", "sequential", sequentialOfLayers, applied),
  example("network", "withHead", () => players(false, g.seeded(4)).discriminator, (network) => values(network.head(tf.ones([2, 2])))), // prettier-ignore
  ...layers.map(([name, make, shape]) =>
    example("layer", name, make, (layer) =>
      values(layer.apply(g.seeded(2).normal([...shape] as [number, number]), context())),
    ),
  ),
  example(
    "layer",
    "embedding",
    () => g.embedding({ ...named, classes: 4, size: 2, random }),
    (layer) => values(layer.apply(tf.tensor1d([0, 3], "int32"))),
  ),
  ...styled.map(([name, make]) =>
    example("layer", name, make, (layer) =>
      values(layer.apply(g.seeded(2).normal([2, 4, 4, 3]), g.seeded(6).normal([2, 2]))),
    ),
  ),
  ...activations
    .filter(({ name }) => name !== "leakyRelu")
    .map(({ name, activation }) =>
      example(
        "activation",
        name,
        () => activation,
        (fn) => values(fn(tf.range(-3, 3, 0.5))),
      ),
    ),
  ...[g.leakyRelu, g.softmax, g.maxout(2)].map((fn) =>
    example(
      "activation",
      fn.name,
      () => fn,
      (made) => values(made(tf.range(-3, 3, 0.5).reshape([2, 6]))),
    ),
  ),
  ...initializers.map(({ name, init }) =>
    example(
      "init",
      name,
      () => init,
      (made) => values(made(g.seeded(1), [4, 3])),
    ),
  ),
  ...losses.map(({ name, loss }) =>
    example(
      "loss",
      name,
      () => loss,
      (made) => {
        const [real, fake] = [tf.tensor2d([[1], [-2], [0.5]]), tf.tensor2d([[0.2], [2], [-1]])];
        const { real: onReal, fake: onFake } = made.discriminator(real, fake, g.seeded(1));
        return values(onReal, onFake, made.generator(fake, real));
      },
    ),
  ),
  ...terms.map(([name, make]) => example("term", name, make, trained)),
  ...[g.linearRate, g.cosineRate].map((maker) =>
    example(
      "rate",
      maker.name,
      () => maker({ from: 1, to: 0.25, steps: 7 }),
      (rate) => [1, 2, 3, 7, 99].map((step) => g.rateAt(rate, step)),
    ),
  ),
  example(
    "rate",
    "adaptiveStrength",
    () => g.adaptiveStrength({ speed: 0.1 }),
    (rate) => [rate.next(history)],
  ),
  example(
    "augment",
    "diffAugment",
    () => g.diffAugment({ height: 4, width: 4, channels: 3 }, { cutout: false }),
    (augment) => values(augment(g.seeded(1).normal([3, 48]), g.seeded(2), tf.scalar(0.8))),
  ),
];

function sequentialOfLayers(): g.Network {
  const inner = g.dense({ name: "net/inner", inputs: 5, outputs: 5, random });
  return g.sequential({
    name: "net",
    inputShape: [3],
    outputShape: [2],
    steps: [
      g.dense({ name: "net/1", inputs: 3, outputs: 5, random }),
      g.leakyRelu,
      g.residual({ name: "net/2", main: [g.relu, inner] }),
      g.dropout({ name: "net/3", rate: 0.5 }),
      g.dense({ name: "net/4", inputs: 5, outputs: 2, random, init: g.heNormal }),
    ],
  });
}

function cleanedDigits(): g.FiniteDataset {
  const data = g.digits8();
  const damaged = g.corrupted(data, { broken: 0.01 }, g.seeded(1));
  return g.cleaned(damaged, g.dataReport(damaged));
}

/** All rows of all tables, as [kind, name]. */
export const rows: readonly (readonly [FormKind, string])[] = Object.entries(tables).flatMap(
  ([kind, table]) => Object.keys(table).map((name) => [kind as FormKind, name] as const),
);
