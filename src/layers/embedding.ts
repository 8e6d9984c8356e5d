import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger } from "../shape";
import { firstWeights, normalInit, type Initializer } from "./init";
import { expectLabels, namedVariable, type Layer } from "./layer";

/** Options of {@link embedding}. */
export interface EmbeddingOptions {
  /** Begins the names of its variables, and stands in messages. */
  readonly name: string;
  /** How many classes. */
  readonly classes: number;
  /** Numbers for each class. */
  readonly size: number;
  /** First weights; N(0, 1) when left out. */
  readonly init?: Initializer;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * A table with a learned row for each class: labels (batch), whole numbers from 0, become rows (batch, size).
 * It is a dense layer without bias of one-hot labels, without the products with 0. A label from `classes` on
 * has no row, and what comes out for it depends on the engine.
 *
 * @throws RangeError for classes or size below 1
 * @throws TypeError from `apply` for labels that are not (batch) of int32
 * @example
 * ```ts
 * import { embedding, seeded, tf } from "gan-clinic";
 * const layer = embedding({ name: "example", classes: 3, size: 2, random: seeded(1) });
 * const [first, second, third] = layer.apply(tf.tensor1d([2, 0, 2], "int32")).arraySync() as number[][];
 * assert.deepEqual(first, third);
 * assert.notDeepEqual(first, second);
 * ```
 */
export function embedding({
  name,
  classes,
  size,
  init = normalInit(1),
  random,
}: EmbeddingOptions): Layer {
  expectInteger(classes, `${name} classes`, { atLeast: 1 });
  expectInteger(size, `${name} size`, { atLeast: 1 });
  const rows = namedVariable(
    firstWeights(init, random.stream(name), [classes, size], name),
    `${name}/weights`,
  );
  return lever(
    "layer",
    "embedding",
    { name, classes, size, init, random },
    {
      name,
      variables: [rows],
      apply(labels) {
        return tf.gather(rows, expectLabels(labels, `${name} labels`)); // (batch, size)
      },
    },
  );
}
