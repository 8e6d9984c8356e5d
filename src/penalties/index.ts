// On the slope of the critic.
export type { Critic } from "./slopes";
export { gradientPenalty, type GradientPenaltyOptions } from "./gradient-penalty";
export { r1, r2 } from "./r1";
export { dragan, type DraganOptions } from "./dragan";

// On the slope of the generator, of the losses, and on weights.
export {
  pathLengthPenalty,
  pathLengths,
  type PathLengthOptions,
  type PathLengthPenalty,
} from "./path-length";
export { consensus, type Player } from "./consensus";
export { orthogonalPenalty, type OrthogonalityOptions } from "./orthogonality";

// On the scores.
export { lecam, type Lecam, type LecamOptions } from "./lecam";

// Limits.
export { clipByNorm, clipByValue, globalNorm, type NamedGradients } from "./clipping";
export { clipWeights } from "./weight-clipping";
