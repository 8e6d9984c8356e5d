import * as tf from "@tensorflow/tfjs";
import { expectInteger, expectNumber } from "../shape";
import type { Layer } from "./layer";

/** Options of {@link lsuv}. */
export interface LsuvOptions {
  /** How far from 1 a layer's variance may stay; .1 as in the paper when left out. */
  readonly tolerance?: number;
  /** How often one layer is rescaled at most; 10 when left out. */
  readonly rounds?: number;
}

/** What happened to one layer. */
export interface LsuvRow {
  /** The layer's name. */
  readonly layer: string;
  /** Variance of its outputs over the batch, before it was rescaled. */
  readonly before: number;
  /** Variance of its outputs over the batch, after it was rescaled. */
  readonly after: number;
}

/**
 * Layer-sequential unit variance (Mishkin and Matas 2016, algorithm 1): sends a batch through the layers, and
 * divides the weights of each by the standard deviation of what comes out of it, before the next has its turn.
 * So signals have size 1 everywhere at the start, whatever the activations are, and no formula for them is
 * needed. The paper starts from {@link orthogonal} weights.
 *
 * @param stages layers and activations in the order of computation. Layers with variables are rescaled: the
 *   first variable, their weights
 * @param batch real examples or latents, as the first layer takes them
 * @throws RangeError for a tolerance that is not positive or rounds below 1; for outputs that are all the same
 * @example
 * ```ts
 * import { badInit, dense, lsuv, relu, seeded } from "gan-clinic";
 * const random = seeded(1);
 * const layers = [1, 2, 3].map((i) =>
 *   dense({ name: `lsuv ${i}`, inputs: 20, outputs: 20, init: badInit("too small"), random }),
 * );
 * const rows = lsuv(layers.flatMap((layer) => [layer, relu]), random.normal([100, 20]));
 * assert.ok(rows.every(({ before, after }) => before < 0.01 && Math.abs(after - 1) <= 0.1));
 * ```
 */
export function lsuv(
  stages: readonly (Layer | ((x: tf.Tensor) => tf.Tensor))[],
  batch: tf.Tensor,
  { tolerance = 0.1, rounds = 10 }: LsuvOptions = {},
): LsuvRow[] {
  expectNumber(tolerance, "lsuv tolerance", { above: 0 });
  expectInteger(rounds, "lsuv rounds", { atLeast: 1 });
  const rows: LsuvRow[] = [];
  tf.tidy(() => {
    let signal = batch;
    for (const stage of stages) {
      if (typeof stage === "function") {
        signal = stage(signal);
        continue;
      }
      if (stage.variables.length > 0) rows.push(rescale(stage, signal, tolerance, rounds));
      signal = stage.apply(signal);
    }
  });
  return rows;
}

function rescale(layer: Layer, x: tf.Tensor, tolerance: number, rounds: number): LsuvRow {
  const [weights] = layer.variables;
  const before = variance(layer, x);
  let after = before;
  for (let round = 0; round < rounds && Math.abs(after - 1) > tolerance; round++) {
    expectNumber(after, `lsuv variance of the outputs of ${layer.name}`, { above: 0 });
    weights.assign(tf.div(weights, Math.sqrt(after)));
    after = variance(layer, x);
  }
  return { layer: layer.name, before, after };
}

/** Over all numbers that the layer gives for the batch. */
function variance(layer: Layer, x: tf.Tensor): number {
  return tf.moments(layer.apply(x)).variance.dataSync()[0];
}
