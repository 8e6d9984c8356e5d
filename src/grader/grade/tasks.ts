/** A submission's cells and the lab's checks → what became of every task. */
import type { Check, CheckResult, Flag, LabTask, TaskResult } from "../contract";
import { inputsOf, isStub, judgeValues, thrown } from "../judge";
import type { Run } from "../sandbox/sandbox";
import { isBlank } from "../submission/same";
import type { Submission, SubmissionCell } from "../submission/submission";
import { answerOf, givenAnswers, isRun, lastAnswering } from "./answers";
import type { GradedLab } from "./lab";
import type { CellProblem, Session } from "./session";

/** Longest time of a probe that says none, in seconds. */
export const PROBE_SECONDS = 20;

export interface TaskWishes {
  readonly seed: number;
  /** Only these are checked; the others are "not run". All when left out. */
  readonly only?: readonly string[];
  /** Told where what is graded and what the notebook's checks show may differ. */
  readonly onFlag?: (flag: Flag) => void;
}

/**
 * Runs the cells in order, and the checks of a task where its check stands: what a later cell breaks does not count
 * against it. What the notebook's own run shows is what counts, wherever the student wrote it: a task whose cell is as
 * it was handed out is tried too, and one that is answered below its check is tried again at the end.
 */
export async function gradeTasks(
  submission: Submission,
  { manifest, checks }: GradedLab,
  session: Session,
  { seed, only, onFlag }: TaskWishes,
): Promise<TaskResult[]> {
  const { cells } = submission;
  const problems = new Map<string, CellProblem>();
  const results = new Map<string, CheckResult[]>();
  const wrote = cells.some((cell) => isStudentCode(cell, submission));
  const isUntouched = (task: string): boolean => submission.untouched.includes(task);
  const wanted = (task: string): boolean =>
    (only?.includes(task) ?? true) && (wrote || !isUntouched(task));
  const checksOf = (task: string): Check[] => checks.filter((each) => each.task === task);
  const lastCheck = cells
    .map(({ role, task }) => role === "check" && wanted(task!))
    .lastIndexOf(true);
  const late = new Map(
    manifest.tasks
      .filter(({ id }) => wanted(id))
      .map(({ id }) => [id, declaredBelow(checksOf(id), submission)] as const)
      .filter(([, at]) => at >= 0),
  );
  const answering = lastAnswering(submission, manifest);
  const end = Math.max(lastCheck, answering, ...late.values());
  for (const cell of cells.slice(0, end + 1)) {
    const { role, task, text } = cell;
    if (role === "check") {
      if (!wanted(task!)) continue;
      const all = await runChecks(
        checksOf(task!),
        session,
        seed,
        problems.get(task!),
        isUntouched(task!),
      );
      results.set(task!, all);
    } else if (isRun(cell)) {
      const problem = await session.cell(text, role === "readonly");
      if (problem && task !== undefined && !problems.has(task)) problems.set(task, problem);
    }
  }
  for (const task of late.keys()) {
    if (results.get(task)!.every(({ outcome }) => outcome === "passed")) continue;
    const again = await runChecks(checksOf(task), session, seed, problems.get(task), false);
    const isBetter = again.every(({ outcome }) => outcome === "passed");
    if (isBetter) results.set(task, again);
    const detail = `What it asks for is declared below its check, which does not see it when the notebook is run from the top. It was tried at the end too${isBetter ? ", and that counts" : ""}.`;
    onFlag?.({ kind: "answer below its check", cell: task, detail });
  }
  const given = answering < 0 ? {} : await givenAnswers(session);
  return manifest.tasks.map((task) => {
    if (task.kind === "text") {
      const outcome = isUntouched(task.id) ? "not implemented" : "needs grading";
      return result(task, outcome, 0, []);
    }
    if (task.kind === "quiz") {
      const { outcome, points, checks: own, flag } = answerOf(task, submission, manifest, given);
      if (flag) onFlag?.(flag);
      return result(task, outcome, points, own);
    }
    const without = isUntouched(task.id) ? "not implemented" : "not run";
    const found = results.get(task.id) ?? checksOf(task.id).map((each) => unknown(each, without));
    return checked(task, found);
  });
}

/** Code that may solve a task: a cell of the student's own, or one that was handed out and changed. */
function isStudentCode(cell: SubmissionCell, { untouched }: Submission): boolean {
  if (!isRun(cell) || cell.from !== "student" || isBlank(cell.text)) return false;
  return cell.role === "own" || !untouched.includes(cell.task ?? "");
}

/** Where, below the check of a task, the student last declares what the checks use; -1 where nowhere. */
function declaredBelow(checks: readonly Check[], submission: Submission): number {
  const { cells } = submission;
  const task = checks.at(0)?.task;
  const check = cells.findIndex((cell) => cell.role === "check" && cell.task === task);
  const names = [...new Set(checks.flatMap(({ uses }) => uses))];
  if (check < 0 || names.length === 0) return -1;
  const declares = new RegExp(
    `\\b(?:function|class|const|let|var)\\b[\\s*]*(?:${names.map(escaped).join("|")})(?![\\w$])`,
  );
  const found = cells.map(
    (cell, at) => at > check && isStudentCode(cell, submission) && declares.test(cell.text),
  );
  return found.lastIndexOf(true);
}

function escaped(name: string): string {
  return name.replace(/\$/g, "\\$");
}

function unknown({ name, visible }: Check, outcome: CheckResult["outcome"]): CheckResult {
  return { check: name, visible, outcome };
}

async function runChecks(
  checks: readonly Check[],
  session: Session,
  seed: number,
  problem: CellProblem | undefined,
  isUntouched: boolean,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  let stopped = false;
  for (const check of checks) {
    // of a task in whose cell nobody wrote, one probe says whether it was solved elsewhere
    if (isUntouched && results.at(0) && isOpen(results[0])) {
      results.push(unknown(check, "not implemented"));
      continue;
    }
    if (stopped) {
      const message = "A check before it was stopped, so this one was not tried";
      results.push({ ...unknown(check, "not run"), message });
      continue;
    }
    const inputs = inputsOf(check, seed);
    const { uses, probe, seconds = PROBE_SECONDS } = check;
    const run = await session.probe({ text: probe.toString(), uses, inputs }, seconds);
    const found = await resultOf(check, run, inputs, problem);
    const isMissing = isUntouched && run.outcome === "missing";
    results.push(isMissing ? unknown(check, "not implemented") : found);
    stopped = run.outcome === "timed out" || run.outcome === "crashed";
  }
  return results;
}

function isOpen({ outcome }: CheckResult): boolean {
  return outcome === "not implemented";
}

async function resultOf(
  check: Check,
  run: Run,
  inputs: unknown,
  problem: CellProblem | undefined,
): Promise<CheckResult> {
  const base = unknown(check, "failed");
  if (run.outcome === "done") return judgeValues(check, run.values, inputs);
  if (run.outcome === "failed") return thrown(check, run.message);
  if (run.outcome !== "missing") return { ...base, outcome: run.outcome, message: run.message };
  const names = run.names.join(", ");
  if (!problem) {
    return { ...base, outcome: "not run", message: `The notebook does not declare ${names}` };
  }
  if (isStub(problem.message)) return { ...base, outcome: "not implemented" };
  const message = `There is no ${names}, since a cell of this task did not run to its end: ${problem.message}`;
  return { ...base, outcome: problem.outcome, message };
}

/** All checks or nothing; else the first that did not pass says how it ended. */
function checked(task: LabTask, checks: readonly CheckResult[]): TaskResult {
  const wrong = checks.find(({ outcome }) => outcome !== "passed");
  return result(task, wrong?.outcome ?? "passed", wrong ? 0 : task.points, checks);
}

function result(
  { id, title, points: maxPoints, hint }: LabTask,
  outcome: TaskResult["outcome"],
  points: number,
  checks: readonly CheckResult[],
): TaskResult {
  const hinted = outcome === "passed" || outcome === "needs grading" ? {} : { hint };
  return { task: id, title, outcome, points, maxPoints, checks, ...hinted };
}
