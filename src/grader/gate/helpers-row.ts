/** Does a function that is handed out solve a task, or a part of one? */
import type { LabRelease } from "../lab/files";
import type { Pasted } from "./helpers";
import type { GateRow, GradeNotebook } from "./row";

/** Which tasks do not say what their code may call? The library would solve some of them. */
export function rulesRow({ lab }: LabRelease): GateRow {
  const silent = lab.tasks.filter(({ kind, calls }) => kind === "code" && !calls);
  return {
    name: "calls",
    passed: silent.length === 0,
    says:
      silent.length === 0
        ? "each task of code says what it may call"
        : `${silent.length} tasks of code do not say what they may call`,
    details: silent.map(
      ({ id }) => `${id}: write calls: [] below its kind, or the names it may call`,
    ),
  };
}

/** Each stands for all tasks at once, so that there are few notebooks to grade. */
export async function helpersRow(
  pasted: readonly Pasted[],
  grade: GradeNotebook,
): Promise<GateRow> {
  const found = await Promise.all(
    pasted.map(async ({ helper, standsFor, notebook }, index) => {
      const tasks = [...standsFor.keys()];
      const report = await grade(`released ${index + 1}`, notebook, 1, tasks);
      return report.tasks
        .filter(({ task, points }) => points > 0 && standsFor.has(task))
        .map(
          ({ task }) =>
            `checks.js: ${helper} stands for ${standsFor.get(task)!}, and ${task} passes`,
        );
    }),
  );
  const solving = found.flat();
  const helpers = new Set(pasted.map(({ helper }) => helper)).size;
  const says =
    solving.length === 0
      ? `none of the ${helpers} functions of checks.js solves a task or a part of one`
      : `${solving.length} tasks are solved by what is handed out`;
  return { name: "released code", passed: solving.length === 0, says, details: solving };
}
