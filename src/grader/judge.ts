/** What came back from a probe → how its check ended. The same in a student's notebook and in the grader. */
import * as library from "../index";
import type { Check, CheckResult } from "./contract";
import { messageOf } from "./message";

/**
 * Inputs of a check, drawn from a seed; the same in every run.
 * @throws TypeError the state of a generator is among them: all that it draws later could be drawn by the submission
 */
export function inputsOf(check: Check, seed: number): unknown {
  const inputs = check.inputs(library.seeded(seed).stream(check.task).stream(check.name));
  if (holdsState(inputs)) {
    throw new TypeError(
      `The inputs of "${check.name}" (${check.task}): found the state of a random generator, wanted what was drawn. ` +
        "What the judge draws again stays with it: keep the generator in a WeakMap by its inputs",
    );
  }
  return inputs;
}

/** A `RandomState`, or a generator itself, at any depth. */
function holdsState(value: unknown): boolean {
  if (value instanceof library.Random) return true;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return false;
  const { key, position } = value as Partial<Record<keyof library.RandomState, unknown>>;
  if (Array.isArray(key) && key.length === 2 && typeof position === "number") return true;
  return Object.values(value).some(holdsState);
}

/** Judge what a probe returned. Never throws: values that a judge cannot take do not pass. */
export async function judgeValues(
  check: Check,
  values: unknown,
  inputs: unknown,
): Promise<CheckResult> {
  const base = { check: check.name, visible: check.visible };
  try {
    const read = check.returns.safeParse(values);
    if (!read.success) {
      const { path: where, message } = read.error.issues[0];
      const at = where.length > 0 ? ` at ${where.join(".")}` : "";
      const says = `What comes out has another form${at}: ${message}`;
      return { ...base, outcome: "failed", message: says };
    }
    const { passed, measured, wanted } = await check.judge(read.data, inputs, library);
    return { ...base, outcome: passed ? "passed" : "failed", measured, wanted };
  } catch (error) {
    const message = `What comes out could not be judged: ${messageOf(error)}`;
    return { ...base, outcome: "failed", message };
  }
}

/** How a check ended whose probe threw. */
export function thrown(check: Check, message: string): CheckResult {
  const base = { check: check.name, visible: check.visible };
  if (isStub(message)) return { ...base, outcome: "not implemented" };
  return { ...base, outcome: "crashed", message };
}

/** Is it the error that a stub throws? */
export function isStub(message: string): boolean {
  return /^Error: not implemented$/i.test(message);
}
