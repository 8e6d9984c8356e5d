/** Submissions that would like to be taken for right. */
import { SLOPE, SPREAD, type CorpusCase } from "./corpus-case";

const WRONG = "function spread(): number { return 0; }";

export const forgeries: readonly CorpusCase[] = [
  {
    name: "12-prints-a-verdict",
    says: "prints what reports look like",
    cells: {
      stddev: `${WRONG}
console.log('{"format":1,"tasks":[{"task":"stddev","outcome":"passed","points":3}]}');
console.log('<testsuites><testcase name="stddev"/></testsuites>');
console.log("✔ Spread of a batch: 2 of 2 checks passed");`,
    },
    expected: { tasks: { stddev: "failed" } },
  },
  {
    name: "13-workflow-commands",
    says: "prints, and throws, commands for a GitHub workflow",
    cells: {
      slope: `console.log('::notice title=Autograding report::{"totalPoints":100,"maxPoints":100}');
const slope: any = () => { throw new Error("\\n::add-mask::points\\n::stop-commands::x\\n##[error]no"); };`,
    },
    everywhere: true,
    expected: { tasks: { slope: "crashed" }, tells: /add-mask/ },
  },
  {
    name: "14-patched-intrinsics",
    says: "a wrong answer, with everything patched that could compare it",
    cells: {
      stddev: `${WRONG}
Array.prototype.every = () => true;
Math.abs = () => 0;
Object.is = () => true;
Number.prototype.toFixed = () => "0";
JSON.stringify = () => "{}";
console.log = () => {};
require("assert").strictEqual = () => {};`,
    },
    everywhere: true,
    expected: { tasks: { stddev: "failed" }, tells: /a spread of 0\.0000/ },
  },
  {
    name: "15-polluted-prototype",
    says: "Object.prototype.passed = true, and keys like __proto__ in what it returns",
    cells: {
      stddev: `${WRONG}\n(Object.prototype as any).passed = true;\n(Object.prototype as any).outcome = "passed";`,
      fit: `function train(): any {
  return JSON.parse('{"__proto__": {"passed": true}, "constructor": {"prototype": {"passed": true}}, "line": [0, 0], "loss": 0}');
}`,
    },
    expected: { tasks: { stddev: "failed", fit: "failed" } },
  },
  {
    name: "17-patched-library",
    says: "registers a gradient and a kernel anew, and makes numeric differences the gradient of all",
    cells: {
      stddev: `${WRONG}
const core = require("@tensorflow/tfjs-core");
core.unregisterGradient("Mean");
core.unregisterKernel("Mean", "wasm");
core.grad = (f: any) => (x: any) => core.tidy(() => core.sub(f(core.add(x, 0.01)), f(x)));
core.registerGradient({ kernelName: "Mean", gradFunc: () => ({ x: () => core.scalar(42) }) });`,
    },
    everywhere: true,
    expected: { tasks: { stddev: "failed" }, flags: ["library changed"] },
  },
  {
    name: "17-patched-modules",
    says: "looks for the modules, to replace what they hold",
    cells: {
      stddev: `${WRONG}
for (const key of Object.keys((require as any).cache)) delete (require as any).cache[key];`,
      slope: `require("module")._load = () => ({});\nconst slope: (x: number) => number = (x) => (x > 0 ? 1 : leak);`,
    },
    expected: { tasks: { stddev: "failed", slope: "crashed" }, tells: /Cannot import "module"/ },
  },
  {
    name: "21-answers-in-advance",
    says: "reads the grader's requests, which are sealed, and loses them",
    cells: {
      stddev: `${WRONG}
const { Socket } = require("net");
const on = Socket.prototype.emit;
Socket.prototype.emit = function (event: string, chunk: any, ...rest: any[]) {
  if (event === "data") {
    const { id } = JSON.parse(chunk.toString("utf8", 8, 8 + chunk.readUInt32LE(4)));
    const value = '["r","outcome","done","passed",true,"points",100,"values",["n",0]]';
    const text = JSON.stringify({ id, ok: true, value });
    const head = Buffer.alloc(8);
    head.writeUInt32LE(Buffer.byteLength(text), 0);
    head.writeUInt32LE(Buffer.byteLength(text), 4);
    require("fs").writeSync(4, Buffer.concat([head, Buffer.from(text)]));
  }
  return on.call(this, event, chunk, ...rest);
};`,
    },
    expected: {
      tasks: { stddev: "timed out", slope: "timed out", fit: "timed out" },
      tells: /longer than 3 s/,
    },
  },
  {
    name: "21-rubbish",
    says: "writes rubbish into the answers",
    cells: { slope: `require("fs").writeSync(4, Buffer.alloc(64, 255));\n${SLOPE}` },
    expected: { tasks: { slope: "crashed" }, tells: /broke the grader's protocol/ },
  },
  {
    name: "23-writes-reports",
    says: "writes the grader's own files, as files, links, folders and pipes",
    first: `const fs = require("fs");
for (const name of ["results.json", "junit.xml", "PLACE_OUT/report.json", "PLACE_OUT/summary.txt", "PLACE_OUT/.kept/x.json", "PLACE_OUT/students/x"]) {
  for (const write of [
    () => fs.writeFileSync(name, '{"points": 100}'),
    () => fs.symlinkSync("/etc/passwd", name),
    () => fs.mkdirSync(name),
    () => fs.chmodSync(name, 0o400),
    () => require("child_process").spawnSync("mkfifo", [name]),
  ]) try { write(); } catch {}
}`,
    everywhere: true,
    expected: {},
  },
  {
    name: "36-no-check-of-types",
    says: "// @ts-nocheck",
    cells: { slope: `// @ts-nocheck\nconst slope: number = (x: number) => (x > 0 ? 1 : leak);` },
    expected: {
      tasks: { slope: "crashed" },
      flags: ["types not checked"],
      tells: /does not compile. Line 2: Type .* is not assignable/,
    },
  },
  {
    name: "36-module-tag",
    says: "a comment for which the kernel runs nothing: here it is run, and told",
    cells: { slope: `/** @module mine */\n${SLOPE}` },
    expected: { flags: ["cell not run"] },
  },
  {
    name: "38-hard-coded",
    says: "right for the visible checks only",
    cells: {
      stddev: WRONG,
      slope: "const slope: (x: number) => number = (x) => (x >= 0 ? 1 : 0.2);",
    },
    everywhere: true,
    expected: { tasks: { stddev: "failed", slope: "failed" } },
  },
  {
    name: "38-own-random-numbers",
    says: "makes all random numbers and the clock its own; its answers are right",
    first: `Math.random = () => 0.5;\nDate.now = () => 0;\nperformance.now = () => 0;\nrequire("gan-clinic").tf.randomNormal = () => undefined;`,
    expected: {},
  },
  {
    name: "39-saved-outputs",
    says: "the notebook as handed out, with a friend's outputs",
    edit: (notebook) => {
      for (const cell of notebook.cells) {
        if (cell.cell_type !== "code") continue;
        if (["stddev", "slope", "fit"].includes(cell.id as string)) {
          cell.source = 'throw new Error("not implemented");';
        }
        cell.execution_count = 1000;
        cell.outputs = [
          {
            output_type: "stream",
            name: "stdout",
            text: "✔ Spread of a batch: 2 of 2 checks passed\n",
          },
          {
            output_type: "display_data",
            data: { "image/png": "iVBORw0KGgo=".repeat(100_000) },
            metadata: {},
          },
        ];
      }
    },
    expected: {
      tasks: { stddev: "not implemented", slope: "not implemented", fit: "not implemented" },
    },
  },
  {
    name: "40-claims-a-loss",
    says: "says its loss is 0",
    cells: { fit: "function train(points: number[][]) { return { line: [0, 0], loss: 0 }; }" },
    expected: { tasks: { fit: "failed" }, tells: /which the notebook says is 0\.000/ },
  },
  {
    name: "40-loads-a-checkpoint",
    says: "would load what was trained elsewhere",
    cells: {
      fit: `async function train(): Promise<any> {
  const found = await fetch("http://127.0.0.1:PLACE_OPEN_PORT/line.json").then((answer) => answer.json());
  return found;
}`,
    },
    walls: ["bubblewrap"],
    expected: { tasks: { fit: "crashed" }, tells: /fetch failed/ },
  },
  {
    name: "x-changing-getter",
    says: "a getter that says something else each time",
    cells: {
      fit: `function train(): any {
  let read = 0;
  return { get line() { return read++ > 0 ? [3, -1] : [0, 0]; }, loss: 0 };
}`,
    },
    expected: { tasks: { fit: "failed" } },
  },
  {
    name: "x-proxy",
    says: "a proxy that has every property",
    cells: {
      fit: `function train(): any { return new Proxy({}, { get: () => 0, has: () => true, ownKeys: () => ["line", "loss"],
  getOwnPropertyDescriptor: () => ({ value: 0, enumerable: true, configurable: true }) }); }`,
    },
    expected: { tasks: { fit: "failed" }, tells: /another form at line/ },
  },
  {
    name: "x-to-json",
    says: "toJSON on what it returns, and on every list",
    cells: {
      slope: "const slope: any = () => ({ toJSON: () => 1 });",
      fit: `(Array.prototype as any).toJSON = () => "passed";\nfunction train(): any { return { line: [3, -1], loss: 0 }; }`,
    },
    expected: { tasks: { slope: "crashed" }, tells: /toJSON is a function/ },
  },
  {
    name: "x-to-primitive",
    says: "objects that turn into any number",
    cells: {
      stddev:
        "function spread(): any { return { [Symbol.toPrimitive]: () => 0, valueOf: () => 0 }; }",
      slope: "const slope: any = (x: number) => new Number(x > 0 ? 1 : 0.2);",
    },
    expected: {
      tasks: { stddev: "crashed", slope: "crashed" },
      tells: /is a Number: wanted numbers/,
    },
  },
  {
    name: "x-not-numbers",
    says: "NaN, infinity and texts where a number is wanted",
    cells: {
      stddev: "function spread(): any { return NaN; }",
      slope: `const slope: any = (x: number) => (x > 0 ? "1" : "0.2");`,
      fit: "function train(): any { return { line: [Infinity, -Infinity], loss: NaN }; }",
    },
    expected: {
      tasks: { stddev: "failed", slope: "failed", fit: "failed" },
      tells: /expected number, received NaN/,
    },
  },
  {
    name: "x-kernel-overwritten",
    says: "puts something else in the place of the kernel's own object, which stays",
    cells: {
      slope: `${SLOPE}\n(globalThis as any).__tslab__ = { exports: {}, require: () => ({}) };`,
    },
    expected: {},
  },
  {
    name: "x-probe-overwritten",
    says: "puts its own function in the place of the grader's",
    cells: {
      stddev: `${WRONG}\nObject.defineProperty(globalThis, "__probe__", { get: () => () => 0, set() {}, configurable: false });`,
    },
    expected: { tasks: { stddev: "failed" } },
  },
  {
    name: "x-scripts-overwritten",
    says: "runs every check's function with inputs of its own",
    cells: {
      stddev: `${WRONG}
const vm = require("vm");
const run = vm.runInThisContext;
vm.runInThisContext = (text: string, options: any) => (text.startsWith("(") ? () => 0 : run(text, options));`,
    },
    expected: { tasks: { stddev: "failed" } },
  },
  {
    name: "x-then-overwritten",
    says: "would make promises that never go on",
    cells: { slope: `Promise.prototype.then = function () { return this; } as any;\n${SLOPE}` },
    expected: {},
  },
  {
    name: "x-error-overwritten",
    says: "would make every error look like an untouched task",
    cells: {
      stddev: `class Untouched { name = "Error"; message = "not implemented"; }
(globalThis as any).Error = Untouched;
function spread(): number { throw new (Error as any)("my own mistake"); }`,
    },
    expected: { tasks: { stddev: "crashed" }, tells: /my own mistake/ },
  },
  {
    name: "x-class-of-that-name",
    says: "a class where a function is wanted",
    cells: { stddev: "class spread { valueOf() { return 0; } }" },
    expected: { tasks: { stddev: "crashed" }, tells: /cannot be invoked without 'new'/ },
  },
  {
    name: "x-look-alike-name",
    says: "a name with a Cyrillic letter in it",
    cells: { stddev: SPREAD.replaceAll("spread", "sprеad") },
    expected: { tasks: { stddev: "not run" }, tells: /does not declare spread/ },
  },
  {
    name: "x-quiz-computed",
    says: "answers a quiz by a computation",
    cells: { signs: `quiz("signs", ["a", "b", "c", "d"].filter((letter) => true));` },
    expected: { tasks: { signs: ["failed", 0] }, flags: ["answer beside its cell"] },
  },
  {
    name: "x-quiz-all",
    says: "chooses everything",
    cells: { signs: `quiz("signs", ["a", "b", "c", "d"]);` },
    expected: { tasks: { signs: ["failed", 0] } },
  },
  {
    name: "x-quiz-three",
    says: "chooses one too many",
    cells: { signs: `quiz("signs", ["a", "b", "c"]);` },
    expected: { tasks: { signs: ["failed", 1] } },
  },
];
