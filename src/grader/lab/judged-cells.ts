/** Which code a check judges: that of the last run of the task's cells, as the course's kernel remembers it. */
import type { CellRun } from "../../cell";

type Runs = ReadonlyMap<string, CellRun>;

/** The cells of a task have its id, or its id with a number from 2 on. */
function runsOf(task: string, runs: Runs): CellRun[] {
  const isOwn = (id: string): boolean =>
    id === task || (id.startsWith(`${task}-`) && /^\d+$/.test(id.slice(task.length + 1)));
  return [...runs].flatMap(([id, run]) => (isOwn(id) ? [run] : []));
}

/**
 * Why nothing can be judged: a cell of the task did not run to its end, so that what is declared comes from an earlier
 * run. Unless another cell has declared all of it since.
 * @param names what the task's checks take
 */
export function notJudged(task: string, names: readonly string[], runs: Runs): string | undefined {
  const broken = runsOf(task, runs).find(({ state }) => state !== "ran");
  if (!broken) return undefined;
  const later = [...runs.values()].filter(
    ({ state, order }) => state === "ran" && order > broken.order,
  );
  const isDeclared = (name: string): boolean =>
    later.some(({ code }) => new RegExp(`\\b(?:function\\*?|const|let|var|class)\\s+${name}\\b`).test(code)); // prettier-ignore
  if (names.length > 0 && names.every(isDeclared)) return undefined;
  const what = broken.state === "stopped" ? "stopped before its end" : "did not compile";
  return `the cell above ${what}; nothing was checked. Mend what is red below it, run it, then check again.`;
}

/** "Judged: run [7] of the cell that begins …": an edit that was not run since is not in it. */
export function judgedCode(task: string, runs: Runs): string | undefined {
  const own = runsOf(task, runs);
  if (own.length === 0) return undefined;
  const each = own.map(({ code, count }) => {
    const run = count === undefined ? "" : `run [${count}] of `;
    return `${run}the cell that begins "${firstLine(code)}"`;
  });
  return `Judged: ${each.join(", and ")}. After a change, run that cell first.`;
}

/** Of code, not of a comment. */
function firstLine(code: string): string {
  const plain = code.replace(/\/\*[^]*?\*\//g, "").split("\n");
  const line = plain.find((each) => /\S/.test(each) && !/^\s*\/\//.test(each)) ?? "";
  const text = line.trim();
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
