/** Honest submissions that are odd: none of them may lose a point. */
import { SLOPE, SPREAD, type CorpusCase } from "./corpus-case";

export const honest: readonly CorpusCase[] = [
  { name: "50-solved", says: "the solution", everywhere: true, expected: {} },
  {
    name: "50-solved-again",
    says: "the solution, with other random numbers",
    edit: ({ metadata }) => {
      metadata.note = "again";
    },
    expected: {},
  },
  {
    name: "49-chatty",
    says: "warnings, prints in functions, and progress on one line",
    first: `console.warn("a warning");\nconsole.error("Error: not implemented");\nprocess.stderr.write("50 %\\r");`,
    cells: { stddev: SPREAD.replace("{", '{\n  console.log("called with", batch.length);') },
    everywhere: true,
    expected: {},
  },
  {
    name: "49-slow-import",
    says: "imports the library and trains before anything else",
    first: `import * as clinic from "gan-clinic";
const { tf } = clinic;
const begun = Date.now();
while (Date.now() - begun < 500) tf.tidy(() => void tf.matMul(tf.ones([64, 64]), tf.ones([64, 64])).dataSync());`,
    expected: {},
  },
  {
    name: "49-with-the-library",
    says: "solves a task with tensors",
    first: `import { tf } from "gan-clinic";`,
    cells: {
      stddev: `function spread(batch: number[][]): number {
  return tf.tidy(() => tf.mean(tf.sqrt(tf.moments(tf.tensor2d(batch), 0).variance)).dataSync()[0]);
}`,
    },
    expected: {},
  },
  {
    name: "49-other-forms",
    says: "arrow functions, classes, var, an async function, a call at the end",
    cells: {
      stddev: `${SPREAD.replace("function spread(batch: number[][]): number {", "var spread = (batch: number[][]): number => {")}\nspread([[1, 2], [3, 4]])`,
      slope:
        "class Leaky { constructor(readonly leak: number) {} at = (x: number) => (x > 0 ? 1 : this.leak); }\nconst slope = new Leaky(leak).at;",
      fit: `async function train(points: number[][]): Promise<any> {
  await new Promise((go) => setTimeout(go, 10));
  return { line: Float64Array.from([3, -1]).reduce((all: number[], each) => [...all, each], []), loss: 0, extra: "ignored" };
}`,
    },
    expected: {},
  },
  {
    name: "49-own-cells",
    says: "helpers, notes and trials in own cells",
    edit: ({ cells }) => {
      const code = { cell_type: "code", metadata: {}, outputs: [], execution_count: null };
      const stddev = cells.findIndex(({ id }) => id === "stddev");
      cells.splice(
        stddev,
        0,
        {
          ...code,
          id: "mine-1",
          source: "const mean = (all: number[]) => all.reduce((a, b) => a + b) / all.length;",
        },
        {
          cell_type: "markdown",
          id: "mine-2",
          metadata: {},
          source: "# My notes\n$E = mc^2$ <script>alert(1)</script>",
        },
        { ...code, id: "mine-3", source: "mean([1, 2, 3])" },
        { ...code, id: "mine-4", source: "this does not compile" },
        { ...code, id: "mine-5", source: 'throw new Error("a trial");' },
      );
      cells.push({ ...code, id: "mine-6", source: 'await check("stddev"); spread([[1]]);' });
    },
    expected: {},
  },
  {
    name: "49-fails-at-its-end",
    says: "a cell whose last line, a trial, throws",
    cells: { stddev: `${SPREAD}\nspread(undefined as any);` },
    expected: {},
  },
  {
    name: "49-sets-things-up",
    says: "extends prototypes, sets the time zone, writes a file, leaves a timer",
    first: `(Array.prototype as any).last = function () { return this[this.length - 1]; };
(Object.prototype as any).also = 1;
process.env.TZ = "Asia/Tokyo";
require("fs").writeFileSync("notes.txt", "mine");
setInterval(() => {}, 1000);`,
    expected: {},
  },
  {
    name: "49-own-json",
    says: "own versions of what everything uses, which do the same",
    first: `const { stringify } = JSON;
JSON.stringify = ((...given: [any]) => stringify(...given)) as any;
const log = console.log;
console.log = (...given: any[]) => log("mine:", ...given);
const { then } = Promise.prototype;
Promise.prototype.then = function (...given: any) { return then.apply(this, given); } as any;`,
    expected: {},
  },
  {
    name: "49-shows-plots",
    says: "shows something with the kernel's own functions",
    first: `import { display } from "tslab";\ndisplay.html("<b>x</b>");\nimport * as tslab from "tslab";\ntslab.display.raw("application/json", "{}");`,
    expected: {},
  },
  {
    name: "49-quiz-in-other-words",
    says: "a quiz with other quotes, spaces, order and a comment",
    cells: { signs: "// I think so\nquiz( 'signs' , [ 'c', \"A\", ] ); // not b" },
    expected: {},
  },
  {
    name: "49-comments-only-changed",
    says: "comments in many languages, in a solution and as its only change",
    cells: { slope: `// 斜率 — наклон — שיפוע 🎓\n/* ** */\n${SLOPE} // done` },
    expected: {},
  },
];
