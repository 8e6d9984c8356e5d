// Budgets, seeds, and the claims that rest on them.
export { budget, budgetName, type BudgetName } from "./budget";
export { overSeeds, seedList, type SeedContext } from "./seeds";
export { runSeeds, type Library, type RemoteExperiment, type RunSeedsOptions } from "./run-seeds";
export { gridOf, logUniform, randomSettings, type Setting, type Space } from "./settings";
export {
  search,
  successiveHalving,
  type HalvingOptions,
  type SearchOptions,
  type Trial,
} from "./search";
export { kFold, type Fold } from "./folds";
export { seedsNeeded } from "./power";
export { claim, type Claim, type ClaimInput, type Requirement } from "./claim";
export {
  comparisonTable,
  type Comparison,
  type ComparisonColumn,
  type ComparisonInput,
} from "./comparison";
export { resultsTable } from "./results-table";
