// ---
// says: mends the first weights and the loss, and leaves the discriminator of twelve sigmoid layers
// loses: [make-it-work]
// ---

// %% task="make-it-work"
import { heNormal, leakyRelu, nonSaturating, orthogonal, r1Term, type Dataset } from "gan-clinic";

async function makeItWork(data: Dataset, seed: number): Promise<Float32Array> {
  const { generator } = await train(data, seed, {
    ...asItWas,
    init: orthogonal(),
    loss: nonSaturating,
    terms: [r1Term({ weight: 0.1 })],
  });
  return weightsOf(generator);
}
