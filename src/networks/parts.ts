// What several networks are made of.
import * as tf from "@tensorflow/tfjs";
import type { PictureShape } from "../data/dataset";
import { batchNorm } from "../layers/batch-norm";
import { dense } from "../layers/dense";
import type { Initializer } from "../layers/init";
import { labelsOf, type Layer } from "../layers/layer";
import { minibatchDiscrimination, minibatchStddev } from "../layers/minibatch";
import { instanceNorm, layerNorm } from "../layers/norms";
import type { Random } from "../random";
import { block } from "./block";
import { flat, shaped } from "./build";

// Height and width that a square picture of each size starts from, to double once or more.
const starts = { 8: 4, 14: 7, 16: 4, 28: 7, 32: 4, 64: 4 } as const;

/** Height and width of square pictures: 8, 14, 16, 28, 32 or 64. They halve down to 4 or 7. */
export type PictureSize = keyof typeof starts;

/** How a square picture grows. */
export interface Pyramid {
  /** Height and width of the smallest. */
  readonly start: number;
  /** How many times it doubles. */
  readonly levels: number;
}

/** @throws RangeError for another size */
export function pyramidOf(size: PictureSize, name: string): Pyramid {
  if (!Object.hasOwn(starts, size)) {
    const sizes = Object.keys(starts).join(", ");
    throw new RangeError(`${name} size: wanted one of ${sizes}, found ${String(size)}`);
  }
  return { start: starts[size], levels: Math.log2(size / starts[size]) };
}

/** How the layers of a network are normalised: their outputs, or with "spectral" their weights. */
export type Norm = "none" | "batch" | "layer" | "instance" | "spectral";

/** What a norm asks of a layer with weights: no bias where batch norm would take it away. */
export function weightOptions(norm: Norm): { readonly bias: boolean; readonly spectral: boolean } {
  return { bias: norm !== "batch" && norm !== "instance", spectral: norm === "spectral" };
}

/** The layer after a layer with weights, if the norm has one. */
export function normLayers(norm: Norm, name: string, channels: number): Layer[] {
  if (norm === "batch") return [batchNorm({ name, channels })];
  if (norm === "layer") return [layerNorm({ name, channels })];
  if (norm === "instance") return [instanceNorm({ name, channels })];
  return [];
}

/** Gives each example another shape, as a layer. */
export function reshape(name: string, shape: readonly number[]): Layer {
  return { name, variables: [], apply: (x) => shaped(x, shape) }; // (batch, ...shape)
}

/** (batch, …) to (batch, numbers), as a layer. */
export function flatten(name: string): Layer {
  return { name, variables: [], apply: flat };
}

/** The sum over all pixels, as a layer: (batch, height, width, channels) to (batch, channels). */
export function pixelSum(name: string): Layer {
  return { name, variables: [], apply: (x) => tf.sum(x, [1, 2]) };
}

/**
 * Makes pictures of flat ones that stand `packing` in a row: (batch, packing · numbers) to (batch, height, width,
 * packing · channels). A discriminator that sees several examples at once sees that they are alike (PacGAN, Lin
 * et al. 2018, section 3).
 */
export function packedPictures(name: string, picture: PictureShape, packing: number): Layer {
  const { height, width, channels } = picture;
  const numbers = height * width * channels;
  return {
    name,
    variables: [],
    apply(x) {
      const pictures = Array.from({ length: packing }, (_, i) =>
        tf.reshape(tf.slice(x, [0, i * numbers], [-1, numbers]), [-1, height, width, channels]),
      );
      return packing === 1 ? pictures[0] : tf.concat(pictures, 3);
    },
  };
}

// Labels as numbers that a layer can take: (batch) whole numbers become (batch, classes) with a 1 at the class.

/** (batch, classes): 1 at the class of each example, 0 elsewhere. */
export function oneHot(labels: tf.Tensor1D, classes: number): tf.Tensor {
  return tf.cast(tf.oneHot(labels, classes), "float32");
}

/** Puts the class after each vector: (batch, size) to (batch, size + classes). */
export function labelVector(name: string, classes: number): Layer {
  return {
    name,
    variables: [],
    apply: (x, context) => tf.concat([x, oneHot(labelsOf(context, name), classes)], 1),
  };
}

/**
 * Gives pictures (batch, height, width, channels) one more channel for each class, which is 1 everywhere for the
 * picture's class and 0 everywhere for the others.
 */
export function labelPlanes(name: string, classes: number): Layer {
  return {
    name,
    variables: [],
    apply(x, context) {
      const [batch, height, width] = x.shape;
      const pixel = tf.reshape(oneHot(labelsOf(context, name), classes), [batch, 1, 1, classes]);
      const planes = tf.mul(pixel, tf.ones([1, height, width, 1])); // (batch, height, width, classes)
      return tf.concat([x, planes], 3);
    },
  };
}

/** How a discriminator compares the examples of a batch, so that it sees when they are too alike. */
export type Minibatch =
  | {
      /** By {@link minibatchDiscrimination}: learned distances to the others. */
      readonly kind: "discrimination";
      /** How many numbers are added to an example's features. */
      readonly kernels: number;
      /** Dimensions of the space in which each kernel measures distance. */
      readonly dims: number;
    }
  | {
      /** By {@link minibatchStddev}: how much the batch varies. */
      readonly kind: "stddev";
    };

/** The layer of flat features (batch, size), and how many features it gives. */
export function minibatchLayer(
  minibatch: Minibatch | undefined,
  options: { readonly name: string; readonly inputs: number; readonly random: Random },
): { readonly layers: readonly Layer[]; readonly outputs: number } {
  const { name, inputs } = options;
  if (minibatch === undefined) return { layers: [], outputs: inputs };
  if (minibatch.kind === "stddev")
    return { layers: [minibatchStddev({ name })], outputs: inputs + 1 };
  const { kernels, dims } = minibatch;
  const layer = minibatchDiscrimination({ ...options, kernels, dims });
  return { layers: [layer], outputs: inputs + kernels };
}

export interface HeadOptions {
  readonly name: string;
  readonly inputs: number;
  readonly spectral?: boolean;
  readonly init?: Initializer;
  /** For a projection: how many classes there are. */
  readonly classes?: number;
  readonly random: Random;
}

/**
 * The last layer of a discriminator: features h (batch, inputs) to a score for each example (batch, 1).
 *
 * With classes it is a projection, s = w · h + b + V[y] · h with a learned row of V for each class (Miyato and
 * Koyama 2018, eq. 6): how real the features look at all, and how well they go with the class.
 */
export function scoreHead(options: HeadOptions): Layer {
  const { name, inputs, classes } = options;
  const score = dense({ ...options, outputs: 1 });
  if (classes === undefined) return score;
  // a dense layer of the one-hot class is a table of rows whose spectral norm can be taken
  const rows = dense({
    ...options,
    name: `${name}/classes`,
    inputs: classes,
    outputs: inputs,
    bias: false,
  });
  return block(name, [score, rows], (h, context) => {
    const row = rows.apply(oneHot(labelsOf(context, name), classes), context); // (batch, inputs)
    return tf.add(score.apply(h, context), tf.sum(tf.mul(row, h), 1, true)); // (batch, 1)
  });
}
