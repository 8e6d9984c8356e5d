// ---
// says: trains far longer than the data allow
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
    discriminator: { hidden: [64, 64], activation: leakyRelu },
    steps: 300,
  });
  return weightsOf(generator);
}
