// Studies: a recipe, named changes of it, seeds and measures; what came of them.

export { runStudy } from "./run-study";
export type {
  Study,
  StudyClaimOptions,
  StudyDoseOptions,
  StudyOptions,
  StudyPowerOptions,
  StudyTableOptions,
} from "./study";
export type { ArmVerdict, VerdictOptions } from "./verdicts";
export { studyFindings, type StudyFinding, type StudyFindingsOptions } from "./findings";
export type { RunNetworks, RunSampleOptions, StudyRun } from "./finished-run";
export type { TrainedRun, RunWeights, WeightValues } from "./trained-run";

// Searches: the best of a space of recipes.
export { search } from "./search/search";
export { logUniform, uniform, type Range } from "./search/ranges";
export type { Setting, Space } from "./search/space";
export type {
  Confirmation,
  ConfirmOptions,
  Search,
  SearchOptions,
  SearchRound,
  SearchTrial,
} from "./search/types";

// What is measured of a run.
export type { DataSource } from "./shared-data";
export type { Measure } from "./measures/measure";
export {
  discriminatorAccuracy,
  generatorSignal,
  historyMean,
  monitorAtEnd,
  type HistoryMeanOptions,
  type MonitorAtEndOptions,
  type MonitorColumn,
  type PartOptions,
  type TrainingPart,
} from "./measures/history";
export { classesOf, type ClassesOfOptions, type ClassReport } from "./measures/classes";
export {
  energyTo,
  frechetTo,
  modesOf,
  type EnergyToOptions,
  type FrechetToOptions,
  type ModeReport,
  type ModesOfOptions,
} from "./measures/samples";
