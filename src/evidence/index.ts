// Budgets, seeds, and the claims that rest on them.
export { budget, budgetName, type BudgetName } from "./budget";
export { overSeeds, seedList, type SeedContext } from "./seeds";
export { runSeeds, type Library, type RemoteExperiment, type RunSeedsOptions } from "./run-seeds";
export { seedsNeeded } from "./power";
export { claim, type Claim, type ClaimInput, type Requirement } from "./claim";
export {
  comparisonTable,
  type Comparison,
  type ComparisonColumn,
  type ComparisonInput,
} from "./comparison";
export { resultsTable } from "./results-table";
