import * as tf from "@tensorflow/tfjs";
import { dense } from "../layers/dense";
import type { Initializer } from "../layers/init";
import { labelsOf, type Layer } from "../layers/layer";
import type { Random } from "../random";
import { block } from "./block";
import { oneHot } from "./labels";

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
