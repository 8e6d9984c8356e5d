/** What a probe computes stays what it is, whatever a submission has patched before it or patches while it runs. */
import { describe, expect, it } from "vitest";
import { ROOT } from "../../../src/course/paths";
import { strongestIsolation } from "../../../src/grader/sandbox/isolation";
import { openSandbox, sandboxProgram } from "../../../src/grader/sandbox/sandbox";
import { falsifiedCases, truth, truthProbe } from "./falsified-cases";

const program = sandboxProgram({ libraryRoot: ROOT });
const { level } = strongestIsolation(program, { trusted: true });

async function inSandbox(code: string, probe: string, uses: string[]) {
  const sandbox = await openSandbox({ libraryRoot: ROOT, isolation: level });
  try {
    const cell = await sandbox.runCell({ code, awaits: code.includes("await") }, 10);
    const probed = await sandbox.probe({ text: probe, uses, inputs: null }, 20);
    return { cell, probed, unlimited: sandbox.unlimited };
  } finally {
    await sandbox.close();
  }
}

describe("falsified: probes still tell the truth after", () => {
  it.each(falsifiedCases)("$name", { timeout: 60_000 }, async ({ code, changed }) => {
    const { cell, probed } = await inSandbox(code, truthProbe, ["f"]);
    expect(cell).toMatchObject({ outcome: "done" });
    expect(probed).toMatchObject({ outcome: "done", values: truth });
    const told = (probed.changed ?? []).join();
    if (changed) expect(told).toMatch(changed);
    else expect(told).toBe("");
  });
});

it("ordinary code works in there", { timeout: 60_000 }, async () => {
  const code = `class Mine extends Error { constructor(text) { super(text); this.name = "Mine"; this.toString = () => "own"; } }
const plain = {}; plain.toString = () => "plain"; plain.constructor = 1; plain.hasOwnProperty = 2;
function Old() { this.name = "old"; } Old.prototype.toString = function () { return this.name; };
const error = new TypeError("a"); error.message = "b"; error.name = "Other";
function fetch() { return 1; } class Layer { static Math = 1; } Math.random();
const memory = process.memoryUsage().heapUsed > 0;
exports.said = [new Mine("x").name, String(new Mine("x")), String(plain), String(new Old()), String(error), fetch(), memory].join(" ");`;
  const { probed } = await inSandbox(code, "({ said }) => said", ["said"]);
  expect(probed).toMatchObject({ values: "Mine own plain old Other: b 1 true" });
});

it(
  "a compiled step, float64 and stock gradients of the library still work",
  { timeout: 60_000 },
  async () => {
    const code = `const { tf, gradcheck, compareStockGradients, compile, withStandIns } = require("gan-clinic");
const checked = gradcheck((x) => tf.sum(tf.square(x)), [tf.tensor1d([1, 2])]);
const stock = compareStockGradients({ activation: tf.tanh });
const weight = tf.variable(tf.scalar(2));
const three = withStandIns([weight], [tf.scalar(3)], () => tf.mul(weight, 10).dataSync()[0]);
let compiled = "compiled";
const step = await compile(({ x }) => { weight.assign(tf.add(weight, tf.mean(x))); return { y: weight }; }, { inputs: { x: [2] } }).catch((error) => { compiled = String(error); });
exports.said = [typeof checked, typeof stock.errorPercent, three, compiled].join(" ");`;
    const { cell, probed } = await inSandbox(code, "({ said }) => said", ["said"]);
    expect(cell).toMatchObject({ outcome: "done" });
    expect(probed).toMatchObject({ changed: [], outcome: "done" });
    expect((probed as { values: string }).values).toMatch(/^object (number|string) 30 compiled/);
  },
);

it(
  "every limit that was asked for holds, the number of processes too",
  { timeout: 60_000 },
  async () => {
    const { unlimited } = await inSandbox("exports.f = 1", "() => 1", []);
    expect(unlimited).toEqual([]);
  },
);
