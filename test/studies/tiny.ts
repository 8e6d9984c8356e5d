import { recipe } from "../../src/index";

/** A GAN that trains in no time. */
export const tiny = recipe({
  data: { ring: { modes: 4, std: 0.05 } },
  generator: { mlp: { inputs: 3, hidden: [8] } },
  discriminator: { mlp: { hidden: [8], activation: "leakyRelu" } },
  loss: "nonSaturating",
  learningRate: 1e-2,
  batchSize: 16,
  steps: 8,
});
