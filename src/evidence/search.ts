import { foundText } from "../arguments/found";
import { meanInterval, type MeanInterval } from "../metrics/interval";
import { expectInteger, expectNumber } from "../shape";
import { mean } from "../statistics";

/** What a setting scored. */
export interface Trial<T> {
  /** What was tried. */
  readonly setting: T;
  /** One a seed; lower is better. */
  readonly scores: readonly number[];
  /** Mean of the scores. */
  readonly mean: number;
  /** Of the mean; missing for a single seed. */
  readonly interval?: MeanInterval;
  /** The budget it was given at last. */
  readonly budget: number;
}

/** Options of {@link search}. */
export interface SearchOptions<T> {
  /** What to try. */
  readonly settings: readonly T[];
  /** Every setting is tried with each of them. */
  readonly seeds: readonly number[];
  /** Trains a setting with a budget (steps, say) and measures it; lower is better, NaN the worst. */
  readonly evaluate: (setting: T, seed: number, budget: number) => number | Promise<number>;
  /** What each setting is given, in the unit that `evaluate` reads: steps, say. */
  readonly budget: number;
}

/**
 * Tries every setting with every seed, the same seeds for all; the best first. What is not finite counts as
 * the worst.
 *
 * @throws RangeError for no setting, no seed, or a budget that is not above 0; TypeError when `evaluate` gives no number
 * @example
 * ```ts
 * import { search } from "gan-clinic";
 * const evaluate = (x: number, seed: number) => (x - 2) ** 2 + seed;
 * const [best] = await search({ settings: [1, 2, 5], seeds: [0, 1], evaluate, budget: 1 });
 * assert.deepEqual([best.setting, best.scores], [2, [0, 1]]);
 * ```
 */
export async function search<T>({
  settings,
  seeds,
  evaluate,
  budget,
}: SearchOptions<T>): Promise<Trial<T>[]> {
  expectInteger(settings.length, "search settings", { atLeast: 1 });
  expectInteger(seeds.length, "search seeds", { atLeast: 1 });
  expectNumber(budget, "search budget", { above: 0 });
  const trials: Trial<T>[] = [];
  for (const setting of settings) {
    const scores: number[] = [];
    for (const seed of seeds) {
      const score: unknown = await evaluate(setting, seed, budget);
      if (typeof score !== "number") {
        throw new TypeError(
          `search evaluate: wanted a number (NaN where there is none), found ${foundText(score)} with seed ${seed}`,
        );
      }
      scores.push(Number.isFinite(score) ? score : Infinity);
    }
    const middle = mean(scores);
    const measurable = scores.length > 1 && Number.isFinite(middle);
    trials.push({
      setting,
      scores,
      mean: middle,
      budget,
      ...(measurable && { interval: meanInterval(scores) }),
    });
  }
  return trials.sort((a, b) => (a.mean === b.mean ? 0 : a.mean - b.mean));
}

/** Options of {@link successiveHalving}; `budget` is that of the first round. */
export interface HalvingOptions<T> extends SearchOptions<T> {
  /** Only one in so many goes on, with so many times the budget; 3. */
  readonly factor?: number;
}

/**
 * Successive halving (Jamieson and Talwalkar 2016): all settings with a small budget, the best third of them
 * with three times as much, and so on until one is left. It trusts that a bad start means a bad end, which
 * a GAN can belie: compare the order after each round.
 *
 * @returns the rounds, each with the best first; the winner is the first of the last round
 * @throws RangeError as `search`, and for a factor below 2
 * @example
 * ```ts
 * import { successiveHalving } from "gan-clinic";
 * const evaluate = (x: number, _seed: number, steps: number) => x + 1 / steps;
 * const settings = [9, 3, 7, 1, 5, 2, 8, 4, 6];
 * const rounds = await successiveHalving({ settings, seeds: [1], evaluate, budget: 10 });
 * assert.deepEqual(rounds.map((round) => round.length), [9, 3, 1]);
 * assert.deepEqual([rounds[2][0].setting, rounds[2][0].budget], [1, 90]);
 * ```
 */
export async function successiveHalving<T>({
  factor = 3,
  ...options
}: HalvingOptions<T>): Promise<Trial<T>[][]> {
  expectInteger(factor, "successiveHalving factor", { atLeast: 2 });
  const rounds: Trial<T>[][] = [];
  let { settings, budget } = options;
  for (;;) {
    const round = await search({ ...options, settings, budget });
    rounds.push(round);
    if (round.length === 1) return rounds;
    settings = round.slice(0, Math.max(1, Math.floor(round.length / factor))).map((t) => t.setting);
    budget *= factor;
  }
}
