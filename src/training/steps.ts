import * as tf from "@tensorflow/tfjs";
import type { GanLoss } from "../losses";
import type { Network } from "../networks/network";

// The two steps are the algorithm. They draw nothing: what is random comes in as tensors. What they
// return belongs to the caller, who disposes it; everything else they make is gone when they return.

/** Who plays, and for what. */
export interface Game {
  readonly generator: Network;
  readonly discriminator: Network;
  readonly loss: GanLoss;
}

/** The loss's two parts and the scores they come from, all from before the update. */
export interface DiscriminatorResult {
  readonly real: tf.Scalar;
  readonly fake: tf.Scalar;
  readonly realScores: tf.Tensor; // (batch, 1)
  readonly fakeScores: tf.Tensor; // (batch, 1)
}

/**
 * One update of the discriminator; the generator does not change.
 *
 * @param optimizer the discriminator's own
 * @param real a batch of real examples (batch, inputs)
 * @param latent the fakes' latent vectors (batch, latentSize)
 * @example
 * ```ts
 * import { discriminatorStep, mlp, nonSaturating, ring, seeded, tf } from "gan-clinic";
 * const random = seeded(1);
 * const generator = mlp({ name: "g", inputs: 4, hidden: [8], outputs: 2, random });
 * const discriminator = mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random });
 * const game = { generator, discriminator, loss: nonSaturating };
 * const [real, latent] = [ring().sample(16, random), random.normal([16, 4])];
 * const before = generator.variables[0].arraySync();
 * const result = discriminatorStep(game, tf.train.adam(0.01), real, latent);
 * assert.ok(result.real.dataSync()[0] > 0);
 * assert.deepEqual(generator.variables[0].arraySync(), before);
 * ```
 */
export function discriminatorStep(
  { generator, discriminator, loss }: Game,
  optimizer: tf.Optimizer,
  real: tf.Tensor,
  latent: tf.Tensor,
): DiscriminatorResult {
  let result!: DiscriminatorResult;
  tf.tidy(() => {
    const fakes = generator.apply(latent); // (batch, inputs); outside the gradient, so constants
    const { grads } = tf.variableGrads(() => {
      const realScores = tf.keep(discriminator.apply(real)); // (batch, 1)
      const fakeScores = tf.keep(discriminator.apply(fakes)); // (batch, 1)
      const { real: lossReal, fake: lossFake } = loss.discriminator(realScores, fakeScores);
      result = { real: tf.keep(lossReal), fake: tf.keep(lossFake), realScores, fakeScores };
      return tf.add(lossReal, lossFake);
    }, [...discriminator.variables]);
    update(optimizer, discriminator, grads);
  });
  return result;
}

/**
 * One update of the generator; the discriminator does not change.
 *
 * @param optimizer the generator's own
 * @param latent latent vectors (batch, latentSize)
 * @returns the generator's loss from before the update
 * @example
 * ```ts
 * import { generatorStep, minimax, mlp, seeded, tf } from "gan-clinic";
 * const random = seeded(1);
 * const generator = mlp({ name: "g", inputs: 4, hidden: [8], outputs: 2, random });
 * const discriminator = mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random });
 * const game = { generator, discriminator, loss: minimax };
 * const loss = generatorStep(game, tf.train.adam(0.01), random.normal([16, 4]));
 * assert.ok(loss.dataSync()[0] < 0);
 * ```
 */
export function generatorStep(
  { generator, discriminator, loss }: Game,
  optimizer: tf.Optimizer,
  latent: tf.Tensor,
): tf.Scalar {
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(() => {
      const fakes = generator.apply(latent); // (batch, outputs)
      const fakeScores = discriminator.apply(fakes); // (batch, 1)
      return loss.generator(fakeScores);
    }, [...generator.variables]);
    update(optimizer, generator, grads);
    return value;
  });
}

/** Applies the gradients in the order of the variables, which is how an optimiser keeps its moments. */
function update(optimizer: tf.Optimizer, network: Network, grads: tf.NamedTensorMap): void {
  optimizer.applyGradients(network.variables.map(({ name }) => ({ name, tensor: grads[name] })));
}
