import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import util from "node:util";
import * as tf from "@tensorflow/tfjs";
import "./cpu-kernels";
import "./gradients/install";
import "./inspect";
import { installWasmKernels } from "./wasm-kernels";
import { installWasmMatMul } from "./wasm-matmul";

/** The engines, best first. */
export const engineNames = ["gpu", "native", "wasm", "cpu"] as const;
/** An engine by name: "gpu", "native", "wasm" or "cpu". */
export type EngineName = (typeof engineNames)[number];

/** The engine that computes. */
export interface Engine {
  /** Which one it is. */
  readonly name: EngineName;
  /** Version of the package that brings it. */
  readonly version: string;
  /** Threads it computes on, where that can be known. */
  readonly threads?: number;
}

/** One line of {@link engineReport}. */
export interface EngineState {
  /** Which one the line is about. */
  readonly name: EngineName;
  /** The npm package that brings it. */
  readonly package: string;
  /** Whether it can compute here. */
  readonly usable: boolean;
  /** Why it is not usable; empty when it is. */
  readonly why: string;
  /** What to do about it; empty when nothing is needed. */
  readonly remedy: string;
}

interface EngineSource {
  readonly package: string;
  /** The name under which the package registers itself with TensorFlow.js. */
  readonly backend: string;
  readonly remedy: string;
}

const reinstall = "Install the course's packages again: npm ci";
const sources: Record<EngineName, EngineSource> = {
  gpu: {
    package: "@tensorflow/tfjs-node-gpu",
    backend: "tensorflow",
    remedy:
      "Optional, needs an NVIDIA GPU: npx clinic engine add tensorflow-gpu, or npx clinic engine build --cuda",
  },
  native: {
    package: "@tensorflow/tfjs-node",
    backend: "tensorflow",
    remedy:
      "Optional, for eager steps of large networks: npx clinic engine add tensorflow, or npx clinic engine build",
  },
  wasm: { package: "@tensorflow/tfjs-backend-wasm", backend: "wasm", remedy: reinstall },
  cpu: { package: "@tensorflow/tfjs", backend: "cpu", remedy: reinstall },
};

const requireHere = createRequire(__filename);
let started: Promise<Engine> | undefined;

/**
 * Starts the best engine that works here: `gpu` and `native` (optional packages), then `wasm`, then
 * `cpu`. Later calls return the engine that runs. The environment variable `CLINIC_ENGINE` forces one.
 *
 * @param name force this engine; left out: the running one, or the best
 * @throws RangeError when the name is not an engine's
 * @throws Error when the forced engine does not work here, or another one already runs
 * @example
 * ```ts
 * import { startEngine, tf } from "gan-clinic";
 * const engine = await startEngine();
 * assert.equal((await startEngine()).name, engine.name);
 * assert.equal(tf.add(1, 2).dataSync()[0], 3);
 * ```
 */
export async function startEngine(name?: EngineName): Promise<Engine> {
  const wanted = expectEngineName(name, "startEngine name");
  const forced = expectEngineName(process.env.CLINIC_ENGINE || undefined, "CLINIC_ENGINE");
  const start = (started ??= startFirst(wanted ?? forced));
  start.catch(() => (started = undefined));
  const engine = await start;
  if (wanted !== undefined && engine.name !== wanted) {
    throw new Error(
      `The engine "${engine.name}" already runs in this process, wanted "${wanted}": ` +
        `start "${wanted}" before anything else, or set CLINIC_ENGINE=${wanted}`,
    );
  }
  return engine;
}

/**
 * Says for each engine whether it works here, and if not why and what to do. Changes nothing, never throws.
 *
 * @example
 * ```ts
 * import { engineReport } from "gan-clinic";
 * const report = await engineReport();
 * assert.deepEqual(report.map((engine) => engine.name), ["gpu", "native", "wasm", "cpu"]);
 * ```
 */
export async function engineReport(): Promise<EngineState[]> {
  return Promise.all(engineNames.map(stateOf));
}

/**
 * The engine that {@link startEngine} would start, found without starting it: the first that works here, or the
 * named one. When none works, the last one tried, with the reason.
 *
 * @example
 * ```ts
 * import { findEngine } from "gan-clinic";
 * assert.equal((await findEngine("cpu")).usable, true);
 * ```
 */
export async function findEngine(name?: EngineName): Promise<EngineState> {
  const wanted = expectEngineName(name, "findEngine name");
  if (wanted !== undefined) return stateOf(wanted);
  for (const each of engineNames) {
    const state = await stateOf(each);
    if (state.usable) return state;
  }
  return stateOf("cpu");
}

async function stateOf(name: EngineName): Promise<EngineState> {
  const { package: source, remedy } = sources[name];
  const why = await probe(name).catch(firstLine);
  const usable = why === "";
  return { name, package: source, usable, why, remedy: usable ? "" : remedy };
}

function expectEngineName(name: string | undefined, what: string): EngineName | undefined {
  if (name === undefined || engineNames.some((known) => known === name)) {
    return name as EngineName | undefined;
  }
  throw new RangeError(`${what}: wanted one of ${engineNames.join(", ")}, found "${name}"`);
}

/** Starts the forced engine, or the first that works. */
async function startFirst(forced: EngineName | undefined): Promise<Engine> {
  const reasons: string[] = [];
  for (const name of forced === undefined ? engineNames : [forced]) {
    try {
      return await quietly(() => start(name));
    } catch (error) {
      reasons.push(`${name}: ${firstLine(error)}. ${sources[name].remedy}`);
    }
  }
  throw new Error(`No engine started\n${reasons.join("\n")}`);
}

async function start(name: EngineName): Promise<Engine> {
  const { package: source, backend } = sources[name];
  const path = resolvePackage(`${source}/package.json`);
  // Node 23 took away a function that the native packages call.
  (util as { isNullOrUndefined?: (v: unknown) => boolean }).isNullOrUndefined ??= (v) => v == null;
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  const loaded = requireHere(dirname(path)) as Partial<WasmPackage>;
  loaded.setWasmPaths?.(`${dirname(path)}${sep}dist${sep}`);
  if (!(await tf.setBackend(backend))) throw new Error(`the backend "${backend}" did not start`);
  if (name === "wasm") {
    installWasmMatMul();
    installWasmKernels();
  }
  if (tf.add(1, 2).dataSync()[0] !== 3) throw new Error("it computes 1 + 2 wrong");
  if (name === "gpu" && !usesGpu()) throw new Error("it found no GPU that it can use");
  const { version } = requireHere(path) as { version: string };
  const threads = loaded.getThreadsCount?.();
  return { name, version, ...(threads === undefined ? {} : { threads }) };
}

interface WasmPackage {
  setWasmPaths(folder: string): void;
  getThreadsCount(): number;
}

function usesGpu(): boolean {
  return (tf.backend() as { isUsingGpuDevice?: boolean }).isUsingGpuDevice === true;
}

/** Looks beside this file, then where `clinic engine` puts engines, then where the process was started. */
function resolvePackage(file: string): string {
  const roots = [join(__dirname, "..", ".."), process.cwd()];
  const engines = roots.map((root) => join(root, ".clinic", "engines"));
  const own = engines.flatMap((folder) => [join(folder, "gpu"), join(folder, "native")]);
  const places = [__dirname, ...own, process.cwd()];
  for (const place of places) {
    try {
      return requireHere.resolve(file, { paths: [place] });
    } catch {
      // the next place
    }
  }
  throw new Error("the package is not installed");
}

/**
 * Runs `work` without TensorFlow.js's remarks on the console, and takes away the process-wide handlers
 * that the wasm module installs: they would turn any rejected promise of the caller into a crash.
 */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = new Set(events.flatMap((event) => process.listeners(event as "exit")));
  const flag = tf.env().getBool("PROD");
  tf.env().set("PROD", true);
  try {
    return await work();
  } finally {
    tf.env().set("PROD", flag);
    for (const event of events) {
      for (const listener of process.listeners(event as "exit")) {
        if (!before.has(listener)) process.removeListener(event, listener);
      }
    }
  }
}

/** Loads one engine in a process of its own, which may even crash. Returns why not, or nothing. */
async function probe(name: EngineName): Promise<string> {
  const { package: source, backend } = sources[name];
  const folder = dirname(resolvePackage(`${source}/package.json`));
  const script = `
    require("node:util").isNullOrUndefined ??= (v) => v == null;
    const [tfjs, folder, backend, wantGpu] = process.argv.slice(1);
    const tf = require(tfjs);
    require(folder).setWasmPaths?.(folder + "/dist/");
    tf.setBackend(backend).then(() => {
      if (tf.add(1, 2).dataSync()[0] !== 3) throw new Error("it computes 1 + 2 wrong");
      if (wantGpu && !tf.backend().isUsingGpuDevice) throw new Error("it found no GPU that it can use");
    });`;
  const tfjs = dirname(resolvePackage("@tensorflow/tfjs/package.json"));
  const args = ["-e", script, tfjs, folder, backend, name === "gpu" ? "gpu" : ""];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { timeout: 60_000 }, (error, _stdout, stderr) => {
      const cause = /^\w*Error: .*$/m.exec(stderr)?.[0];
      resolve(error === null ? "" : (cause ?? firstLine(error)));
    });
  });
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0];
}
