/** Cells and functions that end their process, or never end themselves. */
import { SLOPE, SPREAD, type CorpusCase } from "./corpus-case";

/** Nothing but the slope is lost. */
const slopeOnly = (outcome: "crashed" | "timed out", tells: RegExp) => ({
  tasks: { slope: outcome },
  tells,
});

export const stops: readonly CorpusCase[] = [
  {
    name: "01-exit",
    says: "process.exit(0) in a solution",
    cells: { slope: `${SLOPE}\nprocess.exit(0);` },
    everywhere: true,
    expected: slopeOnly("crashed", /did not run to its end: Its process exited with code 0/),
  },
  {
    name: "01-exit-when-called",
    says: "process.exit(0) in a function that a check calls",
    cells: { stddev: SPREAD.replace("{", "{ process.exit(0);") },
    expected: { tasks: { stddev: "crashed" }, tells: /exited with code 0/ },
  },
  {
    name: "01-exit-everywhere",
    says: "every task ends its process",
    cells: {
      stddev: "function spread(): number { process.exit(1); }",
      slope: "process.exit(2);",
      fit: "process.exit(3);",
    },
    expected: {
      tasks: { stddev: "crashed", slope: "crashed", fit: "crashed" },
      tells: /exited with code 3/,
    },
  },
  {
    name: "01-exit-more-often-than-allowed",
    says: "own cells that end their process, one after another",
    edit: ({ cells }) => {
      const at = cells.findIndex(({ id }) => id === "slope-check");
      const exits = [1, 2, 3, 4].map((n) => ({
        cell_type: "code",
        id: `x${n}`,
        metadata: {},
        source: `process.exit(${n});`,
        outputs: [],
        execution_count: null,
      }));
      cells.splice(at + 1, 0, ...exits);
    },
    expected: {
      tasks: { fit: "crashed" },
      tells: /stopped its process 4 times, and is not started again/,
    },
  },
  {
    name: "01-exit-that-hangs",
    says: "an exit whose handler never ends",
    cells: { slope: `process.on("exit", () => { while (true) {} });\nprocess.exit(0);` },
    expected: slopeOnly("timed out", /longer than 3 s/),
  },
  {
    name: "02-sigkill",
    says: "kills its own process",
    cells: { slope: `process.kill(process.pid, "SIGKILL");\nwhile (true) {}` },
    expected: slopeOnly("crashed", /SIGKILL|code 137/),
  },
  {
    name: "02-abort",
    says: "process.abort()",
    cells: { slope: "process.abort();" },
    expected: slopeOnly("crashed", /SIGABRT|code 134/),
  },
  {
    name: "02-sigstop",
    says: "stops its own process, and so says nothing any more",
    cells: { slope: `process.kill(process.pid, "SIGSTOP");` },
    expected: slopeOnly("timed out", /longer than 3 s/),
  },
  {
    name: "03-loop",
    says: "an endless loop in a solution",
    cells: { slope: `${SLOPE}\nwhile (true) {}` },
    everywhere: true,
    expected: {},
  },
  {
    name: "04-loop-after-await",
    says: "an endless loop after an await, which only a kill ends",
    cells: { slope: `await 0;\nwhile (true) {}\n${SLOPE}` },
    expected: slopeOnly("timed out", /longer than 3 s/),
  },
  {
    name: "05-await-for-ever",
    says: "waits for what never comes",
    cells: { slope: `await new Promise(() => {});\n${SLOPE}` },
    expected: slopeOnly("timed out", /longer than 3 s/),
  },
  {
    name: "05-thenable-for-ever",
    says: "returns a thenable that never settles",
    cells: {
      slope: "const slope: any = () => ({ then() {} });",
      fit: "const train: any = () => ({ then() { } });",
    },
    expected: { tasks: { slope: "crashed", fit: "timed out" }, tells: /longer than 3 s/ },
  },
  {
    name: "05-thenable-that-loops",
    says: "returns a thenable whose then() loops",
    cells: { fit: "const train: any = () => ({ then() { while (true) {} } });" },
    expected: { tasks: { fit: "timed out" }, tells: /longer than 3 s/ },
  },
  {
    name: "09-objects",
    says: "objects until the memory is out",
    cells: {
      slope: "const all: any[] = [];\nwhile (true) all.push(new Array(1e7).fill(all.length));",
    },
    everywhere: true,
    expected: { ...slopeOnly("crashed", /ran out of memory|longer than 3 s/), orLate: true },
  },
  {
    name: "09-buffers",
    says: "buffers until the memory is out",
    cells: {
      slope: `const all: any[] = [];\nwhile (all.length < 100) all.push(Buffer.alloc(128 * 1024 * 1024));`,
    },
    expected: { ...slopeOnly("crashed", /memory|allocat|longer than 3 s/i), orLate: true },
  },
  {
    name: "34-does-not-compile",
    says: "a type error in one cell; the cells after it run",
    cells: { slope: `const slope: (x: number) => number = "steep";` },
    expected: slopeOnly("crashed", /does not compile. Line 1: Type 'string' is not assignable/),
  },
  {
    name: "35-reserved-names",
    says: "declares what the kernel needs itself",
    first: "const exports = 1;\nconst module = 2;\nfunction require() {}",
    expected: { flags: ["reserved name"] },
  },
  {
    name: "41-loop-in-function",
    says: "an endless loop in a function that a check calls",
    cells: { stddev: "function spread(batch: number[][]): number { while (true) {} }" },
    everywhere: true,
    expected: { tasks: { stddev: "timed out" }, tells: /longer than 3 s/ },
  },
  {
    name: "41-loop-in-getter",
    says: "an endless loop in a getter of what is returned",
    cells: { fit: "function train(): any { return { get line() { while (true) {} }, loss: 0 }; }" },
    expected: { tasks: { fit: "timed out" }, tells: /longer than 3 s/ },
  },
  {
    name: "41-loop-in-generator",
    says: "an endless generator in the place of a list",
    cells: { fit: "function* train(): any { while (true) yield 1; }" },
    expected: {
      tasks: { fit: "crashed" },
      tells: /the value is an object of no plain kind: wanted numbers, texts/,
    },
  },
  {
    name: "44-late-errors",
    says: "errors in a timer and in a promise nobody waits for",
    first: `setTimeout(() => { throw new Error("late"); }, 1);
Promise.reject(new Error("nobody"));
await new Promise((go) => setTimeout(go, 100));`,
    expected: {},
  },
  {
    name: "45-asks-for-input",
    says: "waits for somebody to type",
    cells: {
      slope: `import { createInterface } from "readline/promises";\nawait createInterface({ input: process.stdin }).question("?");\n${SLOPE}`,
    },
    expected: slopeOnly("crashed", /cannot read input: nobody is there to type/),
  },
  {
    name: "x-starves-timers",
    says: "goes on between the cells, without ever letting go",
    first: "(async () => { for (;;) await 0; })();",
    expected: {},
  },
  {
    name: "x-loops-between-cells",
    says: "goes on between the cells, and lets others work",
    first: "(async () => { for (;;) await new Promise((go) => setTimeout(go, 1)); })();",
    expected: {},
  },
  {
    name: "x-exit-later",
    says: "ends its process a moment after its cell",
    cells: {
      slope: `${SLOPE}\nfor (const ms of [20, 50, 200, 1000]) setTimeout(() => process.exit(1), ms);`,
    },
    everywhere: true,
    expected: {},
  },
  {
    name: "x-exit-later-from-a-check",
    says: "ends its process a moment after a check called it",
    cells: { stddev: SPREAD.replace("{", "{ setTimeout(() => process.exit(1), 20);") },
    expected: {},
  },
  {
    name: "x-kills-later",
    says: "kills its process a moment after its cell",
    first: `setTimeout(() => process.kill(process.pid, "SIGKILL"), 50);\nsetTimeout(() => process.abort(), 60);`,
    expected: {},
  },
  {
    name: "x-interval-that-leaks",
    says: "an interval that keeps more and more, until the memory is out",
    first: `const kept: any[] = [];\nsetInterval(() => kept.push(new Array(2e6).fill(kept.length)), 1);`,
    edit: ({ cells }) => {
      const slope = cells.find(({ id }) => id === "slope")!;
      slope.source = `${SLOPE}\nawait new Promise((go) => setTimeout(go, 2500));`;
    },
    expected: { flags: ["left running"] },
  },
  {
    name: "x-rejections-later",
    says: "promises that are rejected when other cells run",
    first: `for (const ms of [5, 50, 500]) setTimeout(() => Promise.reject(new Error("late")), ms);`,
    expected: {},
  },
  {
    name: "x-recursion",
    says: "calls itself without end",
    cells: { slope: "const slope: (x: number) => number = (x) => slope(x) + 1;" },
    expected: slopeOnly("crashed", /RangeError: Maximum call stack size exceeded/),
  },
  {
    name: "x-worker",
    says: "a thread that never ends",
    first: `import { Worker } from "worker_threads";
new Worker("while (true) {}", { eval: true });`,
    expected: {},
  },
  {
    name: "x-closes-the-pipes",
    says: "closes the pipes to the grader",
    cells: { slope: `require("fs").closeSync(4);\nrequire("fs").closeSync(3);` },
    expected: slopeOnly("crashed", /pipe|exited/),
  },
];
