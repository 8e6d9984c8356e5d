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
  /**
   * How many modes get less than a quarter of their share of the monitors' `counts`, over the last 40 % of the run,
   * where chance does not explain it: half of their share would give so few in one run of a hundred. Left out where
   * nothing was counted.
   */
  readonly lostModes?: number;
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
  const counts = part(monitors, 0.6, 1).flatMap((row) => (row.counts ? [row.counts] : []));
  const stops = spreadOut(part(rows, 0.5, 1), 6);
  return {
    coverage: level(coverage, 0.5, 1),
    coverageFall: Math.min(...part(coverage, 0.25, 0.5)) - Math.max(...coverage.slice(-3)),
    coverageRise: level(coverage, 0.7, 1) - level(coverage, 0.3, 0.6),
    lostMass: lost.reduce((sum, mass) => sum + mass, 0),
    ...(counts.length > 0 && { lostModes: lostModesOf(counts, truth) }),
    modeDrift: mean(stops.slice(1).map((shares, i) => totalVariation(stops[i], shares))),
  };
}

/**
 * A rare mode has little mass, so it is judged by itself. Each row draws anew, so of n samples in all a mode of mass m
 * gets X hits, X binomial with n and the share that the generator gives it. X < n m / 4 alone may be chance: of a mode
 * with n m = 4, none is drawn in e⁻⁴ = 2 % of healthy runs. So half of the share, m / 2, must be too unlikely as well,
 * P(X ≤ hits) < .01 / k for each of k modes: then by the union bound a generator that gives all modes half of their
 * share or more is blamed in 1 % of its runs at most.
 */
function lostModesOf(counts: readonly (readonly number[])[], truth: readonly number[]): number {
  const hits = truth.map((_, k) => counts.reduce((sum, row) => sum + row[k], 0));
  const n = hits.reduce((sum, count) => sum + count, 0);
  return truth.filter(
    (mass, k) => hits[k] < (n * mass) / 4 && atMostHits(hits[k], n, mass / 2) < 0.01 / truth.length,
  ).length;
}

/** P(X ≤ hits) of a binomial X: Σ C(n, i) pⁱ (1-p)ⁿ⁻ⁱ, each term from the one before. */
function atMostHits(hits: number, n: number, p: number): number {
  let term = (1 - p) ** n;
  let sum = term;
  for (let i = 1; i <= hits; i++) {
    term *= ((n - i + 1) / i) * (p / (1 - p));
    sum += term;
  }
  return sum;
}

/** KL(p ‖ q) in nats, with 0 log 0 = 0. */
function divergence(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, share, k) => (share === 0 ? sum : sum + share * Math.log(share / q[k])), 0);
}

/** ½ Σ |p - q|: the share that has to go elsewhere to make one into the other. */
function totalVariation(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, share, k) => sum + Math.abs(share - q[k]), 0) / 2;
}
