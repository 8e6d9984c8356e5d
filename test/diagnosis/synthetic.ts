import type { DiagnosedMonitor, RunRecord, SnapshotRecord } from "../../src/diagnosis/run-record";

const half = Math.log(2);

/** A column of 40 steps; `value` may depend on how far the run is, 0 to 1. */
export function column(value: number | ((share: number) => number)): number[] {
  return Array.from({ length: 40 }, (_, i) => (typeof value === "number" ? value : value(i / 39)));
}

/** A row for each of eleven snapshots. */
export function rows<T>(of: (share: number) => T): T[] {
  return Array.from({ length: 11 }, (_, i) => of(i / 10));
}

export const monitor = (share: number): DiagnosedMonitor => ({
  step: 1000 * share,
  meanSlope: 1,
  diversity: 1,
  generatorGradients: { first: 0.1, firstBias: 0.1, last: 1, lastBias: 1 },
  discriminatorGradients: { first: 0.1, firstBias: 0.1, last: 1, lastBias: 1 },
});

/** Four samples at the corners of a square of side 1, so that neighbours are 1 apart, moved by (x, y). */
export function square(share: number, x = 0, y = 0): SnapshotRecord {
  const samples = [0, 0, 1, 0, 1, 1, 0, 1].map((value, i) => value + (i % 2 === 0 ? x : y));
  return { step: 1000 * share, samples, shape: [4, 2] };
}

/** A run at the equilibrium of the cross-entropy game: all is calm, and the losses are log 4 and log 2. */
export function calmRun(
  changes: Partial<Omit<RunRecord, "history">> & { history?: Partial<RunRecord["history"]> } = {},
): RunRecord {
  return {
    monitors: rows(monitor),
    snapshots: rows((share) => square(share)),
    stopped: "finished",
    ...changes,
    history: {
      step: column((share) => 1 + 39 * share),
      discriminatorLossReal: column(half),
      discriminatorLossFake: column(half),
      generatorLoss: column(half),
      generatorGradient: column(0.5),
      realProbability: column(0.5),
      fakeProbability: column(0.5),
      discriminatorAccuracy: column(0.5),
      ...changes.history,
    },
  };
}
