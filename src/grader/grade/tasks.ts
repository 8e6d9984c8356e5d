/** A submission's cells and the lab's checks → what became of every task. */
import type { Check, CheckResult, Flag, LabTask, TaskResult } from "../contract";
import { inputsOf, isStub, judgeValues, thrown } from "../judge";
import { quizPoints, readAnswer } from "../lab/quiz-answer";
import type { Run } from "../sandbox/sandbox";
import type { Submission } from "../submission/submission";
import type { GradedLab } from "./lab";
import type { CellProblem, Session } from "./session";

/** Longest time of a probe that says none, in seconds. */
export const PROBE_SECONDS = 20;

export interface TaskWishes {
  readonly seed: number;
  /** Only these are checked; the others are "not run". All when left out. */
  readonly only?: readonly string[];
}

export interface GradedTasks {
  readonly tasks: TaskResult[];
  readonly flags: Flag[];
}

/**
 * Runs the notebook twice, each time in a process of its own: with the visible checks, and then with the hidden ones of
 * those tasks whose visible ones passed. What a student reads of their own code's words comes from the first, in which no
 * hidden check has been.
 */
export async function gradeTasks(
  submission: Submission,
  lab: GradedLab,
  open: () => Session,
  { seed, only }: TaskWishes,
): Promise<GradedTasks> {
  const { manifest, checks } = lab;
  const wanted = (task: string): boolean =>
    (only?.includes(task) ?? true) && !submission.untouched.includes(task);
  const flags: Flag[] = [];

  async function pass(some: readonly Check[]): Promise<Map<Check, CheckResult>> {
    if (some.length === 0) return new Map();
    const session = open();
    try {
      return await runNotebook(submission, some, session, seed);
    } finally {
      flags.push(...session.flags());
      await session.close();
    }
  }

  const own = checks.filter(({ task }) => wanted(task));
  const results = await pass(own.filter(({ visible }) => visible));
  const wrong = new Set(
    [...results].filter(([, { outcome }]) => outcome !== "passed").map(([{ task }]) => task),
  );
  const isWrong = ({ task }: Check): boolean => wrong.has(task);
  const hidden = own.filter(({ visible }) => !visible);
  for (const [check, result] of await pass(hidden.filter((each) => !isWrong(each)))) {
    results.set(check, result);
  }
  const message = "A visible check did not pass, so this one was not tried";
  for (const each of hidden.filter(isWrong)) {
    results.set(each, { ...unknown(each, "not run"), message });
  }
  const tasks = manifest.tasks.map((task) => {
    if (task.kind === "quiz" || task.kind === "text") return answered(task, submission, manifest);
    const without = submission.untouched.includes(task.id) ? "not implemented" : "not run";
    const found = checks
      .filter((each) => each.task === task.id)
      .map((check) => results.get(check) ?? unknown(check, without));
    return checked(task, found);
  });
  return { tasks, flags };
}

/**
 * Runs the cells in order, and the checks of a task where its check stands: what a later cell breaks does not count
 * against it.
 */
async function runNotebook(
  submission: Submission,
  checks: readonly Check[],
  session: Session,
  seed: number,
): Promise<Map<Check, CheckResult>> {
  const problems = new Map<string, CellProblem>();
  const results = new Map<Check, CheckResult>();
  const ofTask = (task: string | undefined) => checks.filter((each) => each.task === task);
  const ends = submission.cells.map(
    ({ role, task }) => role === "check" && ofTask(task).length > 0,
  );
  const lastCheck = ends.lastIndexOf(true);
  for (const cell of submission.cells.slice(0, lastCheck + 1)) {
    const { role, task, cellType, text } = cell;
    if (cellType !== "code" || role === "quiz") continue;
    if (role === "check") {
      const own = ofTask(task);
      const found = await runChecks(own, session, seed, problems.get(task!));
      own.forEach((check, at) => results.set(check, found[at]));
    } else {
      const problem = await session.cell(text, role === "readonly");
      if (problem && task !== undefined && !problems.has(task)) problems.set(task, problem);
    }
  }
  return results;
}

function unknown({ name, visible }: Check, outcome: CheckResult["outcome"]): CheckResult {
  return { check: name, visible, outcome };
}

async function runChecks(
  checks: readonly Check[],
  session: Session,
  seed: number,
  problem: CellProblem | undefined,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  let stopped = false;
  for (const check of checks) {
    if (stopped) {
      const message = "A check before it was stopped, so this one was not tried";
      results.push({ ...unknown(check, "not run"), message });
      continue;
    }
    const inputs = inputsOf(check, seed);
    const { uses, probe, seconds = PROBE_SECONDS } = check;
    const run = await session.probe({ text: probe.toString(), uses, inputs }, seconds);
    results.push(await resultOf(check, run, inputs, problem));
    stopped = run.outcome === "timed out" || run.outcome === "crashed";
  }
  return results;
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

/** A quiz is read, not run; a text waits for a person. */
function answered(
  task: LabTask,
  { cells, untouched }: Submission,
  manifest: GradedLab["manifest"],
): TaskResult {
  if (untouched.includes(task.id)) return result(task, "not implemented", 0, []);
  if (task.kind === "text") return result(task, "needs grading", 0, []);
  const { quiz } = manifest.cells.find(({ role, task: id }) => role === "quiz" && id === task.id)!;
  // a cell that was split has two parts
  const text = cells.filter(({ role, task: id }) => role === "quiz" && id === task.id);
  const answer = readAnswer(text.map((cell) => cell.text).join("\n"), task.id, quiz!);
  const base = { check: "answer", visible: true };
  if ("problem" in answer) {
    const outcome = answer.empty ? "not implemented" : "failed";
    return result(task, outcome, 0, [{ ...base, outcome, message: answer.problem }]);
  }
  const points = quizPoints(quiz!, answer.chosen, task.points);
  if (points === task.points)
    return result(task, "passed", points, [{ ...base, outcome: "passed" }]);
  const message = quiz!.kind === "single" ? "Another answer is right" : "Not every choice is right";
  return result(task, "failed", points, [{ ...base, outcome: "failed", message }]);
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
