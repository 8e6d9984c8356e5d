import * as tf from "@tensorflow/tfjs";
import type { ConditionTable } from "../data/bag-of-words";
import { dense } from "../layers/dense";
import type { Initializer } from "../layers/init";
import { labelsOf, type Layer } from "../layers/layer";
import type { Random } from "../random";
import { expectInteger } from "../shape";
import { block } from "./block";

/** How many conditions a table has. */
export function conditionCount({ size, vectors }: ConditionTable, name: string): number {
  expectInteger(size, `${name} conditions.size`, { atLeast: 1 });
  const count = vectors.length / size;
  if (Number.isInteger(count) && count > 0) return count;
  throw new TypeError(
    `${name} conditions.vectors: wanted rows of ${size} numbers, found ${vectors.length} numbers`,
  );
}

/** The vector of each example's condition, whose number is its label: (batch) to (batch, size). */
export function conditionRows(
  { size, vectors }: ConditionTable,
  labels: tf.Tensor1D, // (batch), int32
): tf.Tensor2D {
  const table = tf.tensor2d(vectors, [vectors.length / size, size]);
  return tf.gather(table, labels); // (batch, size)
}

interface ProjectionOptions {
  readonly name: string;
  readonly inputs: number;
  readonly conditions: ConditionTable;
  readonly spectral: boolean;
  readonly init: Initializer;
  readonly random: Random;
}

/**
 * The last layer of a discriminator that is told a vector c: s = w · h + b + (V c) · h, with a learned matrix V (Miyato
 * and Koyama 2018, eq. 6, with c in the place of the one-hot class): how real the features h look at all, and how well
 * they go with c.
 */
export function conditionProjection(options: ProjectionOptions): Layer {
  const { name, inputs, conditions, ...weights } = options;
  const score = dense({ ...weights, name, inputs, outputs: 1 });
  const match = dense({
    ...weights,
    name: `${name}/condition`,
    inputs: conditions.size,
    outputs: inputs,
    bias: false,
  });
  return block(name, [score, match], (h, context) => {
    const rows = conditionRows(conditions, labelsOf(context, name)); // (batch, size)
    const direction = match.apply(rows, context); // (batch, inputs)
    return tf.add(score.apply(h, context), tf.sum(tf.mul(direction, h), 1, true)); // (batch, 1)
  });
}
