import { plainText, type ErrorPlace } from "../errors";
import { delay, withDeadline } from "../hosts/deadline";
import { execute, type Reply } from "./execute";
import { refusedError, stopError } from "./failures";
import type { OutputMessage } from "./outputs";
import { interruptSession, type Session } from "./session";
import { unlessStopped, type Stop, type Stops } from "./stops";

/** One piece of code to be executed, and what may end it. */
export interface Attempt {
  readonly session: Session;
  readonly stops: Stops;
  readonly timeoutMs: number;
  readonly place: ErrorPlace;
  readonly code: string;
  readonly onOutput: (message: OutputMessage) => void;
}

/** How the code ended by itself, and the last of what it wrote about a failure. */
export interface Result {
  readonly reply: "ok" | "error";
  readonly errorText: string;
}

/** After a failing cell tslab refuses everything for 200 ms. */
export const afterFailureMs = 250;
const refusalAttempts = 8;

// How long an interrupted cell may still write. tslab answers at once but lets the code after an
// `await` run on, so the answer says nothing; the kernel ends after this in any case.
const graceMs = { "cell timeout": 1_000, "notebook timeout": 1_000, signal: 500, death: 0 };

// The last of the stderr of the code, for an error; it is kept even when the output is cut.
const errorTextLength = 20_000; // characters

/**
 * Executes code until it ends by itself, again when the kernel refused to run it.
 * @throws NotebookError something stopped it, or the kernel keeps refusing
 */
export async function executeCode(attempt: Attempt): Promise<Result> {
  const { session, stops, code, place } = attempt;
  let errorText = "";
  const onOutput = (message: OutputMessage) => {
    errorText = (errorText + errorTextOf(message)).slice(-errorTextLength);
    attempt.onOutput(message);
  };
  for (let tries = 1; tries <= refusalAttempts; tries++) {
    const pending = execute(session, code, onOutput);
    const first = await unlessStopped(pending, stops, attempt.timeoutMs);
    if ("stop" in first) {
      await settle(attempt, first.stop, pending);
      throw stopError(place, first.stop, errorText);
    }
    if (first.value !== "not executed") return { reply: first.value, errorText };
    await delay(afterFailureMs);
  }
  throw refusedError(place, refusalAttempts);
}

/** Interrupts the code and hears its last words; the kernel itself is ended by the caller. */
async function settle({ session, stops }: Attempt, stop: Stop, pending: Promise<Reply>) {
  stops.stop(stop);
  if (stop.kind === "death") return;
  await interruptSession(session, graceMs[stop.kind]);
  await withDeadline(pending, graceMs[stop.kind]);
}

function errorTextOf({ type, content }: OutputMessage): string {
  if (type === "stream" && content["name"] === "stderr") return String(content["text"]);
  if (type !== "error") return "";
  const { ename, evalue, traceback } = content;
  const lines = Array.isArray(traceback) ? traceback.map(String) : [];
  return plainText([`${String(ename)}: ${String(evalue)}`, ...lines].join("\n"));
}
