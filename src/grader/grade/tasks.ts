/** A submission's cells and the lab's checks → what became of every task. */
import { forbiddenCalls, forbiddenText } from "../calls/rule";
import type { Check, CheckResult, Flag, LabTask, TaskResult } from "../contract";
import { inputsOf, isStub, judgeValues, thrown } from "../judge";
import type { Run } from "../sandbox/sandbox";
import type { Submission } from "../submission/submission";
import { answerOf, givenAnswers, isRun, type GivenAnswers } from "./answers";
import type { GradedLab } from "./lab";
import { belowItsCheck, planOf, type Plan } from "./plan";
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
  /** Where what is graded and what the notebook's checks show may differ, and what was odd while it ran. */
  readonly flags: Flag[];
}

/**
 * Runs the notebook twice, each time in a process of its own: with the visible checks, and then with the hidden ones of
 * those tasks whose visible ones passed. What a student reads of their own code's words comes from the first, in which no
 * hidden check has been. Then it says what became of each task: code by its checks, a quiz by its answer, a text by a
 * person.
 */
export async function gradeTasks(
  submission: Submission,
  lab: GradedLab,
  open: () => Session,
  { seed, only }: TaskWishes,
): Promise<GradedTasks> {
  const { manifest, checks } = lab;
  const plan = planOf(submission, lab, only);
  const flags: Flag[] = [];
  let given: GivenAnswers = {};

  async function pass(some: readonly Check[], answering: number): Promise<Map<Check, CheckResult>> {
    if (some.length === 0 && answering < 0) return new Map();
    const session = open();
    try {
      const results = await runNotebook(submission, some, session, seed, {
        ...plan,
        answering,
        flags,
        tasks: manifest.tasks,
      });
      if (answering >= 0) given = await givenAnswers(session);
      return results;
    } finally {
      flags.push(...session.flags());
      await session.close();
    }
  }

  const own = checks.filter(({ task }) => plan.wanted(task));
  const visible = own.filter((check) => check.visible);
  const results = await pass(visible, plan.answering);
  const ends = new Map<string, CheckResult["outcome"]>(); // of tasks whose visible checks did not pass, the first one's
  for (const check of visible) {
    const { outcome } = results.get(check) ?? { outcome: "not run" };
    if (outcome !== "passed" && !ends.has(check.task)) ends.set(check.task, outcome);
  }
  const hidden = own.filter((check) => !check.visible);
  const tried = hidden.filter(({ task }) => !ends.has(task));
  for (const [check, result] of await pass(tried, -1)) results.set(check, result);
  const message = "A visible check did not pass, so this one was not tried";
  for (const check of hidden.filter(({ task }) => ends.has(task))) {
    const isMissing = ends.get(check.task) === "not implemented";
    results.set(
      check,
      isMissing ? unknown(check, "not implemented") : { ...unknown(check, "not run"), message },
    );
  }
  const tasks = manifest.tasks.map((task) => {
    const without = plan.isUntouched(task.id) ? "not implemented" : "not run";
    if (task.kind === "text") {
      return result(task, plan.isUntouched(task.id) ? without : "needs grading", 0, []);
    }
    if (task.kind === "quiz") {
      const { outcome, points, checks: own, flag } = answerOf(task, submission, manifest, given);
      if (flag) flags.push(flag);
      return result(task, outcome, points, own);
    }
    const found = checks
      .filter((each) => each.task === task.id)
      .map((check) => results.get(check) ?? unknown(check, without));
    return checked(task, found);
  });
  return { tasks, flags };
}

/**
 * Runs the cells in order, and the checks of a task where its check stands: what a later cell breaks does not count
 * against it. What the notebook's own run shows is what counts, wherever the student wrote it: a task whose cell is as
 * it was handed out is tried too, and one that is answered below its check is tried again at the end.
 */
async function runNotebook(
  submission: Submission,
  checks: readonly Check[],
  session: Session,
  seed: number,
  plan: Plan & { readonly tasks: readonly LabTask[]; readonly flags: Flag[] },
): Promise<Map<Check, CheckResult>> {
  const { isUntouched, late, answering, end, flags, tasks } = plan;
  const about = (id: string) => ({
    task: tasks.find((task) => task.id === id)!,
    problem: problems.get(id),
    flags,
  });
  const problems = new Map<string, CellProblem>();
  const results = new Map<Check, CheckResult>();
  const ofTask = (task: string | undefined): Check[] => checks.filter((each) => each.task === task);
  const tried = submission.cells.map(
    ({ role, task }) => role === "check" && ofTask(task).length > 0,
  );
  const isLate = late.some((task) => ofTask(task).length > 0);
  const last = Math.max(tried.lastIndexOf(true), answering, isLate ? end : -1);
  for (const cell of submission.cells.slice(0, last + 1)) {
    const { role, task, text } = cell;
    if (role === "check") {
      const own = ofTask(task);
      const found = await runChecks(own, session, seed, {
        ...about(task!),
        isUntouched: isUntouched(task!),
      });
      own.forEach((check, at) => results.set(check, found[at]));
    } else if (isRun(cell)) {
      const problem = await session.cell(text, role === "readonly");
      if (problem && task !== undefined && !problems.has(task)) problems.set(task, problem);
    }
  }
  for (const task of late) {
    const own = ofTask(task);
    if (own.every((check) => results.get(check)?.outcome === "passed")) continue;
    // other inputs: what the first try was given, a cell in between has seen
    const again = await runChecks(own, session, seed + 1, {
      ...about(task),
      isUntouched: false,
    });
    const isBetter = again.every(({ outcome }) => outcome === "passed");
    if (isBetter) own.forEach((check, at) => results.set(check, again[at]));
    flags.push(belowItsCheck(task, isBetter));
  }
  return results;
}

function unknown({ name, visible }: Check, outcome: CheckResult["outcome"]): CheckResult {
  return { check: name, visible, outcome };
}

interface Tried {
  readonly task: LabTask;
  readonly problem: CellProblem | undefined;
  readonly isUntouched: boolean;
  readonly flags: Flag[];
}

async function runChecks(
  checks: readonly Check[],
  session: Session,
  seed: number,
  { task, problem, isUntouched, flags }: Tried,
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
    const forbiddenIn = ({ calls }: Run): string[] => (calls ? forbiddenCalls(task, calls) : []);
    const isBlamed = (ended: Run): boolean => forbiddenIn(ended).length > 0;
    const run = await session.probe({ text: probe.toString(), uses, inputs }, seconds, isBlamed);
    const found = await resultOf(check, run, inputs, problem);
    const isMissing = isUntouched && run.outcome === "missing";
    const forbidden = forbiddenIn(run);
    if (forbidden.length > 0 && !isOpen(found)) {
      results.push({ ...unknown(check, "failed"), message: forbiddenText(task, forbidden) });
      flags.push(forbiddenCall(check, forbidden));
    } else results.push(isMissing ? unknown(check, "not implemented") : found);
    stopped = run.outcome === "timed out" || run.outcome === "crashed";
  }
  return results;
}

/** Names that a hidden check saw are not told: which ones the code calls, it could choose by the inputs. */
function forbiddenCall({ task, visible }: Check, found: readonly string[]): Flag {
  const what = visible ? found.join(", ") : "what it may not, in a hidden check";
  return { kind: "call not allowed", cell: task, detail: `Its code calls ${what}.` };
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
