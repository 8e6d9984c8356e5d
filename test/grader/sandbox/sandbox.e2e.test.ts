import { spawn } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../../src/course/paths";
import type { IsolationLevel } from "../../../src/grader/contract";
import { openWall, strongestIsolation } from "../../../src/grader/sandbox/isolation";
import { openSandbox, sandboxProgram } from "../../../src/grader/sandbox/sandbox";
import { listProcesses } from "../../../src/grader/sandbox/tree";

const program = sandboxProgram({ libraryRoot: ROOT });
const { level, missing } = strongestIsolation(program);
const walls: IsolationLevel[] = missing.bubblewrap ? ["process"] : ["bubblewrap", "process"];

describe("isolation", () => {
  it("names the strongest wall, and why the stronger ones are not to be had", () => {
    expect(["container", "bubblewrap", "process"]).toContain(level);
    if (level !== "container") expect(missing.container).toMatch(/docker.*podman/);
  });

  it.runIf(missing.container)("refuses to go on behind a weaker wall than asked for", () => {
    expect(() => openWall(program, "container")).toThrow(
      /The isolation "container" is not to be had here: .*allow a weaker one of bubblewrap, process/,
    );
  });
});

describe.each(walls)("a sandbox behind: %s", (isolation) => {
  it("runs cells one after another, as a notebook does", async () => {
    const sandbox = await openSandbox({ libraryRoot: ROOT, isolation });
    try {
      expect(sandbox).toMatchObject({ isolation, ready: { engine: "wasm" } });
      const cell = (code: string, last?: string) =>
        sandbox.runCell({ code, awaits: false, ...(last ? { last } : {}) }, 10);
      await cell(`exports.a = 1; require("tslab").display.html("<b>x</b>");`);
      // A name declared again replaces the first; a failing cell takes nothing back.
      await cell("exports.a = 2; exports.b = 5;");
      expect(await cell("exports.a = 3; throw new Error('not implemented')")).toMatchObject({
        outcome: "failed",
        message: "Error: not implemented",
      });
      expect(await cell("exports.tsLastExpr = exports.a + exports.b", "tsLastExpr")).toMatchObject({
        outcome: "done",
        printed: "8\n",
      });
      expect(await cell("")).toMatchObject({ printed: "" });
    } finally {
      await sandbox.close();
    }
    expect(sandbox.processes()).toEqual([]);
  });

  it("gives a probe the student's names, the library and the inputs", async () => {
    const sandbox = await openSandbox({ libraryRoot: ROOT, isolation });
    try {
      await sandbox.runCell({ code: "exports.double = async (t) => t.mul(2)", awaits: false }, 10);
      const text =
        "async ({ double }, { tf }, { x, deep }) => ({ y: await (await double(tf.tensor1d(x))).data(), deep })";
      const inputs = { x: new Float32Array([1, 2]), deep: { list: [null, NaN, "ü"] } };
      const run = await sandbox.probe({ text, uses: ["double"], inputs }, 10);
      expect(run).toMatchObject({
        outcome: "done",
        values: { y: new Float32Array([2, 4]), deep: { list: [null, NaN, "ü"] } },
      });
      const other = { text, uses: ["double", "triple"], inputs };
      expect(await sandbox.probe(other, 10)).toMatchObject({
        outcome: "missing",
        names: ["triple"],
      });
    } finally {
      await sandbox.close();
    }
  });

  it("says why it did not start", async () => {
    const nowhere = { libraryRoot: path.join(ROOT, "test"), isolation };
    await expect(openSandbox(nowhere)).rejects.toThrow(/did not start|is not to be had here/);
  });

  it.runIf(process.platform === "linux")("dies when the grader is killed", async () => {
    const grader = spawn(
      process.execPath,
      [
        "-e",
        `const { openSandbox } = require("./dist/grader/sandbox/sandbox.js");
openSandbox({ libraryRoot: ${JSON.stringify(ROOT)}, isolation: "${isolation}" }).then((sandbox) => {
  void sandbox.runCell({ code: "await 0; while (true) {}", awaits: true }, 30);
  setTimeout(() => console.log(JSON.stringify(sandbox.processes())), 300);
});`,
      ],
      { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] },
    );
    const text = await new Promise<string>((resolve) => {
      grader.stdout.once("data", (chunk: Buffer) => {
        resolve(chunk.toString());
      });
    });
    const pids = JSON.parse(text) as number[];
    expect(pids.length).toBeGreaterThan(0);
    grader.kill("SIGKILL");
    await expect
      .poll(() => listProcesses().filter(({ pid }) => pids.includes(pid)).length, { timeout: 5000 })
      .toBe(0);
  });
});
