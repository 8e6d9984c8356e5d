// ---
// says: raises both learning rates tenfold
// loses: [make-it-work]
// ---

// %% task="make-it-work"
import { heNormal, leakyRelu, nonSaturating, orthogonal, r1Term, type Dataset } from "gan-clinic";

async function makeItWork(data: Dataset, seed: number): Promise<Float32Array> {
  const { generator } = await train(data, seed, {
    ...asItWas,
    rates: { generator: 1e-2, discriminator: 1e-2 },
  });
  return weightsOf(generator);
}
