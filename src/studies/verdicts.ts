import { intervalText, number } from "../evidence/claim-view";
import type { Table, TableCell } from "../evidence/table";
import { pairedDifference, type MeanInterval } from "../metrics/interval";
import { expectNumber } from "../shape";

/** How arms are sorted. */
export interface VerdictOptions {
  /** The arm that the others are compared with. */
  readonly baseline: string;
  /**
   * The difference from the baseline, arm less baseline, that helps: below 0 where less is better. As much the other way
   * hurts. Set it before the runs: what is too small to matter lies between.
   */
  readonly helps: number;
}

/** What one arm did. */
export interface ArmVerdict {
  /** Its name. */
  readonly arm: string;
  /** Arm less baseline, seed by seed. */
  readonly difference: MeanInterval;
  /** "helps" or "hurts" where the whole 95 % interval is beyond the bar; of others these seeds do not say so much. */
  readonly verdict: "helps" | "hurts" | "undecided";
}

/**
 * Sorts arms by one bar.
 *
 * @param values of each arm, one a seed, the baseline's too
 * @throws RangeError for a bar of 0; for fewer than two seeds with a finite number in both arms
 */
export function armVerdicts(
  values: ReadonlyMap<string, readonly number[]>,
  { baseline, helps }: VerdictOptions,
): ArmVerdict[] {
  expectNumber(Math.abs(helps), "verdicts helps, its size", { above: 0 });
  const base = values.get(baseline)!;
  const others = [...values].filter(([arm]) => arm !== baseline);
  return others.map(([arm, own]) => {
    const isPair = (_: number, i: number) => Number.isFinite(own[i]) && Number.isFinite(base[i]);
    const pairs = own.filter(isPair).length;
    if (pairs < 2) {
      throw new RangeError(
        `verdicts: arm "${arm}" has ${pairs} seeds with a finite number, in it and in the baseline; wanted at least 2`,
      );
    }
    const difference = pairedDifference(own.filter(isPair), base.filter(isPair));
    const verdict = isBeyond(difference, helps)
      ? "helps"
      : isBeyond(difference, -helps)
        ? "hurts"
        : "undecided";
    return { arm, difference, verdict };
  });
}

/** Whether the whole interval is as far from 0 as the bar, or farther, on its side. */
function isBeyond({ low, high }: MeanInterval, bar: number): boolean {
  return bar > 0 ? low >= bar : high <= bar;
}

/** The verdicts as one table, those that help first. */
export function verdictTable(
  verdicts: readonly ArmVerdict[],
  title: string,
  { baseline, helps }: VerdictOptions,
): Table {
  const sorted = (["helps", "undecided", "hurts"] as const).flatMap((each) =>
    verdicts.filter(({ verdict }) => verdict === each),
  );
  return {
    title,
    heads: ["", `difference from "${baseline}" (95 % interval)`, "verdict"],
    rows: sorted.map(({ arm, difference, verdict }): TableCell[] => [
      { text: arm, head: true },
      { text: intervalText(difference) },
      { text: verdict, strong: verdict === "helps" },
    ]),
    legend:
      `One bar for all: the whole interval is at ${number(helps)} or beyond (helps), or at ${number(-helps)} or beyond ` +
      "(hurts). Else these seeds do not show a difference as large as that.",
  };
}
