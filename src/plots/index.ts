// Charts as data, shown in a notebook, live while something trains.
export { chartFrom, type Chart, type ChartOptions, type Json, type JsonObject } from "./chart";
export { scatterPlot, type ScatterOptions } from "./scatter";
export { scatterFrames, type ScatterFramesOptions } from "./scatter-frames";
export { scatterScrub } from "./scatter-scrub";
export type { FilmOptions, ScatterFrame } from "./film";
export type { Points } from "./points";
export { densityPlot, type DensityOptions } from "./density";
export {
  arrowsOf,
  surfaceOf,
  type Arrows,
  type FlatArrows,
  type ScoreFunction,
  type Surface,
} from "./surface";
export {
  decisionFrames,
  decisionScrub,
  decisionSurface,
  type DecisionFilmOptions,
  type DecisionFrame,
  type DecisionOptions,
} from "./decision";
export type { DecisionLook, DecisionMoment } from "./decision-layers";
export { decisionAt, type DecisionAtOptions } from "./decision-moment";
export { replay, type ReplayOptions } from "./replay";
export { latentPath } from "./latent-path";
export {
  latentWalk,
  latentWalkPoints,
  type LatentWalkOptions,
  type LatentWalkPointsOptions,
} from "./latent-walk";
export { curves, type CurveSeries, type CurvesOptions } from "./curves";
export { seedCurves, type SeedCurvesOptions, type SeedSeries } from "./seed-curves";
export { explore } from "./explore";
export type { ExploreAxis, ExploreLine, ExploreOptions, ExploreSlider } from "./explore-options";
export { gradientHeatMap, type GradientHeatMapOptions, type LayerGradient } from "./gradient-heat";
export { trajectories, type TrajectoriesOptions, type Trajectory } from "./trajectories";
export { bars, type BarsOptions } from "./bars";
export { modeHistogram, type ModeCounts, type ModeHistogramOptions } from "./mode-histogram";
export { doseResponse, metricAgainstBudget, type BudgetOptions, type DoseOptions } from "./budget";
export type { LevelOptions, LevelPoint, LevelSeries } from "./levels";
export { beforeAfter, type Arm, type BeforeAfterOptions } from "./before-after";
export { confusionMatrix, type ConfusionOptions } from "./confusion";
export { deviationMatrix, type DeviationOptions } from "./deviation";
export type { Series } from "./series";
export type { Reference } from "./reference";
export { imageFrames, imageGrid, type ImageFramesOptions, type ImageGridOptions } from "./images";
export { imageScrub } from "./image-scrub";
export { spectrograms, type NamedSpectrogram, type SpectrogramsOptions } from "./spectrograms";
export { playSounds, soundPlayer, type PlayOptions } from "./play-sounds";
export { renderPng, renderSvg, type PngOptions } from "./render";
export { show, showBundle, volatile, type BundleOptions, type MimeBundle } from "./display";
export { liveChart, liveLine, type LiveChart, type LiveLine } from "./live";
export { liveCurves, type LiveCurves, type LiveCurvesOptions } from "./live-curves";
export { liveDecision, type LiveDecision } from "./live-decision";
export { trainingProgress, type Progress, type ProgressOptions } from "./progress";
