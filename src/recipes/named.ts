import { recipe, type Recipe } from "./recipe";

/**
 * Recipes to start from, each a small game that trains in seconds:
 *
 * - `ringOnPlane`: eight clouds on a circle, which lies on a plane in a space of 64 dimensions, so that real points fill only
 *   a thin part of it, as pictures do. The saturating loss, two discriminator steps for each of the generator's.
 * - `digits14`: 10,000 MNIST digits of 14 x 14 pixels and dense layers. The saturating loss, five discriminator steps: the
 *   discriminator soon knows everything, which is what the remedies are tried on.
 *
 * @example
 * ```ts
 * import { recipes } from "gan-clinic";
 * const stronger = recipes.ringOnPlane.with({ discriminatorSteps: 10, terms: [{ r1Term: { weight: 1 } }] });
 * assert.equal(stronger.steps, 800);
 * assert.match(String(stronger), /discriminatorSteps: 10/);
 * ```
 */
export const recipes = {
  /** The ring on a plane in 64 dimensions. */
  get ringOnPlane(): Recipe {
    return recipe({
      data: { onPlane: { data: { ring: { std: 0.05 } }, dimensions: 64, seed: 0 } },
      generator: { mlp: { inputs: 8, hidden: [64, 64] } },
      discriminator: { mlp: { hidden: [64, 64], activation: "leakyRelu" } },
      loss: "minimax",
      learningRate: { generator: 5e-4, discriminator: 1e-3 },
      discriminatorSteps: 2,
      batchSize: 32,
      steps: 800,
    });
  },
  /** MNIST digits of 14 x 14 pixels. */
  get digits14(): Recipe {
    const shared = { hidden: [128, 128], init: "fanInUniform" } as const;
    return recipe({
      data: { mnist: { split: "train", size: 14, limit: 10_000 } },
      generator: { mlp: { ...shared, inputs: 32, output: "tanh" } },
      discriminator: { mlp: { ...shared, activation: "leakyRelu" } },
      loss: "minimax",
      learningRate: { generator: 5e-4, discriminator: 1e-3 },
      discriminatorSteps: 5,
      batchSize: 32,
      steps: 400,
    });
  },
};
