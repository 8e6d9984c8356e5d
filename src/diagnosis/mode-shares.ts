import { mean } from "../statistics";
import type { DiagnosedMonitor } from "./run-record";
import { level, part, spreadOut } from "./statistics";

/** What the monitors' histograms tell, when the training was told how to count modes. */
export interface ModeShares {
  /**
   * e^-KL(histogram ‖ true masses), which is between 0 and 1: half of eight equal modes in equal shares give
   * 1/2, one of them 1/8. Over the second half of the run.
   */
  readonly coverage: number;
  /** The worst coverage in the second quarter less the best of the last three rows: it has decayed. */
  readonly coverageFall: number;
  /** Coverage in the last 30 % less that in the middle. */
  readonly coverageRise: number;
  /** Mass of the modes that get less than a quarter of their share, over the last 40 % of the run. */
  readonly lostMass: number;
  /** Share of the samples that change their mode in a tenth of the run, over the second half. */
  readonly modeDrift: number;
}

/** @param masses the true share of each mode; all alike when left out */
export function modeSharesOf(
  monitors: readonly DiagnosedMonitor[],
  masses: readonly number[] | undefined,
): ModeShares | undefined {
  const rows = monitors.flatMap(({ histogram }) =>
    histogram?.every(Number.isFinite) ? [histogram] : [],
  );
  if (rows.length < 5) return undefined;
  const truth = masses ?? rows[0].map(() => 1 / rows[0].length);
  const coverage = rows.map((shares) => Math.exp(-divergence(shares, truth)));
  const late = part(rows, 0.6, 1);
  const lost = truth.filter((mass, k) => mean(late.map((shares) => shares[k])) < mass / 4);
  const stops = spreadOut(part(rows, 0.5, 1), 6);
  return {
    coverage: level(coverage, 0.5, 1),
    coverageFall: Math.min(...part(coverage, 0.25, 0.5)) - Math.max(...coverage.slice(-3)),
    coverageRise: level(coverage, 0.7, 1) - level(coverage, 0.3, 0.6),
    lostMass: lost.reduce((sum, mass) => sum + mass, 0),
    modeDrift: mean(stops.slice(1).map((shares, i) => totalVariation(stops[i], shares))),
  };
}

/** KL(p ‖ q) in nats, with 0 log 0 = 0. */
function divergence(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, share, k) => (share === 0 ? sum : sum + share * Math.log(share / q[k])), 0);
}

/** ½ Σ |p - q|: the share that has to go elsewhere to make one into the other. */
function totalVariation(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, share, k) => sum + Math.abs(share - q[k]), 0) / 2;
}
