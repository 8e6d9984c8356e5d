import { createRequire } from "node:module";
import type * as ort from "onnxruntime-common";

// Compiled steps run in ONNX Runtime: `onnxruntime-node` on the processor. Its package has no binary for
// Macs with Intel processors; there, or on demand, `onnxruntime-web` does the same as WebAssembly.

/** Where compiled steps run; `off` runs every step operation by operation. */
export const compiledEngines = ["cpu", "webgpu", "cuda", "web", "off"] as const;
/** "cpu", "webgpu" and "cuda" are ONNX Runtime in Node, "web" the one for browsers; "off" compiles nothing. */
export type CompiledEngine = (typeof compiledEngines)[number];

/** ONNX Runtime, loaded. */
export interface OnnxRuntime {
  readonly engine: Exclude<CompiledEngine, "off">;
  readonly package: "onnxruntime-node" | "onnxruntime-web";
  readonly version: string;
  readonly api: Pick<typeof ort, "InferenceSession" | "Tensor">;
  /** The name of the execution provider. */
  readonly provider: string;
}

/** One line for `clinic doctor`. */
export interface CompiledState {
  /** Which one the line is about. */
  readonly engine: CompiledEngine;
  /** Whether it can compute here. */
  readonly usable: boolean;
  /** What computes, or why nothing does. */
  readonly text: string;
  /** What to do about it; empty when nothing is needed. */
  readonly remedy: string;
}

const webRemedy = "npm install --no-save onnxruntime-web@1.30 (140 MB)";
const requireHere = createRequire(__filename);

/**
 * The engine that was asked for: the name, or the environment variable CLINIC_COMPILED, or `cpu`.
 *
 * @throws RangeError when the name is none of them
 */
export function wantedCompiledEngine(name = process.env.CLINIC_COMPILED): CompiledEngine {
  const wanted = name === undefined || name === "" ? "cpu" : name;
  const found = compiledEngines.find((engine) => engine === wanted);
  if (found) return found;
  throw new RangeError(
    `CLINIC_COMPILED: wanted one of ${compiledEngines.join(", ")}, found "${wanted}"`,
  );
}

/**
 * Loads ONNX Runtime for an engine.
 *
 * @throws Error when it is switched off, or does not load here
 */
export function loadOnnxRuntime(name?: CompiledEngine): OnnxRuntime {
  const engine = wantedCompiledEngine(name);
  if (engine === "off") throw new Error("Compiled steps are switched off (CLINIC_COMPILED=off)");
  if (engine !== "web") {
    try {
      return load(engine, "onnxruntime-node", engine);
    } catch (error) {
      if (engine !== "cpu") throw notLoaded("onnxruntime-node", error, "npm ci");
    }
  }
  try {
    return load("web", "onnxruntime-web", "wasm");
  } catch (error) {
    throw notLoaded("onnxruntime-web", error, webRemedy);
  }
}

function load(
  engine: OnnxRuntime["engine"],
  source: OnnxRuntime["package"],
  provider: string,
): OnnxRuntime {
  const api = requireHere(source) as OnnxRuntime["api"] & {
    env: { versions: Record<string, string | undefined>; wasm: { numThreads?: number } };
    listSupportedBackends?: () => { name: string }[];
  };
  if (provider === "webgpu" || provider === "cuda") {
    const names = api.listSupportedBackends?.().map((backend) => backend.name) ?? [];
    if (!names.includes(provider)) {
      throw new Error(`this build has no "${provider}", only ${names.join(", ")}`);
    }
  }
  const version = api.env.versions[source.endsWith("web") ? "web" : "node"] ?? "";
  return { engine, package: source, version, api, provider };
}

function notLoaded(source: string, error: unknown, remedy: string): Error {
  const [why] = String(error instanceof Error ? error.message : error).split("\n");
  return new Error(`${source} does not load here: ${why}. What to do: ${remedy}`);
}

/**
 * Says where compiled steps run, or why they do not. Never throws.
 *
 * @param name of that engine; left out, of the one that CLINIC_COMPILED asks for
 * @example
 * ```ts
 * import { compiledReport } from "gan-clinic";
 * const { usable, text, remedy } = compiledReport();
 * assert.ok(usable ? /^onnxruntime-/.test(text) : remedy.length > 0);
 * ```
 */
export function compiledReport(name?: CompiledEngine): CompiledState {
  let engine: CompiledEngine = name ?? "cpu";
  try {
    engine = wantedCompiledEngine(name);
    if (engine === "off") {
      const text = "switched off by CLINIC_COMPILED=off: training takes several times longer";
      return { engine, usable: false, text, remedy: "unset CLINIC_COMPILED" };
    }
    const onnx = loadOnnxRuntime(engine);
    const text = `${onnx.package} ${onnx.version} on ${onnx.provider}`;
    return { engine: onnx.engine, usable: true, text, remedy: "" };
  } catch (error) {
    const [text, remedy = "unset CLINIC_COMPILED"] = (error as Error).message.split(
      " What to do: ",
    );
    return { engine, usable: false, text, remedy };
  }
}
