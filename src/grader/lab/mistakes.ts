/**
 * The numbers that planted wrong answers give on the visible checks' inputs, so that `check` can name the mistake: "this
 * is what you get when …". Only what a judge says it measured is handed out, never a line of the answer, and only of
 * wrong answers that say how to tell it (`tells` in their header).
 */
import type { CheckResult } from "../contract";

/** What one wrong answer gives in the visible checks of a task that it fails. */
export interface Mistake {
  readonly task: string;
  /** What is measured, as the judge says it, by the check's name. */
  readonly gives: Readonly<Record<string, string>>;
  /** Continues "this is what you get when". */
  readonly tells: string;
}

/** The mistake that fails in the same checks, with the same numbers; undefined where none is known. */
export function mistakeIn(
  known: readonly Mistake[],
  task: string,
  results: readonly CheckResult[],
): string | undefined {
  const failed = results.filter(({ outcome }) => outcome !== "passed");
  const found = known.find(
    ({ task: id, gives }) =>
      id === task &&
      failed.length === Object.keys(gives).length &&
      failed.every(
        ({ check, measured }) =>
          measured !== undefined && Object.hasOwn(gives, check) && isSame(gives[check], measured),
      ),
  );
  return found?.tells;
}

const NUMBER = /-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/g;

/** The same words around the same numbers, but for what engines round differently. */
function isSame(a: string, b: string): boolean {
  if (a.replace(NUMBER, "#") !== b.replace(NUMBER, "#")) return false;
  const [left, right] = [a, b].map((text) => (text.match(NUMBER) ?? []).map(Number));
  return left.every((each, i) => Math.abs(each - right[i]) <= 1e-3 * Math.abs(each) + 1e-9);
}
