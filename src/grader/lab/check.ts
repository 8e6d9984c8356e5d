/** `await check("task")` in a student's notebook: the visible checks of a task, and what came of them. */
import path from "node:path";
import { cellRuns, declaredInCells, editedCells, learnerEvents } from "../../cell";
import * as library from "../../index";
import { forbiddenCalls, forbiddenText } from "../calls/rule";
import { watchCalls } from "../calls/watch";
import type { Check, CheckResult, LabTask, Student } from "../contract";
import { inputsOf, judgeValues, thrown } from "../judge";
import { messageOf } from "../message";
import { copyOfValue } from "../sandbox/values";
import { answerForms, plainAnswer, type CheckAnswer, type CheckRow } from "./check-answer";
import { CHECKS_FILE, readFeedback } from "./feedback-file";
import { judgedCode, notJudged } from "./judged-cells";
import { mistakeIn } from "./mistakes";
import { shortInputs } from "./short-inputs";
import { isStop, TooLong, withinSeconds } from "./timed-probe";

/** What the seed of the inputs is made of; when graded, each submission has its own. */
export const SEED = 1;

/** Longest time of a probe that says none, in seconds. */
const SECONDS = 20;

/**
 * Shows one screen. What is not solved must not keep the cells below from running, so it throws at the stop button only.
 * @param folder where the lab lies: the notebook's own folder
 */
export async function check(task: string, folder: string = process.cwd()): Promise<void> {
  library.showBundle(answerForms(await answer(task, declaredInCells(), folder)));
}

/** The screen as plain text. */
export async function screen(task: string, student: Student, folder: string): Promise<string> {
  return plainAnswer(await answer(task, student, folder));
}

async function answer(task: string, student: Student, folder: string): Promise<CheckAnswer> {
  const only = (text: string): CheckAnswer => ({ title: text, rows: [], notes: [] });
  let checks: readonly Check[];
  try {
    const file = path.join(folder, CHECKS_FILE);
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- which file is known only now
    checks = (require(file) as { checks: readonly Check[] }).checks;
  } catch {
    return only(
      `There is no ${CHECKS_FILE} beside the notebook, so nothing can be checked here. Take a fresh copy of the lab's folder.`,
    );
  }
  const own = checks.filter((each) => each.task === task);
  const feedback = readFeedback(folder);
  const about = feedback?.tasks.find(({ id }) => id === task);
  if (!about && own.length === 0) return only(`There is no task "${task}" in this lab.`);
  if (own.length === 0) return only(`${task}: checked only when it is graded.`);
  const name = about?.title ?? task;
  const runs = cellRuns();
  const uses = own.flatMap((each) => each.uses);
  const stale = notJudged(task, uses, runs, editedCells());
  if (stale !== undefined) {
    learnerEvents()?.checked(task, false);
    return { ...only(`${name}: ${stale}`), passed: false };
  }
  const results: CheckResult[] = [];
  for (const each of own) results.push(await run(each, student, about));
  const rows = own.map((each, at) => rowOf(each, results[at]));
  const count = rows.filter(({ passed }) => passed).length;
  const passed = count === own.length;
  learnerEvents()?.checked(task, passed);
  const mistake = mistakeIn(feedback?.mistakes ?? [], task, results);
  const judged = judgedCode(task, runs);
  return {
    title: `${name}: ${count} of ${own.length} checks passed`,
    passed,
    rows,
    notes: [
      ...(mistake === undefined ? [] : [`This is what you get when ${mistake}.`]),
      ...hintsOf(rows, about).map((hint) => `Hint: ${hint}`),
      ...(judged === undefined ? [] : [judged]),
    ],
  };
}

/** Those of the checks that failed, without repetition; where these have none, the task's. */
function hintsOf(rows: readonly CheckRow[], task: LabTask | undefined): string[] {
  const failed = rows.filter(({ passed }) => !passed);
  const own = failed.flatMap(({ hint }) => hint ?? []);
  if (own.length > 0) return [...new Set(own)];
  return task && failed.length > 0 ? [task.hint] : [];
}

function rowOf(each: Check, result: CheckResult): CheckRow {
  const { outcome, measured, wanted, message } = result;
  const passed = outcome === "passed";
  const isOpen = outcome === "not implemented" || outcome === "not run";
  return {
    name: each.name,
    passed,
    outcome,
    ...(measured !== undefined && { measured, wanted: String(wanted) }),
    ...(message !== undefined && { message }),
    ...(!isOpen && { inputs: inputsText(each) }),
    ...(!passed && !isOpen && each.hint !== undefined && { hint: each.hint }),
  };
}

/** What a check was given, in words. */
function inputsText(each: Check): string {
  const inputs = inputsOf(each, SEED);
  return each.shows ? each.shows(inputs) : shortInputs(inputs);
}

async function run(each: Check, student: Student, task?: LabTask): Promise<CheckResult> {
  const missing = each.uses.find((name) => student[name] === undefined);
  if (missing !== undefined) {
    const message = `There is no ${missing}: run the cell that declares it`;
    return { check: each.name, visible: true, outcome: "not run", message };
  }
  const inputs = inputsOf(each, SEED);
  const watch = watchCalls();
  const given = await answered(each, student, inputs);
  const calls = watch.end(); // what the judge calls is not the student's
  const forbidden = task ? forbiddenCalls(task, calls) : [];
  if (task && forbidden.length > 0) {
    const { name, visible } = each;
    return { check: name, visible, outcome: "failed", message: forbiddenText(task, forbidden) };
  }
  if (!("error" in given)) return judgeValues(each, given.values, inputs);
  const { error } = given;
  if (isStop(error)) {
    // as the library's own: the kernel prints its words, and does not run the cells that wait
    throw Object.assign(new Error("Stopped before the check came to its end."), {
      name: "Stopped",
    });
  }
  if (error instanceof TooLong) return tooLong(each);
  return thrown(each, messageOf(error));
}

/** What a probe gives, as it travels to the grader: what cannot, such as an instance of a class, does not pass here either. */
async function answered(
  each: Check,
  student: Student,
  inputs: unknown,
): Promise<{ readonly values: unknown } | { readonly error: unknown }> {
  const { seconds = SECONDS } = each;
  try {
    const values = await withinSeconds(seconds, () => whole(each.probe(student, library, inputs)));
    return { values };
  } catch (error) {
    return { error };
  }
}

/** Made plain inside of the limit: a getter is the student's code too. */
function whole(given: unknown): unknown {
  return given instanceof Promise ? given.then(copyOfValue) : copyOfValue(given);
}

function tooLong({ name: check, visible, seconds = SECONDS }: Check): CheckResult {
  const message =
    `Stopped after ${seconds} s. Look for a loop that never ends, or for work that grows with the square of something large; ` +
    "try your function on two or three numbers in a cell of your own first";
  return { check, visible, outcome: "timed out", message };
}
