// What went wrong, by which signs, and what to try.
export { diagnose, type DiagnoseOptions, type Finding } from "./diagnose";
export { findingsText } from "./findings-text";
export { diagnosisRules, type Pitfall, type Remedy, type Rule, type Sign } from "./rules";
export type { GivenSignals } from "./given-signals";
export { signalsOf, type Signals } from "./signals";
export type { DiagnosedColumn, DiagnosedMonitor, RunRecord, SnapshotRecord } from "./run-record";
