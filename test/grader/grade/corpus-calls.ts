/** Submissions that let the library solve a task, one way or another. The task says that it may call nothing of it. */
import { SPREAD, type CorpusCase } from "./corpus-case";

const KEPT = `import * as clinic from "gan-clinic";
const { tf } = clinic;
const kept = clinic.minibatchStddev({ name: "kept" });
const spreadBy = (layer: any, batch: number[][]): number =>
  tf.tidy(() => layer.apply(tf.tensor2d(batch)).arraySync()[0][batch[0].length]);`;

const lost = { tasks: { stddev: "failed" }, flags: ["call not allowed"] } as const;
/** What the wrong way round would be right. */
const RIGHT = SPREAD.replace("function spread", "function reckoned");

export const calls: readonly CorpusCase[] = [
  {
    name: "x-call-calls-what-it-is-to-build",
    says: "makes the library's layer in its function",
    first: KEPT,
    cells: {
      stddev: `function spread(batch: number[][]): number {
  return spreadBy(clinic.minibatchStddev({ name: "own" }), batch);
}`,
    },
    everywhere: true,
    expected: { ...lost, tells: /^It calls minibatchStddev, so it does not count/ },
  },
  {
    name: "x-call-keeps-a-layer",
    says: "calls what was made of it in an earlier cell",
    first: KEPT,
    cells: { stddev: "const spread = (batch: number[][]): number => spreadBy(kept, batch);" },
    everywhere: true,
    expected: {
      ...lost,
      tells: /^It calls what comes of minibatchDiscrimination or minibatchStddev,/,
    },
  },
  {
    name: "x-call-calls-under-another-name",
    says: "a function kept in a list, bound, through a helper, its stack hidden",
    first: `${KEPT}
const tools = [clinic.meanInterval].map((tool) => Function.prototype.bind.call(tool, undefined));
const helper = (values: number[]): any => Reflect.apply(tools[0], null, [values]);
try { Object.assign(Error, { stackTraceLimit: 0, prepareStackTrace: () => [] }); } catch {}`,
    cells: {
      stddev: `${RIGHT}
function spread(batch: number[][]): number {
  try { helper([1, 2, 3]); } catch {}
  return reckoned(batch);
}`,
    },
    expected: { ...lost, tells: /^It calls meanInterval,/ },
  },
  {
    name: "x-call-calls-through-a-record",
    says: "a function that the library hands back as it was handed in",
    first: `${KEPT}
const given = clinic.budget({ full: { tool: clinic.meanInterval }, smoke: { tool: clinic.meanInterval } } as any) as any;`,
    cells: {
      stddev: `${RIGHT}
function spread(batch: number[][]): number {
  given.tool([1, 2, 3]);
  return reckoned(batch);
}`,
    },
    expected: { ...lost, tells: /^It calls meanInterval,/ },
  },
  {
    name: "x-call-handed-back",
    says: "a function that the library hands back in the place of a network's own",
    first: `${KEPT}
const network = clinic.mlp({ name: "n", inputs: 2, hidden: [2], outputs: 1, random: clinic.seeded(1) });
const given: any = clinic.frozen({ ...network, apply: clinic.meanInterval } as any, () => true);`,
    cells: {
      stddev: `${RIGHT}
function spread(batch: number[][]): number {
  given.apply([1, 2, 3]);
  return reckoned(batch);
}`,
    },
    expected: { ...lost, tells: /^It calls meanInterval,/ },
  },
  {
    name: "x-call-when-it-is-read",
    says: "calls only when what it returned is read, in a getter",
    first: KEPT,
    cells: {
      fit: `function train(): any {
  return {
    loss: 0,
    get line() {
      return [clinic.meanInterval([3, 3]).mean, -1];
    },
  };
}`,
    },
    everywhere: true,
    expected: {
      tasks: { fit: "failed" },
      flags: ["call not allowed"],
      tells: /^It calls meanInterval,/,
    },
  },
  {
    name: "x-call-loads-by-check",
    says: "lets the notebook's own check load a module that hands out all of the library",
    first: `${KEPT}
import { check as own } from "gan-clinic/dist/lab";
import { mkdtempSync, writeFileSync } from "fs";
const beside = mkdtempSync("own-");
writeFileSync(beside + "/checks.js", "globalThis.inner = require('PLACE_LIBRARY/dist/index.js'); exports.checks = [];");
await own("stddev", process.cwd() + "/" + beside);`,
    cells: {
      stddev: `${RIGHT}
function spread(batch: number[][]): number {
  const { inner } = globalThis as any;
  return inner ? reckoned(batch) : 0;
}`,
    },
    expected: { tasks: { stddev: "failed" }, tells: /a spread of 0\.0000/ },
  },
  {
    name: "x-call-learns-from-the-first-try",
    says: "keeps what the first try was given, solves it in a cell below, and answers the second try from that",
    first: `${KEPT}\nconst seen: number[][][] = [];\nconst answers = new Map<string, number>();`,
    cells: {
      stddev: `function spread(batch: number[][]): number {
  seen.push(batch);
  return answers.get(JSON.stringify(batch)) ?? -1;
}`,
    },
    late: `for (const batch of seen) answers.set(JSON.stringify(batch), spreadBy(kept, batch));
const again = spread;
{ const spread = again; void spread; }`,
    expected: { tasks: { stddev: "failed" }, flags: ["answer below its check"] },
  },
  {
    name: "x-call-honest-calls",
    says: "operations, random numbers and charts in its function, and the library in cells of its own",
    first: `${KEPT}
console.log(spreadBy(kept, [[1, 2], [3, 4]]), clinic.meanInterval([1, 2, 3]).mean);`,
    cells: {
      stddev: `${RIGHT}
function spread(batch: number[][]): number {
  const noise = clinic.seeded(1).normals(2);
  const tensor = tf.mean(tf.square(tf.tensor1d(noise)));
  clinic.curves({ title: "noise", alt: "two numbers", yTitle: "noise", x: [1, 2], series: [{ name: "noise", values: [...noise] }] });
  return reckoned(batch) + 0 * tensor.dataSync()[0];
}`,
    },
    everywhere: true,
    expected: {},
  },
];
