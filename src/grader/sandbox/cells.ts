/** Running compiled cells and probes inside the sandbox, as tslab's kernel runs cells. */
import vm from "node:vm";
import { watchCalls } from "../calls/watch";
import type { Calls } from "../contract";
import { messageOf } from "../message";
import { requireOfCells } from "./freeze/modules";
import type { Owners } from "./owners";
import type { CompiledCell, ProbeRequest } from "./program";
import { copyOfValue } from "./values";

type Exports = Record<string, unknown>;

/** What became of a cell or a probe, as the process itself says. */
export type Ran =
  | { readonly outcome: "done"; readonly values?: unknown }
  | { readonly outcome: "failed"; readonly message: string }
  | { readonly outcome: "missing"; readonly names: readonly string[] }
  | { readonly outcome: "timed out" };

// Taken before a submission can change them.
const { runInThisContext } = vm;
const { setTimeout: later, clearTimeout: cancel } = globalThis;
const now = performance.now.bind(performance);
const { getOwnPropertyDescriptor } = Object;

/** A fresh notebook: what its cells declare, and what they may require. */
export function openCells(root: string, library: unknown, owners: Owners) {
  const exports = Object.create(null) as Exports;
  let run: (() => unknown) | undefined;
  fixed("__tslab__", Object.freeze({ exports, require: requireOfCells(root) }));
  // Called from a script, not from here: only a script's run can be stopped. It gives itself away once.
  fixed("__probe__", () => {
    const probe = run;
    run = undefined;
    return probe?.();
  });

  async function runCell({ code, awaits, last }: CompiledCell, seconds: number): Promise<Ran> {
    const wrapped = `(${awaits ? "async " : ""}function(exports, require) { ${assigned(code)}\n})(__tslab__.exports, __tslab__.require)`;
    return settle(seconds, async (timeout) => {
      const result: unknown = owners.run(
        () => runInThisContext(wrapped, { timeout, filename: "cell.js" }) as unknown,
      );
      if (awaits) await result;
      if (last === undefined || exports[last] == null) return;
      const shown = exports[last];
      Reflect.deleteProperty(exports, last);
      console.log(shown);
    });
  }

  /** What it returns is read while its calls are still noticed: a getter could make them afterwards. */
  async function runProbe(
    { text, uses, inputs }: ProbeRequest,
    seconds: number,
  ): Promise<Ran & { readonly calls?: Calls }> {
    const names = uses.filter((name) => declared(name) === undefined);
    if (names.length > 0) return { outcome: "missing", names };
    const student = Object.fromEntries(uses.map((name) => [name, declared(name)]));
    const watch = watchCalls();
    let calls: Calls | undefined;
    const end = (): Calls => (calls ??= watch.end());
    const ran = await settle(seconds, (timeout) => {
      // Strict, so that a function that it calls does not get at it: neither `caller` nor a stack shows it.
      const probe = runInThisContext(`"use strict"; (${text})`) as (...given: unknown[]) => unknown;
      run = () => readWhole(() => probe(student, library, inputs), end);
      return owners.run(() => runInThisContext("__probe__()", { timeout }) as unknown);
    });
    return { ...ran, calls: end() };
  }

  /** What a cell has declared: a getter of its own making is not called. */
  function declared(name: string): unknown {
    return getOwnPropertyDescriptor(exports, name)?.value as unknown;
  }

  return { runCell, runProbe };
}

/**
 * A copy of what `work` returns, and `end` at that moment. Of work that does not wait, what other cells left running has
 * no part in it.
 */
function readWhole(work: () => unknown, end: () => void): unknown {
  let isWaiting = false;
  try {
    const given = work();
    isWaiting = isPromise(given);
    return isWaiting ? readLater(given, end) : copyOfValue(given);
  } finally {
    if (!isWaiting) end();
  }
}

async function readLater(given: unknown, end: () => void): Promise<unknown> {
  try {
    return copyOfValue(await given);
  } finally {
    end();
  }
}

function isPromise(given: unknown): boolean {
  return typeof (given as { then?: unknown } | null | undefined)?.then === "function";
}

function fixed(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, writable: false, configurable: false });
}

/**
 * Run with a limit: while it holds the thread V8 stops it, while it waits a timer does. What runs on after an `await`
 * and never lets go is for the grader to kill.
 */
async function settle(seconds: number, run: (timeout: number) => unknown): Promise<Ran> {
  const timeout = Math.max(1, Math.round(seconds * 1000));
  let timer: NodeJS.Timeout | undefined;
  const begun = now();
  const late = new Promise<Ran>((resolve) => {
    timer = later(() => {
      resolve({ outcome: "timed out" });
    }, timeout);
  });
  try {
    return await Promise.race([done(run, timeout), late]);
  } catch (error) {
    // A student's own error may say the same.
    if (isTimeout(error) && now() - begun >= 0.9 * timeout) return { outcome: "timed out" };
    return { outcome: "failed", message: messageOf(error) };
  } finally {
    cancel(timer);
  }
}

async function done(run: (timeout: number) => unknown, timeout: number): Promise<Ran> {
  return { outcome: "done", values: await run(timeout) };
}

function isTimeout(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}

/** How the compiler hands on what a cell imports. */
const HANDED_ON =
  /^Object\.defineProperty\(exports, ("[^"\\]+"), \{ enumerable: true, get: function \(\) \{ return ([^;{}]+); \} \}\);$/gm;

/**
 * As in tslab, what a cell exports stays assignable, so that a later cell can declare it again. tslab has a proxy for
 * that; but every call of what another cell declares reads from it, which makes a loop of such calls half as slow again.
 */
function assigned(code: string): string {
  return code.replace(HANDED_ON, "exports[$1] = $2;");
}
