import { tanh } from "../../../src/layers/activations";
import { dense } from "../../../src/layers/dense";
import { bigganDiscriminator, bigganGenerator } from "../../../src/networks/biggan";
import { captionDiscriminator } from "../../../src/networks/caption-discriminator";
import { captionGenerator } from "../../../src/networks/caption-generator";
import { cycleganGenerator } from "../../../src/networks/cyclegan";
import { dcganCritic } from "../../../src/networks/dcgan-critic";
import { dcganDiscriminator } from "../../../src/networks/dcgan-discriminator";
import { dcganGenerator } from "../../../src/networks/dcgan-generator";
import { labelBlind } from "../../../src/networks/label-blind";
import { bagOfWords } from "../../../src/data/bag-of-words";
import { mlp } from "../../../src/networks/mlp";
import type { Network, NetworkTraits } from "../../../src/networks/network";
import { patchDiscriminator } from "../../../src/networks/patch-discriminator";
import { sequential } from "../../../src/networks/sequential";
import { snganDiscriminator } from "../../../src/networks/sngan-discriminator";
import { snganGenerator } from "../../../src/networks/sngan-generator";
import { styleMixing } from "../../../src/networks/style-mixing";
import { styleganDiscriminator } from "../../../src/networks/stylegan-discriminator";
import { styleganGenerator } from "../../../src/networks/stylegan-generator";
import { textDiscriminator, textGenerator } from "../../../src/networks/text";
import { waveganDiscriminator, waveganGenerator } from "../../../src/networks/wavegan";
import { seeded } from "../../../src/random";
import type { Row } from "./row";

export interface NetworkRow extends Row {
  readonly make: () => Network;
  readonly inputs: number;
  readonly outputs: number;
  /** What it learns, counted by hand: weights + biases of each layer. */
  readonly parameters: number;
  /** Size of its features; left out where it has none. */
  readonly features?: number;
  readonly traits: NetworkTraits;
}

/** A generator and a discriminator that are trained together, tiny. */
export interface PairRow {
  readonly name: string;
  readonly generator: NetworkRow;
  readonly discriminator: NetworkRow;
}

const random = seeded(1);
const g = { name: "g", random };
const d = { name: "d", random };
const inside = { outputRange: [-1, 1] } as const;
const probability = { outputRange: [0, 1] } as const;

/** Weights and biases of a dense layer; of a square convolution with so many places in its filter. */
const layer = (inputs: number, outputs: number, places = 1) => places * inputs * outputs + outputs;
/** Scale and offset. */
const norm = (channels: number, classes = 1) => 2 * channels * classes;

/** Four words. */
const conditions = bagOfWords(["red ball", "blue ball", "blue box"]);

export const pairs: PairRow[] = [
  {
    name: "MLPs",
    generator: {
      file: "networks/mlp.ts",
      name: "mlp, batch norm, dropout",
      make: () =>
        mlp({
          ...g,
          inputs: 3,
          hidden: [5, 4],
          outputs: 2,
          norm: "batch",
          dropout: 0.25,
          output: tanh,
        }),
      inputs: 3,
      outputs: 2,
      parameters: 3 * 5 + norm(5) + 5 * 4 + norm(4) + layer(4, 2),
      features: 4,
      traits: { ...inside, mixesBatch: "batch norm" },
    },
    discriminator: {
      file: "networks/mlp.ts",
      name: "mlp, spectral, minibatch discrimination",
      make: () =>
        mlp({
          ...d,
          inputs: 2,
          hidden: [6],
          outputs: 1,
          spectral: true,
          minibatch: { kind: "discrimination", kernels: 2, dims: 3 },
        }),
      inputs: 2,
      outputs: 1,
      parameters: layer(2, 6) + 6 * 2 * 3 + layer(6 + 2, 1),
      features: 6 + 2,
      traits: { mixesBatch: "minibatch discrimination" },
    },
  },
  {
    name: "conditional MLPs",
    generator: {
      file: "networks/mlp.ts",
      name: "mlp, conditional, layer norm",
      make: () => mlp({ ...g, inputs: 3, hidden: [5], outputs: 2, norm: "layer", classes: 3 }),
      inputs: 3,
      outputs: 2,
      parameters: layer(3 + 3, 5) + norm(5) + layer(5, 2),
      features: 5,
      traits: { classes: 3 },
    },
    discriminator: {
      file: "networks/mlp.ts",
      name: "mlp, conditional, minibatch stddev",
      make: () =>
        mlp({
          ...d,
          inputs: 2,
          hidden: [6],
          outputs: 1,
          classes: 3,
          minibatch: { kind: "stddev" },
        }),
      inputs: 2,
      outputs: 1,
      parameters: layer(2 + 3, 6) + layer(6 + 1, 1),
      features: 6 + 1,
      traits: { mixesBatch: "minibatch standard deviation", classes: 3 },
    },
  },
  {
    name: "DCGAN of 28",
    generator: {
      file: "networks/dcgan-generator.ts",
      name: "dcganGenerator of 28",
      make: () => dcganGenerator({ ...g, size: 28, width: 4, latentSize: 5 }),
      inputs: 5,
      outputs: 28 * 28,
      // 5 → 7 · 7 · 8 → 14 · 14 · 4 → 28 · 28 · 1, the first two without bias
      parameters: 5 * (7 * 7 * 8) + norm(8) + 4 * 4 * 8 * 4 + norm(4) + layer(4, 1, 16),
      features: 14 * 14 * 4,
      traits: { ...inside, mixesBatch: "batch norm" },
    },
    discriminator: {
      file: "networks/dcgan-discriminator.ts",
      name: "dcganDiscriminator of 28",
      make: () => dcganDiscriminator({ ...d, size: 28, width: 4 }),
      inputs: 28 * 28,
      outputs: 1,
      // 28 · 28 · 1 → 14 · 14 · 4 → 7 · 7 · 8 → 1, the second without bias
      parameters: layer(1, 4, 16) + 4 * 4 * 4 * 8 + norm(8) + layer(7 * 7 * 8, 1),
      features: 7 * 7 * 8,
      traits: { mixesBatch: "batch norm" },
    },
  },
  {
    name: "conditional DCGAN of 16, spectral, planes",
    generator: {
      file: "networks/dcgan-generator.ts",
      name: "dcganGenerator, resized, spectral, conditional",
      make: () =>
        dcganGenerator({
          ...g,
          size: 16,
          channels: 3,
          width: 2,
          latentSize: 5,
          norm: "spectral",
          upsampling: "resize",
          classes: 3,
        }),
      inputs: 5,
      outputs: 16 * 16 * 3,
      parameters: layer(5 + 3, 4 * 4 * 4) + layer(4, 2, 16) + layer(2, 3, 16),
      features: 8 * 8 * 2,
      traits: { ...inside, classes: 3 },
    },
    discriminator: {
      file: "networks/dcgan-discriminator.ts",
      name: "dcganDiscriminator, spectral, planes, dropout, noise, minibatch stddev",
      make: () =>
        dcganDiscriminator({
          ...d,
          size: 16,
          channels: 3,
          width: 2,
          norm: "spectral",
          classes: 3,
          dropout: 0.25,
          noise: 0.1,
          minibatch: { kind: "stddev" },
        }),
      inputs: 16 * 16 * 3,
      outputs: 1,
      parameters: layer(3 + 3, 2, 16) + layer(2, 4, 16) + layer(4 * 4 * 4 + 1, 1),
      features: 4 * 4 * 4 + 1,
      traits: { mixesBatch: "minibatch standard deviation", classes: 3 },
    },
  },
  {
    name: "captions: a DCGAN of 8 with vectors, and a projection of them",
    generator: {
      file: "networks/caption-generator.ts",
      name: "captionGenerator",
      make: () =>
        captionGenerator({ ...g, size: 8, channels: 3, width: 4, latentSize: 5, conditions }),
      inputs: 5,
      outputs: 8 * 8 * 3,
      // 5 + 4 → 4 · 4 · 4 → 8 · 8 · 3, the first without bias
      parameters: (5 + 4) * 4 * 4 * 4 + norm(4) + layer(4, 3, 16),
      features: 4 * 4 * 4,
      traits: { ...inside, mixesBatch: "batch norm", classes: 3 },
    },
    discriminator: {
      file: "networks/caption-discriminator.ts",
      name: "captionDiscriminator, spectral",
      make: () =>
        captionDiscriminator({
          ...d,
          size: 8,
          channels: 3,
          width: 4,
          conditions,
          norm: "spectral",
        }),
      inputs: 8 * 8 * 3,
      outputs: 1,
      // 8 · 8 · 3 → 4 · 4 · 4 → 1, and a matrix of 4 words times features
      parameters: layer(3, 4, 16) + layer(4 * 4 * 4, 1) + 4 * (4 * 4 * 4),
      features: 4 * 4 * 4,
      traits: { classes: 3 },
    },
  },
  {
    name: "conditional DCGAN of 14 and a critic with projection",
    generator: {
      file: "networks/dcgan-generator.ts",
      name: "dcganGenerator of 14, layer norm, conditional",
      make: () =>
        dcganGenerator({ ...g, size: 14, width: 2, latentSize: 5, norm: "layer", classes: 3 }),
      inputs: 5,
      outputs: 14 * 14,
      parameters: layer(5 + 3, 7 * 7 * 2) + norm(2) + layer(2, 1, 16),
      features: 7 * 7 * 2,
      traits: { ...inside, classes: 3 },
    },
    discriminator: {
      file: "networks/dcgan-critic.ts",
      name: "dcganCritic, projection",
      make: () => dcganCritic({ ...d, size: 14, width: 2, classes: 3, condition: "projection" }),
      inputs: 14 * 14,
      outputs: 1,
      parameters: layer(1, 2, 16) + layer(7 * 7 * 2, 1) + 3 * (7 * 7 * 2),
      features: 7 * 7 * 2,
      traits: { classes: 3 },
    },
  },
  {
    name: "DCGAN of 16 with packing",
    generator: {
      file: "networks/dcgan-generator.ts",
      name: "dcganGenerator of 16, no norm",
      make: () => dcganGenerator({ ...g, size: 16, width: 2, latentSize: 5, norm: "none" }),
      inputs: 5,
      outputs: 16 * 16,
      parameters: layer(5, 4 * 4 * 4) + layer(4, 2, 16) + layer(2, 1, 16),
      features: 8 * 8 * 2,
      traits: inside,
    },
    discriminator: {
      file: "networks/dcgan-critic.ts",
      name: "dcganCritic, packing",
      make: () => dcganCritic({ ...d, size: 16, width: 2, packing: 2 }),
      inputs: 2 * 16 * 16,
      outputs: 1,
      parameters: layer(2, 2, 16) + layer(2, 4, 16) + norm(4) + layer(4 * 4 * 4, 1),
      features: 4 * 4 * 4,
      traits: { packing: 2 },
    },
  },
  {
    name: "SNGAN",
    generator: {
      file: "networks/sngan-generator.ts",
      name: "snganGenerator",
      make: () => snganGenerator({ ...g, size: 8, width: 4, latentSize: 5 }),
      inputs: 5,
      outputs: 8 * 8 * 3,
      parameters:
        layer(5, 4 * 4 * 4) + // small picture
        2 * (norm(4) + layer(4, 4, 9)) + // the block's long way
        layer(4, 4) + // and its short one
        norm(4) +
        layer(4, 3, 9),
      features: 8 * 8 * 4,
      traits: { ...inside, mixesBatch: "batch norm" },
    },
    discriminator: {
      file: "networks/sngan-discriminator.ts",
      name: "snganDiscriminator",
      make: () => snganDiscriminator({ ...d, size: 8, width: 4 }),
      inputs: 8 * 8 * 3,
      outputs: 1,
      parameters:
        layer(3, 4, 9) + layer(4, 4, 9) + layer(3, 4) + // the first block
        2 * 2 * layer(4, 4, 9) + // two more, whose short way is x itself
        layer(4, 1), // prettier-ignore
      features: 4,
      traits: {},
    },
  },
  {
    name: "conditional SNGAN",
    generator: {
      file: "networks/sngan-generator.ts",
      name: "snganGenerator, conditional",
      make: () => snganGenerator({ ...g, size: 8, width: 4, latentSize: 5, classes: 3 }),
      inputs: 5,
      outputs: 8 * 8 * 3,
      parameters:
        layer(5, 4 * 4 * 4) + 2 * (norm(4, 3) + layer(4, 4, 9)) + layer(4, 4) + norm(4) + layer(4, 3, 9), // prettier-ignore
      features: 8 * 8 * 4,
      traits: { ...inside, mixesBatch: "conditional batch norm", classes: 3 },
    },
    discriminator: {
      file: "networks/sngan-discriminator.ts",
      name: "snganDiscriminator, projection",
      make: () => snganDiscriminator({ ...d, size: 8, width: 4, classes: 3 }),
      inputs: 8 * 8 * 3,
      outputs: 1,
      parameters:
        layer(3, 4, 9) + layer(4, 4, 9) + layer(3, 4) + 2 * 2 * layer(4, 4, 9) + layer(4, 1) + 3 * 4, // prettier-ignore
      features: 4,
      traits: { classes: 3 },
    },
  },
  {
    name: "BigGAN",
    generator: {
      file: "networks/biggan.ts",
      name: "bigganGenerator",
      make: () =>
        bigganGenerator({ ...g, size: 8, width: 8, latentSize: 4, classes: 3, classSize: 3 }),
      inputs: 4,
      outputs: 8 * 8 * 3,
      parameters:
        3 * 3 + // a vector for each class
        layer(2, 4 * 4 * 8) + // of the first chunk
        (3 * 8 * 1 + 8 + 1) + // attention: queries, keys, values of one channel; output; gain
        2 * (norm(8) + 2 * (3 + 2) * 8 + layer(8, 8, 9)) + // class vector and second chunk steer the norms
        layer(8, 8) +
        norm(8) +
        layer(8, 3, 9),
      features: 8 * 8 * 8,
      traits: { ...inside, mixesBatch: "batch norm", classes: 3 },
    },
    discriminator: {
      file: "networks/biggan.ts",
      name: "bigganDiscriminator",
      make: () => bigganDiscriminator({ ...d, size: 8, width: 8, classes: 3 }),
      inputs: 8 * 8 * 3,
      outputs: 1,
      parameters:
        layer(3, 8, 9) + layer(8, 8, 9) + layer(3, 8) + // the first block
        (3 * 8 * 1 + 8 + 1) + // attention
        2 * 2 * layer(8, 8, 9) +
        layer(8, 1) +
        3 * 8, // prettier-ignore
      features: 8,
      traits: { classes: 3 },
    },
  },
  {
    name: "SNGAN with planes",
    generator: {
      file: "networks/sngan-generator.ts",
      name: "snganGenerator of 16, grey, conditional",
      make: () =>
        snganGenerator({ ...g, size: 16, channels: 1, width: 2, latentSize: 5, classes: 3 }),
      inputs: 5,
      outputs: 16 * 16,
      parameters:
        layer(5, 4 * 4 * 2) + 2 * (2 * (norm(2, 3) + layer(2, 2, 9)) + layer(2, 2)) + norm(2) + layer(2, 1, 9), // prettier-ignore
      features: 16 * 16 * 2,
      traits: { ...inside, mixesBatch: "conditional batch norm", classes: 3 },
    },
    discriminator: {
      file: "networks/sngan-discriminator.ts",
      name: "snganDiscriminator, planes, not spectral",
      make: () =>
        snganDiscriminator({
          ...d,
          size: 16,
          channels: 1,
          width: 2,
          classes: 3,
          condition: "concat",
          spectral: false,
        }),
      inputs: 16 * 16,
      outputs: 1,
      parameters:
        layer(1 + 3, 2, 9) + layer(2, 2, 9) + layer(1 + 3, 2) + 2 * 2 * layer(2, 2, 9) + layer(2, 1), // prettier-ignore
      features: 2,
      traits: { classes: 3 },
    },
  },
  {
    name: "StyleGAN",
    generator: {
      file: "networks/stylegan-generator.ts",
      name: "styleganGenerator",
      make: () =>
        styleganGenerator({ ...g, size: 8, width: 4, latentSize: 3, styleSize: 5, mapping: 2 }),
      inputs: 3,
      outputs: 8 * 8 * 3,
      parameters:
        layer(3, 5) + layer(5, 5) + // mapping
        4 * 4 * 4 + // constant
        3 * (layer(5, 4) + 9 * 4 * 4 + 1 + 4) + // style, filter, strength of the noise, biases
        2 * (layer(5, 4) + layer(4, 3)), // prettier-ignore
      traits: {},
    },
    discriminator: {
      file: "networks/stylegan-discriminator.ts",
      name: "styleganDiscriminator",
      make: () => styleganDiscriminator({ ...d, size: 8, width: 4 }),
      inputs: 8 * 8 * 3,
      outputs: 1,
      parameters:
        layer(3, 4) + 2 * layer(4, 4, 9) + 4 * 4 + // one block, whose short way has no bias
        layer(4 + 1, 4, 9) + layer(4 * 4 * 4, 4) + layer(4, 1), // prettier-ignore
      features: 4,
      traits: { mixesBatch: "minibatch standard deviation" },
    },
  },
  {
    name: "StyleGAN with mixing",
    generator: {
      file: "networks/style-mixing.ts",
      name: "styleMixing",
      make: () =>
        styleMixing(styleganGenerator({ ...g, size: 8, width: 4, latentSize: 3, mapping: 1 })),
      inputs: 3,
      outputs: 8 * 8 * 3,
      parameters:
        layer(3, 3) + // mapping
        4 * 4 * 4 + // constant
        3 * (layer(3, 4) + 9 * 4 * 4 + 1 + 4) + // style, filter, strength of the noise, biases
        2 * (layer(3, 4) + layer(4, 3)), // prettier-ignore
      traits: {},
    },
    discriminator: {
      file: "networks/stylegan-discriminator.ts",
      name: "styleganDiscriminator, no stddev",
      make: () => styleganDiscriminator({ ...d, size: 8, width: 4, stddev: false }),
      inputs: 8 * 8 * 3,
      outputs: 1,
      parameters:
        layer(3, 4) + 2 * layer(4, 4, 9) + 4 * 4 + // one block, whose short way has no bias
        layer(4, 4, 9) + layer(4 * 4 * 4, 4) + layer(4, 1), // prettier-ignore
      features: 4,
      traits: {},
    },
  },
  {
    name: "conditional MLP and a discriminator that is blind to labels",
    generator: {
      file: "networks/mlp.ts",
      name: "mlp, conditional",
      make: () => mlp({ ...g, inputs: 3, hidden: [5], outputs: 2, classes: 3 }),
      inputs: 3,
      outputs: 2,
      parameters: layer(3 + 3, 5) + layer(5, 2),
      features: 5,
      traits: { classes: 3 },
    },
    discriminator: {
      file: "networks/label-blind.ts",
      name: "labelBlind",
      make: () => labelBlind(mlp({ ...d, inputs: 2, hidden: [6], outputs: 1 }), { classes: 3 }),
      inputs: 2,
      outputs: 1,
      parameters: layer(2, 6) + layer(6, 1),
      features: 6,
      traits: { classes: 3 },
    },
  },
  {
    name: "CycleGAN and patches",
    generator: {
      file: "networks/cyclegan.ts",
      name: "cycleganGenerator",
      make: () =>
        cycleganGenerator({
          ...g,
          picture: { height: 8, width: 12, channels: 1 },
          outputChannels: 3,
          width: 2,
          blocks: 1,
        }),
      inputs: 8 * 12,
      outputs: 8 * 12 * 3,
      parameters:
        49 * 1 * 2 + norm(2) + 9 * 2 * 4 + norm(4) + 9 * 4 * 8 + norm(8) + // first, down, down
        2 * (9 * 8 * 8 + norm(8)) + // a block
        9 * 8 * 4 + norm(4) + 9 * 4 * 2 + norm(2) + layer(2, 3, 49), // prettier-ignore
      features: (8 + 6) * (12 + 6) * 2, // with its border of three
      traits: inside,
    },
    discriminator: {
      file: "networks/patch-discriminator.ts",
      name: "patchDiscriminator",
      make: () =>
        patchDiscriminator({
          ...d,
          picture: { height: 8, width: 12, channels: 3 },
          width: 2,
          depth: 2,
        }),
      inputs: 8 * 12 * 3,
      outputs: 2 * 3,
      parameters:
        layer(3, 2, 16) + 16 * 2 * 4 + norm(4) + 16 * 4 * 8 + norm(8) + layer(8, 1, 16), // prettier-ignore
      features: 2 * 3 * 8,
      traits: {},
    },
  },
  {
    name: "text",
    generator: {
      file: "networks/text.ts",
      name: "textGenerator",
      make: () => textGenerator({ ...g, length: 6, vocabulary: 3, width: 4, latentSize: 5 }),
      inputs: 5,
      outputs: 6 * 3,
      parameters: layer(5, 6 * 4) + 2 * 2 * layer(4, 4, 5) + layer(4, 3),
      features: 6 * 4,
      traits: probability,
    },
    discriminator: {
      file: "networks/text.ts",
      name: "textDiscriminator",
      make: () => textDiscriminator({ ...d, length: 6, vocabulary: 3, width: 4 }),
      inputs: 6 * 3,
      outputs: 1,
      parameters: layer(3, 4) + 2 * 2 * layer(4, 4, 5) + layer(6 * 4, 1),
      features: 6 * 4,
      traits: {},
    },
  },
  {
    name: "WaveGAN",
    generator: {
      file: "networks/wavegan.ts",
      name: "waveganGenerator",
      make: () => waveganGenerator({ ...g, samples: 256, width: 2, latentSize: 5 }),
      inputs: 5,
      outputs: 256,
      parameters: layer(5, 16 * 4) + layer(4, 2, 25) + layer(2, 1, 25),
      features: 64 * 2,
      traits: inside,
    },
    discriminator: {
      file: "networks/wavegan.ts",
      name: "waveganDiscriminator",
      make: () => waveganDiscriminator({ ...d, samples: 256, width: 2 }),
      inputs: 256,
      outputs: 1,
      parameters: layer(1, 2, 25) + layer(2, 4, 25) + layer(16 * 4, 1),
      features: 16 * 4,
      traits: {},
    },
  },
  {
    name: "networks of steps",
    generator: {
      file: "networks/sequential.ts",
      name: "sequential",
      make: () =>
        sequential({
          name: "g",
          inputShape: [3],
          outputShape: [2, 2],
          steps: [
            dense({ name: "g/1", inputs: 3, outputs: 4, random }),
            { name: "g/square", variables: [], apply: (x) => x.reshape([-1, 2, 2]) },
            tanh,
          ],
        }),
      inputs: 3,
      outputs: 4,
      parameters: layer(3, 4),
      features: 3,
      traits: inside,
    },
    discriminator: {
      file: "networks/sequential.ts",
      name: "sequential, one layer",
      make: () =>
        sequential({
          name: "d",
          inputShape: [4],
          outputShape: [1],
          steps: [dense({ name: "d/1", inputs: 4, outputs: 1, random })],
        }),
      inputs: 4,
      outputs: 1,
      parameters: layer(4, 1),
      features: 4,
      traits: {},
    },
  },
];

export const networks: NetworkRow[] = pairs.flatMap(({ generator, discriminator }) => [
  generator,
  discriminator,
]);
