/** Attempts on what probes compute with, as JavaScript that a compiled cell could be. None may change what a probe says. */
export interface FalsifiedCase {
  readonly name: string;
  readonly code: string;
  /** A word in what the sandbox says was changed before the probe. */
  readonly changed?: RegExp;
}

const tfjs = `const core = require("@tensorflow/tfjs-core"); const engine = core.engine();
const t = (work) => { try { return work(); } catch {} };
const ones = { kernelName: "Mean", inputsToSave: ["x"], gradFunc: (dy, [x]) => ({ x: () => core.onesLike(x) }) };
exports.f = (x) => x;`;

/** Patches when it is called, in the midst of the probe. */
const whenCalled = (code: string) => `${tfjs}\nexports.f = (x) => { ${code}; return x; };`;

export const falsifiedCases: readonly FalsifiedCase[] = [
  {
    name: "TensorFlow.js's exports",
    code: `${tfjs} for (const key of ["grad", "grads", "variableGrads", "mean", "tensor1d"]) { t(() => { core[key] = () => 1; }); t(() => Object.defineProperty(core, key, { value: 1 })); t(() => delete core[key]); }
t(() => { require("@tensorflow/tfjs").tidy = () => 1; }); t(() => { require("gan-clinic").tf = {}; });`,
  },
  {
    name: "a gradient and a kernel, registered anew",
    code: `${tfjs} t(() => core.unregisterGradient("Mean")); t(() => core.registerGradient(ones)); t(() => core.unregisterKernel("Mean", "wasm"));
t(() => core.registerKernel({ kernelName: "Mean", backendName: "wasm", kernelFunc: () => 1 }));`,
    changed: /kernels and gradients/,
  },
  {
    name: "the registries themselves",
    code: `${tfjs} const maps = globalThis._tfGlobals; for (const name of ["gradRegistry", "kernelRegistry"]) { Map.prototype.set.call(maps.get(name), "Mean", ones); t(() => maps.get(name).set("Mean", ones)); t(() => maps.set(name, new Map())); }
t(() => { globalThis._tfGlobals = new Map(); }); t(() => { core.getGradient("Mean").gradFunc = ones.gradFunc; }); t(() => { core.getKernel("Mean", "wasm").kernelFunc = () => 1; });`,
  },
  {
    name: "the engine",
    code: `${tfjs} for (const key of ["runKernel", "runKernelFunc", "gradients", "tidy", "addTapeNode", "makeVariable", "readSync"]) { t(() => { engine[key] = () => 1; }); t(() => Object.defineProperty(engine, key, { value: () => 1 })); t(() => { Object.getPrototypeOf(engine)[key] = () => 1; }); }
t(() => { engine.state = {}; }); t(() => { engine.ENV = {}; }); t(() => { globalThis._tfengine = {}; }); t(() => Object.setPrototypeOf(engine, {}));`,
  },
  {
    name: "the engine's state and profiler",
    code: `${tfjs} engine.state.profiling = true; engine.state.gradientDepth = 5; engine.state.activeTape = new Proxy([], {}); engine.profiler = { profileKernel: () => ({ outputs: [core.scalar(7)] }) };`,
    changed: /profiling/,
  },
  {
    name: "the engine's flags and platform",
    code: `${tfjs} core.env().set("DEBUG", true); t(() => { core.env().flags = {}; }); t(() => { core.env().platform = {}; }); t(() => { core.env().platform.isTypedArray = () => false; }); t(() => { core.env().getBool = () => true; });`,
  },
  {
    name: "another backend",
    code: `${tfjs} t(() => core.registerBackend("mine", () => ({}), 9)); t(() => core.registerKernel({ kernelName: "Mean", backendName: "mine", kernelFunc: () => 1 })); t(() => { engine.registry.wasm = {}; }); t(() => { engine.backendInstance = {}; }); core.setBackend("cpu");`,
    changed: /backend/,
  },
  {
    name: "the backend that computes, its memory and its functions",
    code: `${tfjs} const backend = core.backend(); for (const key of ["readSync", "write", "wasm", "dataIdMap"]) { t(() => { backend[key] = () => 1; }); t(() => { Object.getPrototypeOf(backend)[key] = () => 1; }); }
const { wasm } = backend; t(() => { wasm.HEAPU8 = { slice: () => new Uint8Array(12) }; }); t(() => { wasm.HEAPU8 = new Uint8Array(9); }); t(() => { wasm.HEAPU8.slice = () => new Uint8Array(12); }); t(() => { wasm.cwrap = () => () => 0; }); t(() => { wasm.tfjs.registerTensor = () => 0; });
t(() => wasm.asm.memory.grow(1)); t(() => { backend.dataIdMap.get = () => 1; }); core.setBackend("wasm");`,
  },
  {
    name: "the prototypes of tensors, variables and optimisers",
    code: `${tfjs} for (const [maker, key] of [[core.Tensor, "dataSync"], [core.Tensor, "square"], [core.Variable, "assign"], [core.SGDOptimizer, "applyGradients"]]) { t(() => { maker.prototype[key] = () => 1; }); t(() => Object.defineProperty(maker.prototype, key, { value: () => 1 })); }
t(() => Object.setPrototypeOf(core.Variable.prototype, {}));`,
  },
  {
    name: "the language's own objects",
    code: `${tfjs} t(() => { Array.prototype.map = function () { return [0]; }; }); t(() => { Array.prototype[Symbol.iterator] = function* () { yield 0; }; }); Math.abs = () => 0; JSON.stringify = () => "x"; t(() => Object.setPrototypeOf(Array.prototype, {})); Reflect.apply = () => 0; Function.prototype.call = () => 0; Function.prototype.apply = () => 0; Promise.prototype.then = function () { return this; }; Float32Array.prototype.slice = () => 0; Object.getPrototypeOf(Float32Array.prototype).slice = () => 0; Object.is = () => true; t(() => { Number.prototype.toString = () => "0"; });
t(() => { Object.prototype.toString = () => "x"; }); t(() => { Object.prototype.extra = 1; });`,
  },
  {
    name: "the names of the language's own objects",
    code: `${tfjs} for (const name of ["Math", "JSON", "Array", "Object", "Reflect", "Promise", "Map", "Float32Array", "Error", "Proxy"]) { t(() => { globalThis[name] = { abs: () => 0, stringify: () => "x" }; }); t(() => delete globalThis[name]); t(() => Object.defineProperty(globalThis, name, { get: () => 1 })); }`,
  },
  {
    name: "random numbers and the clock, which no probe uses",
    code: `${tfjs} Math.random = () => 0.5; Date.now = () => 0; globalThis.Date = class {}; performance.now = () => 0;`,
  },
  {
    name: "the call of the probe",
    code: `${tfjs} t(() => Object.defineProperty(globalThis, "__probe__", { get: () => () => 0, set() {} })); t(() => { globalThis.__probe__ = () => 0; }); t(() => { globalThis.__tslab__ = {}; }); __probe__();`,
  },
  {
    name: "stacks and callers",
    code: `${tfjs} const seen = []; Error.prepareStackTrace = (_, sites) => sites.map((site) => seen.push(String(site.getFunction())));
exports.f = function (x) { try { seen.push(String(arguments.callee.caller)); } catch {} new Error().stack; if (seen.join().includes("student.f")) throw new Error("seen"); return x; };`,
  },
  {
    name: "modules with which code changes the code beside it",
    code: `${tfjs} const open = ["inspector", "v8", "vm", "module", "worker_threads", "child_process", "async_hooks", "domain", "cluster", "repl", "wasi", "trace_events", "gan-clinic/dist/runtime/patch", "/tmp/x.js", "typescript"].filter((name) => t(() => require(name)));
const keys = ["binding", "_linkedBinding", "_getActiveHandles"].filter((key) => t(() => process[key]("fs"))); if (open.length + keys.length > 0 || require.cache || process.mainModule || t(() => process.getBuiltinModule("vm"))) throw new Error("open: " + open + keys);`,
  },
  {
    name: "imports from code of its own",
    code: `${tfjs} const got = []; for (const make of [() => new Function("return import('node:vm')")(), () => eval("import('node:vm')")]) await make().then(() => got.push(1), () => {}); if (got.length) throw new Error("imported");`,
  },
  {
    name: "the pipe to the grader and what seals it",
    code: `${tfjs} const heard = []; const { Socket } = require("net"); const emit = Socket.prototype.emit; Socket.prototype.emit = function (event, ...rest) { if (event === "data") heard.push(String(rest[0])); return emit.call(this, event, ...rest); };
const spy = (holder, key) => t(() => { const own = holder[key]; holder[key] = function (...given) { const out = own.apply(this, given); heard.push(String(out)); return out; }; });
const cipher = require("crypto").createDecipheriv("aes-256-gcm", Buffer.alloc(32), Buffer.alloc(12)); spy(cipher.constructor.prototype, "update"); for (const key of Object.getOwnPropertySymbols(cipher)) if (cipher[key]?.update) spy(Object.getPrototypeOf(cipher[key]), "update"); spy(JSON, "parse"); spy(Buffer.prototype, "utf8Slice");
exports.f = (x) => { if (heard.join().includes("student.f")) throw new Error("heard"); return x; };`,
  },
  {
    name: "files that show a process to itself",
    code: `${tfjs} const fs = require("fs"); const open = ["/proc/self/mem", "/proc/self/mountinfo", "/proc/self/environ", "/dev/fd/3", "/etc/passwd"].filter((file) => t(() => fs.readFileSync(file))); if (open.length) throw new Error("open: " + open);`,
  },
  {
    name: "patches in the midst of a probe",
    code: whenCalled(
      "t(() => core.registerGradient(ones)); t(() => { engine.runKernel = () => 1; }); t(() => { core.Tensor.prototype.dataSync = () => [9]; }); t(() => { Math.abs = () => 0; }); t(() => { core.backend().wasm.HEAPU8 = {}; }); engine.state.profiling = true; engine.profiler = {}; t(() => { engine.backendInstance = {}; }); engine.state.profiling = false",
    ),
  },
];

/** What an honest process answers to a probe of gradients, values, variables and the language. */
export const truthProbe = `(student, { tf }) => {
  const x = tf.tensor1d([1, 2, 3]);
  const gradient = tf.grad((at) => tf.mean(tf.square(student.f(at))))(x).dataSync();
  const variable = tf.variable(tf.scalar(2));
  variable.assign(tf.scalar(5));
  const rest = [tf.mean(x).dataSync()[0], variable.dataSync()[0], Math.abs(-1), [3, 1].map((each) => each + 1)[0]];
  return [...gradient, ...rest].map((each) => Math.round(3 * each)).join(" ") + JSON.stringify({ a: 1 });
}`;
// 2x / 3 at 1, 2, 3; the mean 2; the variable 5; 1; 4: each three times
export const truth = '2 4 6 6 15 3 12{"a":1}';
