import * as tf from "@tensorflow/tfjs";
import { advice, exactOps, publicName } from "../runtime/gradients/exact-ops";
import { InexactGradientError } from "../runtime/gradients/input-gradient";
import { gradientsOf, nodesBetween } from "../runtime/gradients/tape";

/** One side of the game: what it minimises, and by which weights. */
export interface Player {
  /** Gives the same at each call: its random numbers are drawn before. */
  readonly loss: () => tf.Scalar;
  /** Its weights, by which the loss is derived. */
  readonly variables: readonly tf.Variable[];
}

/**
 * The penalty of consensus optimisation, ½ ‖v‖² = ½ (‖∂L_D/∂θ_D‖² + ‖∂L_G/∂θ_G‖²) (Mescheder et al. 2017,
 * section 4). v holds the gradient of each player's own loss; the game rests where v = 0. Both players add the
 * penalty, times a weight, to their losses. Going down ‖v‖² alone would reach any resting point; added to the
 * game, it takes out the rotation by which gradient descent circles around or spirals away.
 *
 * It is differentiated by the weights of both players, through gradients by weights: all operations between
 * weights and losses need an exact second gradient.
 *
 * @throws InexactGradientError for a network with an operation whose second gradient is not exact
 * @example
 * ```ts
 * import { consensus, namedVariable, tf } from "gan-clinic";
 * // a bilinear game: the one wants a b large, the other small; it rests at (0, 0)
 * const [a, b] = [3, 4].map((x) => namedVariable(tf.scalar(x), "example/player"));
 * const product = () => tf.mul(a, b) as tf.Scalar;
 * const minus = () => tf.neg(product()) as tf.Scalar;
 * const penalty = () =>
 *   consensus({ loss: minus, variables: [a] }, { loss: product, variables: [b] });
 * assert.equal(penalty().dataSync()[0], (3 ** 2 + 4 ** 2) / 2);
 * const { grads } = tf.variableGrads(penalty, [a, b]); // of ½ (a² + b²)
 * assert.deepEqual([a, b].map(({ name }) => grads[name].dataSync()[0]), [3, 4]);
 * ```
 */
export function consensus(discriminator: Player, generator: Player): tf.Scalar {
  return tf.tidy(() => {
    const vector = [discriminator, generator].flatMap(ownGradients);
    return tf.mul(tf.addN(vector.map((part) => tf.sum<tf.Scalar>(tf.square(part)))), 0.5);
  });
}

/** ∂L/∂θ of a player, to be differentiated again. */
function ownGradients({ loss, variables }: Player): tf.Tensor[] {
  return gradientsOf(() => {
    const value = loss();
    const between = variables.flatMap((variable) => nodesBetween(variable, value));
    const inexact = between.find(({ kernelName }) => !exactOps.has(kernelName));
    if (inexact) {
      throw new InexactGradientError(publicName(inexact.kernelName), advice(inexact.kernelName));
    }
    return value;
  }, variables);
}
