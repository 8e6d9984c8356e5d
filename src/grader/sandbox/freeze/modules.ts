/** What a submission's cells may import, and what of `process` they find. */
import { createRequire, isBuiltin } from "node:module";
import fs from "node:fs";
import path from "node:path";
import { quiz, quizAnswers } from "../../lab/quiz";
import { tslabStandIn } from "../tslab";

/** Modules of Node that reach neither other modules' code, nor the engine's memory, nor another process. */
const ownModules = new Set([
  ...["assert", "buffer", "console", "constants", "crypto", "dgram", "dns", "events", "fs"],
  ...["http", "https", "net", "os", "path", "perf_hooks", "process", "punycode", "querystring"],
  ...["readline", "stream", "string_decoder", "sys", "timers", "tls", "tty", "url", "util", "zlib"],
]);
/** Of the course's packages those that a notebook imports. */
const ownPackages = ["gan-clinic", "jstat", "pngjs", "vega", "vega-lite", "yaml", "zod"];
const labModule = "gan-clinic/dist/lab";
/** The grader checks by itself: the notebook's own `check` would load whatever lies beside it as a module. */
const labStandIn = Object.freeze({ check: () => Promise.resolve(), quiz, quizAnswers });

type Load = (name: unknown) => unknown;

/** `require` of the cells. It has no `cache`, no `main` and no other way to what is loaded already. */
export function requireOfCells(root: string): Load {
  const load = createRequire(path.join(root, "cell.js"));
  return (given: unknown) => {
    const name = String(given); // once: an object may say something else each time
    if (name === "tslab") return tslabStandIn;
    if (name === labModule) return labStandIn;
    if (mayImport(name)) return load(name) as unknown;
    throw new Error(
      `Cannot import "${name}" in a graded cell: wanted gan-clinic, TensorFlow.js or another package of ` +
        "the course, or a module of Node that opens no other process, thread or module",
    );
  };
}

function mayImport(name: string): boolean {
  if (isBuiltin(name)) return ownModules.has(name.replace(/^node:/, "").split("/")[0]);
  if (ownPackages.includes(name)) return true;
  return /^@tensorflow\/tfjs(-core|-layers|-data|-converter|-backend-cpu|-backend-wasm)?$/.test(
    name,
  );
}

/** Takes from `process` what leads to modules, to other processes and to what is open. */
export function lockProcess(root: string): void {
  const inside = fs.realpathSync(path.join(root, "node_modules")) + path.sep;
  const dlopen = process.dlopen.bind(process);
  const load = createRequire(inside) as Load;
  const own = process as unknown as Record<string, unknown>;
  const refuse = (key: string) => () => {
    throw new Error(`process.${key} is not to be had in a graded cell`);
  };
  const values: Record<string, unknown> = {
    mainModule: undefined,
    dlopen(module: object, given: unknown, ...rest: unknown[]) {
      const file = path.resolve(String(given));
      if (!file.startsWith(inside)) refuse("dlopen")();
      Reflect.apply(dlopen, process, [module, file, ...rest]);
    },
    getBuiltinModule(given: unknown) {
      const name = String(given);
      return isBuiltin(name) && mayImport(name) ? load(name) : undefined;
    },
  };
  for (const key of ["binding", "_linkedBinding", "_getActiveHandles", "_getActiveRequests"]) {
    values[key] = refuse(key);
  }
  for (const key of ["_debugProcess", "_debugEnd", "_startProfilerIdleNotifier"]) {
    values[key] = refuse(key);
  }
  for (const [key, value] of Object.entries(values)) {
    if (key in own || key === "mainModule") {
      Object.defineProperty(own, key, { value, writable: false, configurable: false });
    }
  }
}
