// First weights, activations, dense and convolutional layers.
export {
  badInit,
  fanInUniform,
  heNormal,
  heUniform,
  normalInit,
  orthogonal,
  xavierUniform,
  type BadStart,
  type Initializer,
} from "./init";
export { lsuv, type LsuvOptions, type LsuvRow } from "./lsuv";
export {
  elu,
  gelu,
  leakyRelu,
  linear,
  relu,
  relu6,
  selu,
  sigmoid,
  softplus,
  swish,
  tanh,
  type Activation,
} from "./activations";
export { maxout, softmax } from "./softmax";
export {
  namedState,
  namedVariable,
  type ApplyContext,
  type Layer,
  type StyledLayer,
} from "./layer";
export type { WeightOptions } from "./weights";
export { dense, type DenseOptions } from "./dense";
export {
  conv2d,
  convTranspose2d,
  type Conv2dOptions,
  type ConvTranspose2dOptions,
  type Size2d,
} from "./conv";
export {
  avgPool2d,
  downsample,
  upsample,
  upsampleConv2d,
  type AvgPool2dOptions,
  type UpsampleConv2dOptions,
} from "./resample";
export {
  spectralNormOf,
  spectralWeights,
  type SpectralWeights,
  type SpectralWeightsOptions,
} from "./spectral-norm";
export {
  batchNorm,
  conditionalBatchNorm,
  type BatchNormOptions,
  type ConditionalBatchNormOptions,
} from "./batch-norm";
export {
  instanceNorm,
  layerNorm,
  pixelNorm,
  type NormOptions,
  type PixelNormOptions,
} from "./norms";
export { dropout, type DropoutOptions } from "./dropout";
export { instanceNoise, type InstanceNoiseOptions } from "./instance-noise";
export { embedding, type EmbeddingOptions } from "./embedding";
export { gumbelSoftmax, type GumbelSoftmaxOptions } from "./gumbel-softmax";
export { phaseShuffle, type PhaseShuffleOptions } from "./phase-shuffle";
export {
  minibatchDiscrimination,
  minibatchStddev,
  type MinibatchDiscriminationOptions,
  type MinibatchStddevOptions,
} from "./minibatch";
export { selfAttention, type SelfAttentionOptions } from "./self-attention";
export {
  adaptiveInstanceNorm,
  modulatedConv2d,
  type AdaptiveInstanceNormOptions,
  type ModulatedConv2dOptions,
} from "./styled";
