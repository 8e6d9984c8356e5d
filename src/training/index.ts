// The two steps, the trainer that schedules them, and what it keeps.
export {
  discriminatorStep,
  generatorStep,
  type DiscriminatorResult,
  type Game,
  type GeneratorResult,
  type StepExtras,
  type WeightedTerm,
} from "./steps";
export { isDue, type Round, type Side, type Term } from "./term";
export { cosineRate, linearRate, rateAt, type Ramp, type Rate } from "./rates";
export { draganTerm, gradientPenaltyTerm, r1Term, r2Term, type TermOptions } from "./terms/slopes";
export { lecamTerm, type LecamTermOptions } from "./terms/lecam";
export { mismatchedTerm } from "./terms/mismatched";
export {
  fallingTemperature,
  type FallingTemperature,
  type FallingTemperatureOptions,
} from "./terms/temperature";
export {
  consensusTerms,
  featureMatchingTerm,
  historicalAveragingTerm,
  orthogonalTerm,
  pathLengthTerm,
  type PathLengthTermOptions,
} from "./terms/others";
export {
  auxiliaryClassifierTerms,
  informationTerms,
  withHead,
  type HeadedNetwork,
  type HeadOptions,
  type InformationOptions,
} from "./terms/heads";
export type { Augment } from "./augment/augment";
export { diffAugment, type PictureChanges } from "./augment/pictures";
export { adaptiveStrength, type AdaptiveOptions, type AdaptiveRate } from "./augment/adaptive";
export { packed, type GradientClip, type Unrolling } from "./levers";
export { averageOf, updateAverage, type WeightAverage } from "./average";
export { averagedNetwork } from "./averaged";
export { trainGan, type TrainingEnd, type TrainingRun } from "./trainer";
export type { Both, Schedule, TrainingOptions, TrainingProgress } from "./options";
export { frozen, loadNetwork, saveNetwork } from "./transfer";
export type { TrainingFacts } from "./facts";
export type { TrainingProblem } from "./problem";
export { OtherConfigurationError } from "./checkpoint";
export type { CheckpointOptions } from "./checkpoint-file";
export { latestLosses, smooth, type History, type HistoryRow } from "./history";
export type { MonitorRow } from "./monitors";
export type { Snapshot } from "./snapshot";

// Translation between two sets of pictures, with four networks: a step and a trainer of its own.
export { trainCycleGan, type CycleGanRun } from "./cyclegan/trainer";
export type { CycleGame, CycleGanOptions, CycleProgress, CycleWeights } from "./cyclegan/options";
export type { CycleHistory } from "./cyclegan/history";
export type { CycleSnapshot } from "./cyclegan/snapshot";
export {
  picturePool,
  type PicturePool,
  type PicturePoolOptions,
  type PoolDraws,
} from "./cyclegan/picture-pool";
