/** A submission's cells and the lab's checks → what became of every task. */
import type { Check, CheckResult, Flag, LabTask, TaskResult } from "../contract";
import type { Submission } from "../submission/submission";
import { answerOf, givenAnswers, isRun, type GivenAnswers } from "./answers";
import { runChecks, unknown } from "./checks";
import type { GradedLab } from "./lab";
import { belowItsCheck, planOf, type Plan } from "./plan";
import type { CellProblem, Session } from "./session";

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
 * Runs the notebook with the visible checks, each where it stands, and then, in the same process, the hidden ones of
 * those tasks whose visible ones passed. What a student reads of their own code's words is from before the first hidden
 * check. Tasks with a hidden check that does not pass there, at the end, are tried once more in a new process, with the
 * hidden checks where the task's check stands: what a later cell breaks does not count against them. Then it says what
 * became of each task: code by its checks, a quiz by its answer, a text by a person.
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
  const running = { ...plan, flags, tasks: manifest.tasks };

  const own = checks.filter(({ task }) => plan.wanted(task));
  const visible = own.filter((check) => check.visible);
  const hidden = own.filter((check) => !check.visible);
  const results = new Map<Check, CheckResult>();
  const keep = (some: ReadonlyMap<Check, CheckResult>): void => {
    for (const [check, result] of some) results.set(check, result);
  };

  async function inSession(work: (session: Session) => Promise<void>): Promise<void> {
    const session = open();
    try {
      await work(session);
    } finally {
      flags.push(...session.flags());
      await session.close();
    }
  }

  if (visible.length > 0 || plan.answering >= 0) {
    await inSession(async (session) => {
      keep(await runNotebook(submission, visible, session, seed, running));
      if (plan.answering >= 0) given = await givenAnswers(session);
      const ready = hidden.filter(
        ({ task }) => !plan.late.includes(task) && hasPassed(task, visible, results),
      );
      keep(await passedAtTheEnd(ready, session, seed, running));
    });
  }
  const ends = new Map<string, CheckResult["outcome"]>(); // of tasks whose visible checks did not pass, the first one's
  for (const check of visible) {
    const { outcome } = results.get(check) ?? { outcome: "not run" };
    if (outcome !== "passed" && !ends.has(check.task)) ends.set(check.task, outcome);
  }
  const left = hidden.filter((check) => !ends.has(check.task) && !results.has(check));
  if (left.length > 0) {
    await inSession(async (session) => {
      keep(await runNotebook(submission, left, session, seed, { ...running, answering: -1 }));
    });
  }
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

/** Whether a task has visible checks, and all of them passed. */
function hasPassed(
  task: string,
  visible: readonly Check[],
  results: ReadonlyMap<Check, CheckResult>,
): boolean {
  const own = visible.filter((check) => check.task === task);
  return own.length > 0 && own.every((check) => results.get(check)?.outcome === "passed");
}

interface Running extends Plan {
  readonly tasks: readonly LabTask[];
  readonly flags: Flag[];
}

/** Tries hidden checks after the last cell, and gives those of the tasks that passed all of theirs. */
async function passedAtTheEnd(
  checks: readonly Check[],
  session: Session,
  seed: number,
  { tasks, isUntouched }: Running,
): Promise<Map<Check, CheckResult>> {
  const results = new Map<Check, CheckResult>();
  for (const id of new Set(checks.map(({ task }) => task))) {
    const own = checks.filter(({ task }) => task === id);
    const task = tasks.find((each) => each.id === id)!;
    // a flag of this try is none: what does not pass here is judged elsewhere
    const tried = { task, problem: undefined, isUntouched: isUntouched(id), flags: [] };
    const found = await runChecks(own, session, seed, tried);
    if (found.every(({ outcome }) => outcome === "passed"))
      own.forEach((check, at) => results.set(check, found[at]));
  }
  return results;
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
  plan: Running,
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
