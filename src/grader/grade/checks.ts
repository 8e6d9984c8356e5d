/** Checks of one task against a session: a probe each, and what it means. */
import { forbiddenCalls, forbiddenText } from "../calls/rule";
import type { Check, CheckResult, Flag, LabTask } from "../contract";
import { inputsOf, isStub, judgeValues, thrown } from "../judge";
import type { Run } from "../sandbox/sandbox";
import type { CellProblem, Session } from "./session";

/** Longest time of a probe that says none, in seconds. */
export const PROBE_SECONDS = 20;

/** A result without more to say. */
export function unknown({ name, visible }: Check, outcome: CheckResult["outcome"]): CheckResult {
  return { check: name, visible, outcome };
}

/** What is known of the task. */
export interface Tried {
  readonly task: LabTask;
  readonly problem: CellProblem | undefined;
  readonly isUntouched: boolean;
  readonly flags: Flag[];
}

/** One after another; after one that was stopped the others are not tried. */
export async function runChecks(
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
