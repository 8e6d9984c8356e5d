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

export { withStandIns } from "./runtime/stand-in";
export { compiledReport, type CompiledEngine, type CompiledState } from "./runtime/onnx";
export {
  compile,
  UntraceableError,
  type Batch,
  type CellArray,
  type CompiledStep,
  type CompileOptions,
  type CompileReport,
  type DType,
  type InputShape,
  type InputValue,
  type StepResult,
  type StepState,
} from "./runtime/compile";

// Data: points in the plane, whose truth is known.
export type { Dataset, LabelledBatch, PictureShape } from "./data/dataset";
export { grid, ring, type GridOptions, type Mixture, type RingOptions } from "./data/mixture";
export {
  spiral,
  swissRoll,
  twoMoons,
  type PlanarDataset,
  type SpiralOptions,
  type SwissRollOptions,
  type TwoMoonsOptions,
} from "./data/planar";
export { onPlane, type PlaneDataset } from "./data/plane";

// Data: pictures, those that come with the library first.
export { digits8, faces } from "./data/shipped";
export { parseIdx, type IdxArray } from "./data/idx";
export { mnist, mnistIsCached, preloadMnist } from "./data/mnist";
export type { Mnist, MnistOptions } from "./data/grey28";
export { fashionMnist } from "./data/fashion";
export { stackedMnist, type StackedDataset, type StackedOptions } from "./data/stacked";
export { emoji, type EmojiCategory, type EmojiOptions } from "./data/emoji";
export { fromFolder, type FolderDataset, type FolderOptions } from "./data/folder";
export type { LeftOut } from "./data/folder-walk";
export {
  cropPicture,
  flipPicture,
  mapPictures,
  normalisePixels,
  type CropArea,
  type Picture,
} from "./data/picture";
export {
  resizePicture,
  rotatePicture,
  type ResizeOptions,
  type RotateOptions,
} from "./data/resample";

// Data: sounds and text.
export { sounds, type SoundDataset, type SoundKind, type SoundOptions } from "./data/sounds";
export { drums, type DrumOptions } from "./data/drums";
export { resampleSound } from "./data/resample-sound";
export { textDataset, type TextDataset, type TextOptions } from "./data/text";
export { sentences, type SentenceDataset, type SentenceOptions } from "./data/sentences";

// Data: sets that lie in memory; parts of them, and how batches are drawn.
export {
  finiteDataset,
  type ClassLabels,
  type FiniteDataset,
  type FiniteFields,
} from "./data/finite";
export { balanced, longTail, split, subset, type Split, type SplitSizes } from "./data/sampling";
export { corrupted, type CorruptedDataset, type CorruptOptions, type Fault } from "./data/corrupt";
export { cleaned, dataReport, type DataReport, type ReportInput } from "./data/report";
export type { DataFacts } from "./data/facts";
export type { FarNumber } from "./data/far-out";
export type { DataFinding } from "./data/report-findings";
export type { ClassBalance, Flagged, LabelDoubts } from "./data/report-checks";

// Layers: first weights, activations, dense and convolutional layers.
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
} from "./layers/init";
export { lsuv, type LsuvOptions, type LsuvRow } from "./layers/lsuv";
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
} from "./layers/activations";
export { maxout, softmax } from "./layers/softmax";
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
  type Size2d,
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
export { gumbelSoftmax, type GumbelSoftmaxOptions } from "./layers/gumbel-softmax";
export { phaseShuffle, type PhaseShuffleOptions } from "./layers/phase-shuffle";
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

// Networks: what one is, putting layers together, the plain one.
export type { Network, NetworkTraits, SummaryRow } from "./networks/network";
export { sequential, type SequentialOptions } from "./networks/sequential";
export { residual, type ResidualOptions, type Step } from "./networks/block";
export { summaryText } from "./networks/summary";
export type { Norm } from "./networks/norm";
export type { Minibatch } from "./networks/minibatch";
export type { PictureSize } from "./networks/pyramid";
export { mlp, type MlpOptions } from "./networks/mlp";

// Networks for pictures.
export { dcganGenerator, type DcganGeneratorOptions } from "./networks/dcgan-generator";
export { dcganDiscriminator, type DcganDiscriminatorOptions } from "./networks/dcgan-discriminator";
export { dcganCritic, type DcganCriticOptions } from "./networks/dcgan-critic";
export { snganGenerator, type SnganGeneratorOptions } from "./networks/sngan-generator";
export { snganDiscriminator, type SnganDiscriminatorOptions } from "./networks/sngan-discriminator";
export {
  bigganDiscriminator,
  bigganGenerator,
  type BigganDiscriminatorOptions,
  type BigganGeneratorOptions,
} from "./networks/biggan";
export {
  styleganGenerator,
  type StyleganGenerator,
  type StyleganGeneratorOptions,
} from "./networks/stylegan-generator";
export type { LatentSpace } from "./networks/latent-space";
export {
  styleganDiscriminator,
  type StyleganDiscriminatorOptions,
} from "./networks/stylegan-discriminator";
export { cycleganGenerator, type CycleganGeneratorOptions } from "./networks/cyclegan";
export { patchDiscriminator, type PatchDiscriminatorOptions } from "./networks/patch-discriminator";

// Networks for text and sound.
export {
  textDiscriminator,
  textGenerator,
  type TextDiscriminatorOptions,
  type TextGeneratorOptions,
} from "./networks/text";
export {
  waveganDiscriminator,
  waveganGenerator,
  type SoundLength,
  type WaveganDiscriminatorOptions,
  type WaveganGeneratorOptions,
} from "./networks/wavegan";

// What goes together.
export { checkPairing, expectPairing, type Pairing, type PairingFinding } from "./networks/pairing";

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
  type GeneratorResult,
  type StepExtras,
  type WeightedTerm,
} from "./training/steps";
export { packed } from "./training/view";
export { isDue, type Round, type Side, type Term } from "./training/term";
export { cosineRate, linearRate, rateAt, type Ramp, type Rate } from "./training/rates";
export {
  draganTerm,
  gradientPenaltyTerm,
  r1Term,
  r2Term,
  type TermOptions,
} from "./training/terms/slopes";
export {
  consensusTerms,
  featureMatchingTerm,
  historicalAveragingTerm,
  orthogonalTerm,
  pathLengthTerm,
  type PathLengthTermOptions,
} from "./training/terms/others";
export {
  auxiliaryClassifierTerms,
  informationTerms,
  withHead,
  type HeadedNetwork,
  type HeadOptions,
  type InformationOptions,
} from "./training/terms/heads";
export type { Augment } from "./training/augment/augment";
export { diffAugment, type PictureChanges } from "./training/augment/pictures";
export {
  adaptiveStrength,
  type AdaptiveOptions,
  type AdaptiveRate,
} from "./training/augment/adaptive";
export type { Unrolling } from "./training/unrolled";
export type { GradientClip } from "./training/update";
export { averageOf, updateAverage, type WeightAverage } from "./training/average";
export { trainGan, type TrainingEnd, type TrainingRun } from "./training/trainer";
export type { Both, Schedule, TrainingOptions, TrainingProgress } from "./training/options";
export { frozen, loadNetwork, saveNetwork } from "./training/transfer";
export type { TrainingFacts } from "./training/facts";
export type { TrainingProblem } from "./training/problem";
export { OtherConfigurationError } from "./training/checkpoint";
export type { CheckpointOptions } from "./training/checkpoint-file";
export { latestLosses, smooth, type History, type HistoryRow } from "./training/history";
export type { MonitorRow } from "./training/monitors";
export type { Snapshot } from "./training/snapshot";

// Metrics.
export { modeCoverage, type ModeCoverage, type Modes } from "./metrics/modes";
export { histogramDivergence } from "./metrics/histogram";
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
  type ClassCoverageOptions,
  type LabelledExamples,
} from "./metrics/nearest";
export type { Features, Samples } from "./metrics/points";

// Metrics: two sets of features, and what a classifier says of one.
export { frechetDistance, type FrechetOptions } from "./metrics/frechet";
export {
  frechetStatistics,
  mergeFrechetStatistics,
  type FrechetStatistics,
  type FrechetStatisticsOptions,
} from "./metrics/frechet-statistics";
export {
  frechetInfinity,
  type FrechetInfinity,
  type FrechetInfinityOptions,
} from "./metrics/frechet-infinity";
export {
  kernelDistance,
  maximumMeanDiscrepancy,
  type Discrepancy,
  type KernelDistance,
  type KernelDistanceOptions,
} from "./metrics/kid";
export {
  precisionRecall,
  type NeighbourOptions,
  type PrecisionRecall,
} from "./metrics/precision-recall";
export { densityCoverage, type DensityCoverage } from "./metrics/density-coverage";
export {
  inceptionScore,
  type InceptionScore,
  type InceptionScoreOptions,
} from "./metrics/inception-score";

// Metrics: features of pictures, which most metrics of pictures compare.
export type { FeatureExtractor } from "./metrics/features/extractor";
export { rawPixels } from "./metrics/features/raw";
export {
  classifierFeatures,
  type ClassifierFeatures,
  type ClassifierName,
} from "./metrics/features/classifier";
export {
  inception,
  type InceptionFeatures,
  type InceptionNodes,
  type InceptionOptions,
} from "./metrics/features/inception";
export type { GraphPlace } from "./metrics/features/graph-source";

// Metrics: variety, likeness, copies; whether real and fake can be told apart; the size of a sample.
export {
  mind,
  slicedWasserstein,
  type SlicedOptions,
  type SlicedWassersteinOptions,
} from "./metrics/sliced";
export {
  msSsim,
  msSsimDiversity,
  type SsimDiversityOptions,
  type SsimOptions,
} from "./metrics/ssim";
export { perceptualPathLength, type PerceptualPathLengthOptions } from "./metrics/path-length";
export { nearestNeighbours, type NearestOptions, type Neighbours } from "./metrics/neighbours";
export {
  memorisation,
  type Memorisation,
  type MemorisationOptions,
  type MemorisationSets,
} from "./metrics/memorisation";
export {
  birthdayParadox,
  closestPairs,
  type Birthday,
  type BirthdayOptions,
  type ClosestOptions,
  type SamplePair,
} from "./metrics/birthday";
export { twoSampleTest, type TwoSampleOptions, type TwoSampleTest } from "./metrics/two-sample";
export {
  humanPanel,
  judgePanel,
  type HumanPanel,
  type HumanPanelOptions,
  type PanelAnswer,
  type PanelVerdict,
} from "./metrics/panel";
export { wilsonInterval, type Proportion } from "./metrics/proportion";
export { biasCurve, type BiasCurveOptions, type BiasPoint } from "./metrics/bias";

// Diagnosis: what went wrong, by which signs, and what to try.
export { diagnose, type DiagnoseOptions, type Finding } from "./diagnosis/diagnose";
export { findingsText } from "./diagnosis/findings-text";
export {
  unknownRun,
  type UnknownCase,
  type UnknownRun,
  type UnknownRunOptions,
} from "./diagnosis/cases/unknown-run";
export { diagnosisRules, type Pitfall, type Rule, type Sign } from "./diagnosis/rules";
export type { GivenSignals } from "./diagnosis/given-signals";
export { signalsOf, type Signals } from "./diagnosis/signals";
export type {
  DiagnosedColumn,
  DiagnosedMonitor,
  RunRecord,
  SnapshotRecord,
} from "./diagnosis/run-record";

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
export { densityPlot, type DensityOptions } from "./plots/density";
export {
  arrowsOf,
  surfaceOf,
  type Arrows,
  type FlatArrows,
  type ScoreFunction,
  type Surface,
} from "./plots/surface";
export {
  decisionFrames,
  decisionScrub,
  decisionSurface,
  type DecisionFilmOptions,
  type DecisionFrame,
  type DecisionOptions,
} from "./plots/decision";
export type { DecisionLook, DecisionMoment } from "./plots/decision-layers";
export { decisionAt, type DecisionAtOptions } from "./plots/decision-moment";
export { replay, type ReplayOptions } from "./plots/replay";
export { latentPath } from "./plots/latent-path";
export {
  latentWalk,
  latentWalkPoints,
  type LatentWalkOptions,
  type LatentWalkPointsOptions,
} from "./plots/latent-walk";
export { curves, type CurveSeries, type CurvesOptions } from "./plots/curves";
export { seedCurves, type SeedCurvesOptions, type SeedSeries } from "./plots/seed-curves";
export {
  gradientHeatMap,
  type GradientHeatMapOptions,
  type LayerGradient,
} from "./plots/gradient-heat";
export { trajectories, type TrajectoriesOptions, type Trajectory } from "./plots/trajectories";
export { bars, type BarsOptions } from "./plots/bars";
export { modeHistogram, type ModeCounts, type ModeHistogramOptions } from "./plots/mode-histogram";
export {
  doseResponse,
  metricAgainstBudget,
  type BudgetOptions,
  type DoseOptions,
} from "./plots/budget";
export type { LevelOptions, LevelPoint, LevelSeries } from "./plots/levels";
export { beforeAfter, type Arm, type BeforeAfterOptions } from "./plots/before-after";
export { confusionMatrix, type ConfusionOptions } from "./plots/confusion";
export { deviationMatrix, type DeviationOptions } from "./plots/deviation";
export type { Series } from "./plots/series";
export type { Reference } from "./plots/reference";
export {
  imageFrames,
  imageGrid,
  type ImageFramesOptions,
  type ImageGridOptions,
} from "./plots/images";
export { imageScrub } from "./plots/image-scrub";
export { renderPng, renderSvg, type PngOptions } from "./plots/render";
export { show, showBundle, volatile, type BundleOptions, type MimeBundle } from "./plots/display";
export { liveChart, liveLine, type LiveChart, type LiveLine } from "./plots/live";
export { liveCurves, type LiveCurves, type LiveCurvesOptions } from "./plots/live-curves";
export { liveDecision, type LiveDecision } from "./plots/live-decision";
export { trainingProgress, type Progress, type ProgressOptions } from "./plots/progress";

// Evidence: budgets, seeds, and the claims that rest on them.
export { budget, budgetName, type BudgetName } from "./evidence/budget";
export { overSeeds, seedList, type SeedContext } from "./evidence/seeds";
export {
  runSeeds,
  type Library,
  type RemoteExperiment,
  type RunSeedsOptions,
} from "./evidence/run-seeds";
export { gridOf, logUniform, randomSettings, type Setting, type Space } from "./evidence/settings";
export {
  search,
  successiveHalving,
  type HalvingOptions,
  type SearchOptions,
  type Trial,
} from "./evidence/search";
export { kFold, type Fold } from "./evidence/folds";
export { seedsNeeded } from "./evidence/power";
export { claim, type Claim, type ClaimInput, type Requirement } from "./evidence/claim";
export {
  comparisonTable,
  type Comparison,
  type ComparisonColumn,
  type ComparisonInput,
} from "./evidence/comparison";
export { resultsTable } from "./evidence/results-table";
