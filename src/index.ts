// The table of contents, in reading order.

// Tensors, and the two things that everything else stands on: random numbers and shapes.
export * as tf from "@tensorflow/tfjs";
export { Random, seeded, type RandomState } from "./random";
export { expectInteger, expectNumber, expectShape, type Bounds } from "./shape";

// Runtime: which engine computes.
export {
  engineNames,
  engineReport,
  findEngine,
  startEngine,
  type Engine,
  type EngineName,
  type EngineState,
} from "./runtime/engine";

// Exact gradients: the check, the gradient by the input, and what TensorFlow.js's own would give.
export {
  gradcheck,
  type GradcheckEntry,
  type GradcheckOptions,
  type GradcheckReport,
} from "./runtime/gradcheck";
export { inputGradient, InexactGradientError } from "./runtime/gradients/input-gradient";
export {
  compareStockGradients,
  type StockComparison,
  type StockOptions,
} from "./runtime/gradients/stock";

export { compiledReport, type CompiledEngine, type CompiledState } from "./runtime/onnx";
export {
  compile,
  UntraceableError,
  type Batch,
  type CompiledStep,
  type CompileOptions,
  type CompileReport,
  type InputShape,
  type InputValue,
  type StepResult,
  type StepState,
} from "./runtime/compile";

// Data.
export type { Dataset, LabelledBatch, PictureShape } from "./data/dataset";
export { grid, ring, type GridOptions, type Mixture, type RingOptions } from "./data/mixture";
export { parseIdx, type IdxArray } from "./data/idx";
export { mnist, mnistIsCached, preloadMnist, type Mnist, type MnistOptions } from "./data/mnist";

// Layers: first weights, activations, dense and convolutional layers.
export {
  fanInUniform,
  heNormal,
  normalInit,
  orthogonal,
  xavierUniform,
  type Initializer,
} from "./layers/init";
export { leakyRelu, linear, relu, sigmoid, tanh, type Activation } from "./layers/activations";
export {
  namedState,
  namedVariable,
  type ApplyContext,
  type Layer,
  type StyledLayer,
} from "./layers/layer";
export type { WeightOptions } from "./layers/weights";
export { dense, type DenseOptions } from "./layers/dense";
export {
  conv2d,
  convTranspose2d,
  type Conv2dOptions,
  type ConvTranspose2dOptions,
} from "./layers/conv";
export {
  avgPool2d,
  downsample,
  upsample,
  upsampleConv2d,
  type AvgPool2dOptions,
  type UpsampleConv2dOptions,
} from "./layers/resample";
export {
  spectralNormOf,
  spectralWeights,
  type SpectralWeights,
  type SpectralWeightsOptions,
} from "./layers/spectral-norm";
export {
  batchNorm,
  conditionalBatchNorm,
  type BatchNormOptions,
  type ConditionalBatchNormOptions,
} from "./layers/batch-norm";
export {
  instanceNorm,
  layerNorm,
  pixelNorm,
  type NormOptions,
  type PixelNormOptions,
} from "./layers/norms";
export { dropout, type DropoutOptions } from "./layers/dropout";
export { instanceNoise, type InstanceNoiseOptions } from "./layers/instance-noise";
export { embedding, type EmbeddingOptions } from "./layers/embedding";
export {
  minibatchDiscrimination,
  minibatchStddev,
  type MinibatchDiscriminationOptions,
  type MinibatchStddevOptions,
} from "./layers/minibatch";
export { selfAttention, type SelfAttentionOptions } from "./layers/self-attention";
export {
  adaptiveInstanceNorm,
  modulatedConv2d,
  type AdaptiveInstanceNormOptions,
  type ModulatedConv2dOptions,
} from "./layers/styled";

// Networks.
export type { Network, NetworkTraits, SummaryRow } from "./networks/network";
export { mlp, type MlpOptions } from "./networks/mlp";

// Losses: what the two players minimise, and what is added.
export {
  hinge,
  leastSquares,
  minimax,
  nonSaturating,
  relativisticAverage,
  wasserstein,
  withLabels,
  type DiscriminatorLoss,
  type Equilibrium,
  type GanLoss,
  type LabelOptions,
} from "./losses";
export {
  auxiliaryClassifier,
  categoricalCodeLoss,
  continuousCodeLoss,
  cycleConsistency,
  featureMatching,
  historicalAveraging,
  identityMapping,
  type HistoricalAveraging,
} from "./losses";

// Penalties on slopes and weights, and limits.
export {
  consensus,
  dragan,
  gradientPenalty,
  orthogonalPenalty,
  pathLengthPenalty,
  pathLengths,
  r1,
  r2,
  type Critic,
  type DraganOptions,
  type GradientPenaltyOptions,
  type OrthogonalityOptions,
  type PathLengthOptions,
  type PathLengthPenalty,
  type Player,
} from "./penalties";
export { clipByNorm, clipByValue, clipWeights, globalNorm, type NamedGradients } from "./penalties";

// Training: the two steps, the trainer that schedules them, and what it keeps.
export {
  discriminatorStep,
  generatorStep,
  type DiscriminatorResult,
  type Game,
} from "./training/steps";
export { trainGan, type TrainingEnd, type TrainingRun } from "./training/trainer";
export type { TrainingOptions, TrainingProgress } from "./training/options";
export type { TrainingProblem } from "./training/problem";
export { smooth, type History, type HistoryRow } from "./training/history";
export type { Snapshot } from "./training/snapshot";

// Metrics.
export { modeCoverage, type ModeCoverage } from "./metrics/modes";
export { energyDistance } from "./metrics/energy";
export {
  meanInterval,
  pairedDifference,
  type IntervalOptions,
  type MeanInterval,
} from "./metrics/interval";
export {
  classCoverage,
  nearestLabels,
  type ClassCoverage,
  type LabelledExamples,
} from "./metrics/nearest";
export type { Samples } from "./metrics/points";

// Plots: charts as data, shown in a notebook, live while something trains.
export {
  chartFrom,
  type Chart,
  type ChartOptions,
  type Json,
  type JsonObject,
} from "./plots/chart";
export { scatterPlot, type ScatterOptions } from "./plots/scatter";
export { scatterFrames, type ScatterFramesOptions } from "./plots/scatter-frames";
export { scatterScrub } from "./plots/scatter-scrub";
export type { FilmOptions, ScatterFrame } from "./plots/film";
export type { Points } from "./plots/points";
export { curves, type CurveSeries, type CurvesOptions } from "./plots/curves";
export { bars, type BarsOptions } from "./plots/bars";
export type { Series } from "./plots/series";
export type { Reference } from "./plots/reference";
export {
  imageFrames,
  imageGrid,
  type ImageFramesOptions,
  type ImageGridOptions,
} from "./plots/images";
export { renderPng, renderSvg, type PngOptions } from "./plots/render";
export { show, showBundle, volatile, type BundleOptions, type MimeBundle } from "./plots/display";
export { liveChart, liveLine, type LiveChart, type LiveLine } from "./plots/live";
export { trainingProgress, type Progress, type ProgressOptions } from "./plots/progress";

// Evidence: budgets, seeds, and the claims that rest on them.
export { budget, budgetName, type BudgetName } from "./evidence/budget";
export { overSeeds, type SeedContext } from "./evidence/seeds";
export { claim, type Claim, type ClaimInput, type Requirement } from "./evidence/claim";
