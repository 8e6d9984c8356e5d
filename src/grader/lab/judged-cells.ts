/** Which code a check judges: that of the last run of the task's cells, as the course's kernel remembers it. */
import type { CellRun } from "../../cell";

type Runs = ReadonlyMap<string, CellRun>;

/** The cells of a task have its id, or its id with a number from 2 on. */
function isCellOf(task: string, id: string): boolean {
  return id === task || (id.startsWith(`${task}-`) && /^\d+$/.test(id.slice(task.length + 1)));
}

function runsOf(task: string, runs: Runs): CellRun[] {
  return [...runs].flatMap(([id, run]) => (isCellOf(task, id) ? [run] : []));
}

function declares({ code }: CellRun, name: string): boolean {
  return new RegExp(`\\b(?:function\\*?|const|let|var|class)\\s+${name}\\b`).test(code);
}

/**
 * Why nothing can be judged: a cell of the task did not run to its end, or was edited since, so that what is declared is
 * not what stands there. Unless another cell has declared all of it since.
 * @param names what the task's checks take
 * @param edited the cells that were edited since they ran, as far as the front end tells
 */
export function notJudged(
  task: string,
  names: readonly string[],
  runs: Runs,
  edited: ReadonlySet<string>,
): string | undefined {
  const isStale = (id: string, run: CellRun): boolean =>
    edited.has(id)
      ? isCellOf(task, id) || names.some((name) => declares(run, name))
      : isCellOf(task, id) && run.state !== "ran";
  const stale = [...runs].find(([id, run]) => isStale(id, run));
  if (!stale) return undefined;
  const [id, { state, order }] = stale;
  const later = [...runs].filter(
    ([other, run]) => run.state === "ran" && run.order > order && !edited.has(other),
  );
  const isDeclared = (name: string): boolean => later.some(([, run]) => declares(run, name));
  if (names.length > 0 && names.every(isDeclared)) return undefined;
  const where = isCellOf(task, id) ? "the cell above" : "a cell of your own";
  if (edited.has(id)) {
    return `${where} was edited after it ran; nothing was checked. Run it (Shift+Enter), then check again.`;
  }
  const what = state === "stopped" ? "stopped before its end" : "did not compile";
  return `${where} ${what}; nothing was checked. Mend what is red below it, run it, then check again.`;
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
