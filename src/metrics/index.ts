// What generated samples hit: modes, classes, the distribution; and how sure a mean is.
export { modeCoverage, type ModeCoverage, type Modes } from "./modes";
export { histogramDivergence } from "./histogram";
export { energyDistance } from "./energy";
export {
  meanInterval,
  pairedDifference,
  type IntervalOptions,
  type MeanInterval,
} from "./interval";
export {
  classCoverage,
  nearestLabels,
  type ClassCoverage,
  type ClassCoverageOptions,
  type LabelledExamples,
} from "./nearest";
export {
  classAgreement,
  predictedLabels,
  type ClassAgreement,
  type ClassAgreementOptions,
} from "./class-agreement";
export type { Features, Samples } from "./points";

// Two sets of features, and what a classifier says of one.
export { frechetDistance, type FrechetOptions } from "./frechet";
export {
  frechetStatistics,
  mergeFrechetStatistics,
  type FrechetStatistics,
  type FrechetStatisticsOptions,
} from "./frechet-statistics";
export {
  frechetInfinity,
  type FrechetInfinity,
  type FrechetInfinityOptions,
} from "./frechet-infinity";
export {
  kernelDistance,
  maximumMeanDiscrepancy,
  type Discrepancy,
  type KernelDistance,
  type KernelDistanceOptions,
} from "./kid";
export { precisionRecall, type NeighbourOptions, type PrecisionRecall } from "./precision-recall";
export {
  classPrecisionRecall,
  type ClassPrecisionRecall,
  type ClassPrecisionRecallOptions,
  type LabelledFeatures,
} from "./class-precision-recall";
export { densityCoverage, type DensityCoverage } from "./density-coverage";
export { inceptionScore, type InceptionScore, type InceptionScoreOptions } from "./inception-score";

// Features of pictures, which most metrics of pictures compare.
export type { FeatureExtractor } from "./features/extractor";
export { rawPixels } from "./features/raw";
export { enlarged, type EnlargedOptions } from "./features/enlarged";
export {
  classifierFeatures,
  type ClassifierFeatures,
  type ClassifierName,
} from "./features/classifier";
export { faceJudge, type FaceJudge } from "./features/face-judge";
export {
  inception,
  type InceptionFeatures,
  type InceptionNodes,
  type InceptionOptions,
} from "./features/inception";
export type { GraphPlace } from "./features/graph-source";

// Variety, likeness, copies; whether real and fake can be told apart; the size of a sample.
export {
  mind,
  slicedWasserstein,
  type SlicedOptions,
  type SlicedWassersteinOptions,
} from "./sliced";
export { msSsim, msSsimDiversity, type SsimDiversityOptions, type SsimOptions } from "./ssim";
export { perceptualPathLength, type PerceptualPathLengthOptions } from "./path-length";
export { nearestNeighbours, type NearestOptions, type Neighbours } from "./neighbours";
export {
  memorisation,
  type Memorisation,
  type MemorisationOptions,
  type MemorisationSets,
} from "./memorisation";
export {
  birthdayParadox,
  closestPairs,
  type Birthday,
  type BirthdayOptions,
  type ClosestOptions,
  type SamplePair,
} from "./birthday";
export { twoSampleTest, type TwoSampleOptions, type TwoSampleTest } from "./two-sample";
export {
  humanPanel,
  judgePanel,
  type HumanPanel,
  type HumanPanelOptions,
  type PanelAnswer,
  type PanelVerdict,
} from "./panel";
export { wilsonInterval, type Proportion } from "./proportion";
export { biasCurve, type BiasCurveOptions, type BiasPoint } from "./bias";
