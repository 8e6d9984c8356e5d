import * as tf from "@tensorflow/tfjs";
import { expectNumber } from "../shape";
import { cut } from "./clipping";

/**
 * Cuts every weight to [-limit, limit], after each update of the critic (WGAN; Arjovsky et al. 2017, algorithm
 * 1; limit .01). It bounds the critic's slope, by far more than is needed: the critic comes to use the two ends
 * of the interval only, and its slope grows or fades from layer to layer (Gulrajani et al. 2017, section 3).
 * NaN stays NaN.
 *
 * @throws RangeError for a limit that is not above 0
 * @example
 * ```ts
 * import { clipWeights, namedVariable, tf } from "gan-clinic";
 * const weights = namedVariable(tf.tensor1d([-3, 0.005]), "example/weights");
 * clipWeights([weights], 0.01);
 * assert.ok(Math.abs(weights.min().dataSync()[0] + 0.01) < 1e-8);
 * ```
 */
export function clipWeights(variables: readonly tf.Variable[], limit: number): void {
  expectNumber(limit, "clipWeights limit", { above: 0 });
  tf.tidy(() => {
    for (const variable of variables) variable.assign(cut(variable, limit));
  });
}
