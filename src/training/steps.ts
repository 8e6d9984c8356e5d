import * as tf from "@tensorflow/tfjs";
import type { DiscriminatorResult, Game, GeneratorResult, StepExtras } from "./game";
import { update } from "./step";

export type { DiscriminatorResult, Game, GeneratorResult, StepExtras } from "./game";
export type { WeightedTerm } from "./term";

// The two steps, for programs that train by hand. They draw nothing by themselves: what is random comes in, as tensors
// or as a stream. What they return belongs to the caller, who disposes it; everything else they make is gone
// when they return.

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
  game: Game,
  optimizer: tf.Optimizer,
  real: tf.Tensor,
  latent: tf.Tensor,
  extras: StepExtras = {},
): DiscriminatorResult {
  return kept(() => update("discriminator", game, optimizer, { ...extras, real, latent }));
}

/**
 * One update of the generator; the discriminator does not change.
 *
 * @param optimizer the generator's own
 * @param latent latent vectors (batch, latentSize)
 * @example
 * ```ts
 * import { generatorStep, minimax, mlp, seeded, tf } from "gan-clinic";
 * const random = seeded(1);
 * const generator = mlp({ name: "g", inputs: 4, hidden: [8], outputs: 2, random });
 * const discriminator = mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random });
 * const game = { generator, discriminator, loss: minimax };
 * const { loss } = generatorStep(game, tf.train.adam(0.01), random.normal([16, 4]));
 * assert.ok(loss.dataSync()[0] < 0);
 * ```
 */
export function generatorStep(
  game: Game,
  optimizer: tf.Optimizer,
  latent: tf.Tensor,
  extras: StepExtras = {},
): GeneratorResult {
  return kept(() => update("generator", game, optimizer, { ...extras, latent }));
}

/** `work` in a tidy that keeps a record of tensors. */
function kept<T extends object>(work: () => T): T {
  return tf.tidy(() => work() as unknown as tf.TensorContainer) as unknown as T;
}
