/** `await check("task")` in a student's notebook: the visible checks of a task, and what came of them. */
import path from "node:path";
import { declaredInCells, learnerEvents } from "../../cell";
import * as library from "../../index";
import { forbiddenCalls, forbiddenText } from "../calls/rule";
import { watchCalls } from "../calls/watch";
import type { Check, CheckResult, LabTask, Student } from "../contract";
import { inputsOf, judgeValues, thrown } from "../judge";
import { messageOf } from "../message";
import { copyOfValue } from "../sandbox/values";
import { CHECKS_FILE, readFeedback } from "./feedback-file";

/** What the seed of the inputs is made of; when graded, each submission has its own. */
const SEED = 1;

/**
 * Prints one screen, and never throws: what is not solved must not keep the cells below from running.
 * @param folder where the lab lies: the notebook's own folder
 */
export async function check(task: string, folder: string = process.cwd()): Promise<void> {
  console.log(await screen(task, declaredInCells(), folder));
}

/** The text that `check` prints. */
export async function screen(task: string, student: Student, folder: string): Promise<string> {
  let checks: readonly Check[];
  try {
    const file = path.join(folder, CHECKS_FILE);
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- which file is known only now
    checks = (require(file) as { checks: readonly Check[] }).checks;
  } catch {
    return `There is no ${CHECKS_FILE} beside the notebook, so nothing can be checked here. Take a fresh copy of the lab's folder.`;
  }
  const own = checks.filter((each) => each.task === task);
  const about = readFeedback(folder)?.tasks.find(({ id }) => id === task);
  if (!about && own.length === 0) return `There is no task "${task}" in this lab.`;
  if (own.length === 0) return `${task}: checked only when it is graded.`;
  const results: CheckResult[] = [];
  for (const each of own) results.push(await run(each, student, about));
  const passed = results.filter(({ outcome }) => outcome === "passed").length;
  learnerEvents()?.checked(task, passed === own.length);
  return [
    `${passed === own.length ? "✔" : "✘"} ${about?.title ?? task}: ${passed} of ${own.length} checks passed`,
    ...results.map(line),
    ...(passed < own.length && about ? [`  Hint: ${about.hint}`] : []),
  ].join("\n");
}

async function run(each: Check, student: Student, task?: LabTask): Promise<CheckResult> {
  const missing = each.uses.find((name) => student[name] === undefined);
  if (missing !== undefined) {
    const message = `There is no ${missing}: run the cell that declares it`;
    return { check: each.name, visible: true, outcome: "not run", message };
  }
  const inputs = inputsOf(each, SEED);
  const watch = watchCalls();
  const answer = await answered(each, student, inputs);
  const calls = watch.end(); // what the judge calls is not the student's
  const forbidden = task ? forbiddenCalls(task, calls) : [];
  if (task && forbidden.length > 0) {
    const { name, visible } = each;
    return { check: name, visible, outcome: "failed", message: forbiddenText(task, forbidden) };
  }
  return "error" in answer
    ? thrown(each, messageOf(answer.error))
    : judgeValues(each, answer.values, inputs);
}

/** What a probe gives, as it travels to the grader: what cannot, such as an instance of a class, does not pass here either. */
async function answered(
  each: Check,
  student: Student,
  inputs: unknown,
): Promise<{ readonly values: unknown } | { readonly error: unknown }> {
  try {
    return { values: copyOfValue(await each.probe(student, library, inputs)) };
  } catch (error) {
    return { error };
  }
}

function line({ check: name, outcome, measured, wanted, message }: CheckResult): string {
  const mark = outcome === "passed" ? "✔" : "✘";
  const found = measured === undefined ? "" : `measured ${measured}, wanted ${String(wanted)}`;
  return `  ${mark} ${name}: ${[found || outcome, message].filter(Boolean).join(". ")}`;
}
