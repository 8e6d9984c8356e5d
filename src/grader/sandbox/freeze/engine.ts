/** Locks TensorFlow.js's engine: its methods, its backends, and the memory of the one that computes. */
import type { Library } from "../../contract";
import { lockSlot } from "../../../runtime/patch";
import { installTrace } from "../../../runtime/compile/trace";
import { shapeRules } from "../../../runtime/compile/kernels/table";

const { defineProperty, freeze, getPrototypeOf, preventExtensions } = Object;
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with a view as its `this`
const bufferOf = Object.getOwnPropertyDescriptor(
  getPrototypeOf(Uint8Array.prototype),
  "buffer",
)!.get!;
const { apply } = Reflect;

/** What of the engine is private to it, in tfjs-core 4.22.0. */
interface Engine {
  state: State;
  ENV: object;
  registry: Record<string, object>;
  registryFactory: object;
  backendName: string;
  backendInstance: object;
  profiler: object;
  findBackend: (name: string) => object | null;
  runKernel: unknown;
  runKernelFunc: unknown;
  makeVariable: unknown;
  addTapeNode: unknown;
  makeTensor: unknown;
}

interface State {
  gradientDepth: number;
  kernelDepth: number;
  activeTape: unknown;
  profiling: boolean;
}

export interface LockedEngine {
  /** What has a state and is no plain record: its prototype is to be frozen. */
  readonly instances: readonly object[];
  /** What a submission has left behind; it is put back. */
  readonly restore: () => string[];
}

/** @param library with its engine started */
export function lockEngine({ tf, withStandIns }: Library): LockedEngine {
  // All that the library and the engine make when it is first needed is made now.
  installTrace(shapeRules);
  withStandIns([], [], () => undefined);
  tf.tidy(() =>
    tf
      .grad((x) => tf.mean(tf.square(x)))(tf.tensor1d([1, 2]))
      .dataSync(),
  );
  const engine = tf.engine() as unknown as Engine;
  for (const name of Object.keys(engine.registryFactory)) engine.findBackend(name);
  const { state, ENV, registry, profiler, backendName } = engine;
  const backends = Object.values(registry);
  const own = registry[backendName] as { wasm?: object; dataIdMap?: object };
  const { platform, flags } = tf.env() as unknown as {
    platform: { isTypedArray: unknown };
    flags: object;
  };
  const flagsBefore = { ...flags };

  const slots = [
    "runKernel",
    "runKernelFunc",
    "makeVariable",
    "addTapeNode",
    "makeTensor",
  ] as const;
  for (const name of slots) lockSlot(engine, name);
  lockSlot(tf.Variable.prototype, "assign");
  const optimizers = [
    ...[tf.SGDOptimizer, tf.MomentumOptimizer, tf.RMSPropOptimizer, tf.AdamOptimizer],
    ...[tf.AdagradOptimizer, tf.AdadeltaOptimizer, tf.AdamaxOptimizer],
  ];
  for (const each of optimizers) lockSlot(each.prototype, "applyGradients");
  lockSlot(globalThis, "Float32Array");
  lockSlot(platform, "isTypedArray");

  fix(engine, ["ENV", "registry", "registryFactory", "state"]);
  fix(tf.env(), ["platform", "platformName", "global", "flags", "flagRegistry"]);
  for (const name of ["registry", "registryFactory"] as const) freeze(engine[name]);
  keepAmong(engine, "backendInstance", backends);
  keepAmong(engine, "backendName", Object.keys(registry));
  keepAmong(engine, "profiler", [profiler]);
  for (const each of [profiler, platform]) freeze(each);
  for (const each of backends) {
    fix(each, ["wasm", "dataIdMap", "data"]);
    preventExtensions(each);
  }
  if (own.dataIdMap) {
    fix(own.dataIdMap, ["data", "backend", "dataMover"]);
    preventExtensions(own.dataIdMap);
  }
  if (own.wasm) lockModule(own.wasm as Record<string, unknown>);
  preventExtensions(engine);
  preventExtensions(state);
  return {
    instances: [engine, state, ENV, profiler, platform, ...backends, own.dataIdMap ?? {}],
    restore() {
      Object.assign(flags, flagsBefore);
      return restoreEngine(engine, backendName);
    },
  };
}

function restoreEngine(engine: Engine, backendName: string): string[] {
  const { state } = engine;
  const found: string[] = [];
  // An error within a gradient leaves these behind too, so they are no sign of anything.
  state.gradientDepth = 0;
  state.kernelDepth = 0;
  state.activeTape = null;
  if (state.profiling) found.push("the profiling");
  state.profiling = false;
  if (engine.backendName !== backendName) found.push("the backend");
  engine.backendName = backendName;
  engine.backendInstance = engine.registry[backendName];
  return found;
}

/** Properties that nobody writes any more. */
function fix(target: object, keys: readonly string[]): void {
  for (const key of keys) {
    if (Object.hasOwn(target, key)) {
      defineProperty(target, key, { writable: false, configurable: false });
    }
  }
}

/** A property that takes one of these values; all others are ignored, as the engine itself would write them. */
function keepAmong(target: object, key: string, allowed: readonly unknown[]): void {
  let current = (target as Record<string, unknown>)[key];
  const known = new Set(allowed);
  defineProperty(target, key, {
    get: () => current,
    set(next: unknown) {
      if (known.has(next)) current = next;
    },
    enumerable: true,
    configurable: false,
  });
}

/** The WebAssembly module: its functions stay, and its views are of its own memory. (It makes new ones as it grows.) */
function lockModule(module: Record<string, unknown>): void {
  const { memory } = module.asm as { memory: WebAssembly.Memory };
  for (const key of Object.keys(module)) {
    let current = key === "asm" ? onlyFunctions(module.asm as object) : module[key];
    const isView = ArrayBuffer.isView(current);
    if (isView) preventExtensions(current);
    if (key === "tfjs") freeze(current);
    defineProperty(module, key, {
      get: () => current,
      // What the module itself writes again, its functions once they were called, need not be kept.
      set(next: unknown) {
        if (!isView || !isViewOf(memory, next) || getPrototypeOf(next) !== getPrototypeOf(current))
          return;
        current = preventExtensions(next);
      },
      enumerable: true,
      configurable: false,
    });
  }
  preventExtensions(module);
}

/** Without the memory and the table of functions, through which everything could be written. */
function onlyFunctions(exports: object): object {
  return freeze(
    Object.fromEntries(Object.entries(exports).filter(([, each]) => typeof each === "function")),
  );
}

function isViewOf(memory: WebAssembly.Memory, next: unknown): next is ArrayBufferView {
  return ArrayBuffer.isView(next) && apply(bufferOf, next, []) === memory.buffer;
}
