// What the two players minimise.
export type { DiscriminatorLoss, Equilibrium, GanLoss } from "./gan-loss";
export { minimax, nonSaturating } from "./cross-entropy";
export { withLabels, type LabelOptions } from "./labels";
export { leastSquares } from "./least-squares";
export { wasserstein } from "./wasserstein";
export { hinge } from "./hinge";
export { relativisticAverage } from "./relativistic";

// What is added to their losses.
export { featureMatching } from "./feature-matching";
export { auxiliaryClassifier } from "./auxiliary-classifier";
export { categoricalCodeLoss, continuousCodeLoss } from "./information";
export { cycleConsistency, identityMapping } from "./cycle";
export { historicalAveraging, type HistoricalAveraging } from "./historical-averaging";
