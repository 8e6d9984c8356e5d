import type { IsolationLevel } from "gan-clinic/dist/grader/contract";
import { median, ratio, spread } from "../statistics";
import { digits, markdownTable, spreadText } from "../table";
import type { ClassPlan } from "./run";

/** Seconds of whole runs. */
export interface ClassResult {
  readonly plan: ClassPlan;
  readonly isolation: IsolationLevel;
  /** How many of each kind are in the class. */
  readonly counts: Readonly<Record<string, number>>;
  /** How many honest ones both graders got. */
  readonly honest: number;
  /** These, by the course's grader, one for each round. */
  readonly few: readonly number[];
  readonly whole: number;
  readonly again: number;
  readonly nbgrader: {
    readonly version: string;
    readonly times: readonly number[];
    /** Why there are no times. */
    readonly why?: string;
  };
}

/** Markdown: seconds in all and for each submission, and what they are of nbgrader's. */
export function classTable(result: ClassResult): string {
  const { plan, honest, few, whole, again, nbgrader } = result;
  const { version, times, why } = nbgrader;
  const size = plan.students;
  const each = (seconds: readonly number[], count: number) => seconds.map((all) => all / count);
  const theirs = each(times, honest);
  const there = theirs.length > 0;
  const against = (seconds: number) => (there ? digits(seconds / median(theirs)) : "–");
  const row = (name: string, seconds: readonly number[], count: number, ratioText: string) => [
    name,
    String(count),
    spreadText(spread(seconds)),
    spreadText(spread(each(seconds, count))),
    ratioText,
  ];
  const one = (name: string, seconds: number) => [
    name,
    String(size),
    digits(seconds),
    digits(seconds / size),
    against(seconds / size),
  ];
  return markdownTable(
    ["graded by", "submissions", "s in all", "s a submission", "by nbgrader's"],
    [
      row(
        "clinic, honest ones",
        few,
        honest,
        there ? spreadText(ratio(each(few, honest), theirs)) : "–",
      ),
      one("clinic, a class, hostile ones among them", whole),
      one("clinic, that class again, unchanged", again),
      there
        ? row(`nbgrader ${version}, honest ones`, times, honest, "1")
        : [`nbgrader ${version}: ${why ?? "no round"}`, "–", "–", "–", "–"],
    ],
  );
}

/** What the numbers are of. */
export function classConditions({ plan, isolation, counts }: ClassResult): string {
  const members = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  return (
    `clinic: ${plan.workers} workers, isolation: ${isolation}, ${plan.cell} s a cell at most. ` +
    "nbgrader: one after the other, without isolation. " +
    `${plan.rounds} rounds in turns, median [least–most]; the class once.\nThe class: ${members.join(", ")}.`
  );
}
