/** Do the checks notice when the solution is changed? */
import type { TaskResult } from "../contract";
import type { LabRelease } from "../lab/files";
import { contrast } from "./edit";
import { mutantSubmission, type Mutant } from "./mutants";
import type { GateRow, GradeNotebook } from "./row";
import { NO_PROGRAM } from "./run-rows";

/** The least share of mutants that the checks must notice. */
export const WANTED_SHARE = 0.9;

/** How a mutant ended. All but "passed" count as noticed. */
const WAYS = ["failed", "crashed", "did not compile", "timed out", "not run", "passed"] as const;
type Way = (typeof WAYS)[number];

/**
 * @param tried a sample of them, or all
 * @param all how many there are
 */
export async function mutantsRow(
  release: LabRelease,
  tried: readonly Mutant[],
  all: number,
  grade: GradeNotebook,
): Promise<GateRow> {
  const ways = await Promise.all(
    tried.map(async (mutant, index) => {
      const { task } = mutant;
      const name = `mutant ${index + 1}`;
      const report = await grade(name, mutantSubmission(release, mutant), 1, [task]);
      return wayOf(report.tasks.find((each) => each.task === task)!);
    }),
  );
  const count = (way: Way): number => ways.filter((each) => each === way).length;
  const caught = tried.length - count("passed");
  const passed = caught >= WANTED_SHARE * tried.length;
  const told = WAYS.filter((way) => way !== "passed" && count(way) > 0);
  const survivors = tried.filter((_, index) => ways[index] === "passed");
  return {
    name: "mutants",
    passed,
    says: [
      `${caught} of ${tried.length} caught`,
      ...(tried.length === 0 ? [] : [percent(caught / tried.length)]),
      ...(passed ? [] : [`wanted ${percent(WANTED_SHARE)}`]),
      ...(all > tried.length ? [`a sample of ${all}`] : []),
    ].join(", "),
    details: [
      ...(told.length === 0 ? [] : [told.map((way) => `${way} ${count(way)}`).join(", ")]),
      ...survivors.map(
        ({ line, task, was, becomes }) =>
          `not noticed: lab.ts, line ${line} (${task}): ${contrast(was, becomes)}`,
      ),
    ],
  };
}

function wayOf({ outcome, checks }: TaskResult): Way {
  if (checks.some(({ message }) => message?.includes(NO_PROGRAM))) return "did not compile";
  if (outcome === "not implemented" || outcome === "needs grading") return "not run";
  return outcome;
}

/** Rounded down: 89.9 % are not 90 %. */
function percent(share: number): string {
  return `${Math.floor(100 * share + 1e-9)} %`;
}
