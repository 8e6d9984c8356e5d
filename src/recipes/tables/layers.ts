import { batchNorm, conditionalBatchNorm } from "../../layers/batch-norm";
import { conv2d, convTranspose2d } from "../../layers/conv";
import { dense } from "../../layers/dense";
import { dropout } from "../../layers/dropout";
import { embedding } from "../../layers/embedding";
import { gumbelSoftmax } from "../../layers/gumbel-softmax";
import { instanceNoise } from "../../layers/instance-noise";
import { minibatchDiscrimination, minibatchStddev } from "../../layers/minibatch";
import { instanceNorm, layerNorm, pixelNorm } from "../../layers/norms";
import { phaseShuffle } from "../../layers/phase-shuffle";
import { avgPool2d, upsampleConv2d } from "../../layers/resample";
import { selfAttention } from "../../layers/self-attention";
import { adaptiveInstanceNorm, modulatedConv2d } from "../../layers/styled";
import { residual } from "../../networks/block";
import type { Random } from "../../random";
import { maker, streamOf, type Maker, type StreamParameters } from "./maker";

type Defaults = Maker<never>["defaults"];

/** A layer without first weights to draw: its name is that of its place. */
function named<O extends { readonly name: string }>(
  make: (options: O) => object,
  defaults: Defaults = {},
) {
  return maker(make, { defaults, following: ["name"], follows: ({ name }) => ({ name }) });
}

/** A layer that draws its first weights. */
function drawn<O extends { readonly name: string; readonly random: Random }>(
  make: (options: O) => object,
  defaults: Defaults = {},
) {
  return maker(
    ({ seed, random, ...options }: Omit<O, "random"> & StreamParameters, at) =>
      make({
        ...options,
        random: streamOf({ seed, random }, at),
      } as unknown as O),
    { defaults, following: ["name"], follows: ({ name }) => ({ name }) },
  );
}

const weights = { bias: true, spectral: false, equalized: false, init: "xavierUniform" };

/** The layers of the library, for `sequential` and `residual`. */
export const layerMakers = {
  dense: drawn(dense, weights),
  conv2d: drawn(conv2d, { ...weights, stride: 1, padding: "same" }),
  convTranspose2d: drawn(convTranspose2d, { ...weights, stride: 1 }),
  upsampleConv2d: drawn(upsampleConv2d, { ...weights, factor: 2 }),
  avgPool2d: named(avgPool2d, { factor: 2 }),
  batchNorm: named(batchNorm, { momentum: 0.9, epsilon: 1e-5 }),
  conditionalBatchNorm: named(conditionalBatchNorm, { momentum: 0.9, epsilon: 1e-5 }),
  layerNorm: named(layerNorm, { epsilon: 1e-5 }),
  instanceNorm: named(instanceNorm, { epsilon: 1e-5 }),
  pixelNorm: named(pixelNorm, { epsilon: 1e-8 }),
  dropout: named(dropout),
  instanceNoise: named(instanceNoise),
  embedding: drawn(embedding, { init: { normalInit: { std: 1 } } }),
  gumbelSoftmax: named(gumbelSoftmax, { temperature: 1, straightThrough: false }),
  phaseShuffle: named(phaseShuffle),
  minibatchDiscrimination: drawn(minibatchDiscrimination, { init: { normalInit: { std: 0.05 } } }),
  minibatchStddev: named(minibatchStddev),
  selfAttention: drawn(selfAttention),
  adaptiveInstanceNorm: drawn(adaptiveInstanceNorm, { epsilon: 1e-5 }),
  modulatedConv2d: drawn(modulatedConv2d, { demodulate: true }),
  residual: named(residual, { shortcut: [] }),
};
