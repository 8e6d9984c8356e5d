/** Running compiled cells and probes inside the sandbox, as tslab's kernel runs cells. */
import { createRequire } from "node:module";
import path from "node:path";
import vm from "node:vm";
import { messageOf } from "../message";
import type { CompiledCell, ProbeRequest } from "./program";
import { tslabStandIn } from "./tslab";

type Exports = Record<string, unknown>;

/** What became of a cell or a probe, as the process itself says. */
export type Ran =
  | { readonly outcome: "done"; readonly values?: unknown }
  | { readonly outcome: "failed"; readonly message: string }
  | { readonly outcome: "missing"; readonly names: readonly string[] }
  | { readonly outcome: "timed out" };

/** A fresh notebook: what its cells declare, and what they may require. */
export function openCells(root: string, library: unknown) {
  const { proxy, exports } = tslabExports();
  const load = createRequire(path.join(root, "cell.js"));
  const requireOfCells = Object.assign(
    (name: string): unknown => (name === "tslab" ? tslabStandIn : load(name)),
    load,
  );
  Object.assign(globalThis, { __tslab__: { exports: proxy, require: requireOfCells } });

  async function runCell({ code, awaits, last }: CompiledCell, seconds: number): Promise<Ran> {
    const wrapped = `(${awaits ? "async " : ""}function(exports, require) { ${code}\n})(__tslab__.exports, __tslab__.require)`;
    return settle(seconds, async (timeout) => {
      const result: unknown = vm.runInThisContext(wrapped, { timeout, filename: "cell.js" });
      if (awaits) await result;
      if (last === undefined || exports[last] == null) return;
      const shown = exports[last];
      Reflect.deleteProperty(exports, last);
      console.log(shown);
    });
  }

  async function runProbe({ text, uses, inputs }: ProbeRequest, seconds: number): Promise<Ran> {
    const names = uses.filter((name) => exports[name] === undefined);
    if (names.length > 0) return { outcome: "missing", names };
    const student = Object.fromEntries(uses.map((name) => [name, exports[name]]));
    return settle(seconds, (timeout) => {
      // Called from a script, not from here: only a script's run can be stopped.
      const probe = vm.runInThisContext(`(${text})`) as (...given: unknown[]) => unknown;
      Object.assign(globalThis, { __probe__: () => probe(student, library, inputs) });
      return vm.runInThisContext("__probe__()", { timeout }) as unknown;
    });
  }

  return { runCell, runProbe };
}

/**
 * Run with a limit: while it holds the thread V8 stops it, while it waits a timer does. What runs on after an `await`
 * and never lets go is for the grader to kill.
 */
async function settle(seconds: number, run: (timeout: number) => unknown): Promise<Ran> {
  const timeout = Math.max(1, Math.round(seconds * 1000));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Ran>((resolve) => {
    timer = setTimeout(() => {
      resolve({ outcome: "timed out" });
    }, timeout);
  });
  try {
    return await Promise.race([done(run, timeout), late]);
  } catch (error) {
    const { code } = (error ?? {}) as { code?: unknown };
    if (code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return { outcome: "timed out" };
    return { outcome: "failed", message: messageOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

async function done(run: (timeout: number) => unknown, timeout: number): Promise<Ran> {
  return { outcome: "done", values: await run(timeout) };
}

/** As tslab's: what a cell exports stays assignable, so that a later cell can declare it again. */
function tslabExports(): { proxy: Exports; exports: Exports } {
  const exports: Exports = {};
  const proxy = new Proxy(exports, {
    defineProperty(_target, name, attributes) {
      if (name === "__esModule") return true;
      const value: unknown = attributes.get ? attributes.get() : attributes.value;
      exports[name as string] = value;
      return true;
    },
  });
  return { proxy, exports };
}
