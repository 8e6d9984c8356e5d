/** Which calls of the library are noticed while a probe runs: its own, to the last, and no others. */
import { describe, expect, it } from "vitest";
import { ROOT } from "../../../src/course/paths";
import { strongestIsolation } from "../../../src/grader/sandbox/isolation";
import { openSandbox, sandboxProgram } from "../../../src/grader/sandbox/sandbox";

const program = sandboxProgram({ libraryRoot: ROOT });
const { level } = strongestIsolation(program, { trusted: true });
const library = 'const clinic = require("gan-clinic"); const call = () => clinic.seedList(2)[1];';

/** What `student.f()` returns, and what it called. */
async function probed(code: string) {
  const sandbox = await openSandbox({ libraryRoot: ROOT, isolation: level });
  try {
    const cell = await sandbox.runCell({ code: `${library}\n${code}`, awaits: false }, 10);
    expect(cell).toMatchObject({ outcome: "done" });
    const probe = { text: "({ f }) => f()", uses: ["f"], inputs: null };
    return await sandbox.probe(probe, 20);
  } finally {
    await sandbox.close();
  }
}

describe("a call is noticed that is made", { timeout: 60_000 }, () => {
  it.each([
    ["in the function", "exports.f = () => call();", 2],
    ["in what it waits for", "exports.f = async () => { await null; return call(); };", 2],
    ["when a record is read", "exports.f = () => ({ get x() { return call(); } });", { x: 2 }],
    [
      "when numbers are read",
      'exports.f = () => Object.defineProperty(Float32Array.of(0), "buffer", { get: () => Float32Array.of(call()).buffer });',
      Float32Array.of(2),
    ],
    [
      "when a record is read that it waited for",
      "exports.f = async () => ({ get x() { return call(); } });",
      { x: 2 },
    ],
  ])("%s", async (_, code, values) => {
    const run = await probed(code);
    expect(run).toMatchObject({ outcome: "done", values });
    expect(run.calls?.names).toEqual(["seedList"]);
  });
});

it("what a cell left running is not the probe's", { timeout: 60_000 }, async () => {
  const run = await probed(
    `(async () => { for (;;) { await new Promise(setImmediate); call(); } })();
exports.f = () => 1;`,
  );
  expect(run).toMatchObject({ outcome: "done", values: 1 });
  expect(run.calls?.names).toEqual([]);
});
