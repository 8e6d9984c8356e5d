/** `check` in a real kernel: what it says of a cell that did not run to its end, of an old one, of a loop without an end. */
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../../src/course/paths";
import { until } from "../../cli/clinic";
import { copyOfSample } from "../../grader/lab/fixture";
import { removeFolder } from "../../remove-folder";
import { openKernel, type OpenKernel } from "./session";

const right = "function slope(x: number): number {\n  return x > 0 ? 1 : 0.2;\n}";
const lab = copyOfSample(path.join(ROOT, ".clinic"));
const checks = path.join(lab.labs, "checks.js");
const slow = fs
  .readFileSync(checks, "utf8")
  .replace('task: "slope",', 'task: "slope", seconds: 60,');
const quick = fs
  .readFileSync(checks, "utf8")
  .replace('task: "slope",', 'task: "slope", seconds: 2,');
fs.writeFileSync(checks, quick);
const ask = `await check("slope", ${JSON.stringify(lab.labs)});`;

describe("check in a kernel", () => {
  let kernel: OpenKernel;
  beforeAll(async () => {
    kernel = await openKernel();
    const { reply, text } = await kernel.run(
      'import { check } from "gan-clinic/dist/lab";',
      "first",
    );
    expect(reply, text).toBe("ok");
  });
  afterAll(async () => {
    await kernel.close();
    removeFolder(lab.root);
  });

  /** Runs the task's cell, then what `check` says: its plain text. */
  async function checked(code: string, cell = "slope"): Promise<string> {
    const { reply } = await kernel.run(code, cell);
    if (reply !== "ok") await sleep(500); // tslab refuses cells that come right after one that failed
    return said();
  }

  async function said(): Promise<string> {
    const { messages } = await kernel.run(ask, "slope-check");
    const shown = messages.find(({ type }) => type === "display_data");
    const data = (shown?.content as { data?: Record<string, string> } | undefined)?.data ?? {};
    expect(data["text/html"]).toContain(data["text/plain"].split("\n")[0].slice(2));
    return data["text/plain"];
  }

  it("passes what is right, and says which code it judged", async () => {
    const text = await checked(`// my slope\n${right}`);
    expect(text).toMatch(/^✔ Slope of LeakyReLU: 1 of 1 checks passed\n/);
    expect(text).toMatch(
      /Judged: run \[\d+\] of the cell that begins "function slope\(x: number\): number \{"/,
    );
  });

  it("judges nothing after a cell that did not compile, though an older function is there", async () => {
    expect(await checked(right.replace("0.2;", "0.2"))).toMatch(/^✔/); // without the semicolon it compiles
    const text = await checked(right.replace("{\n", "{ (\n"));
    expect(text).toBe(
      "✘ Slope of LeakyReLU: the cell above did not compile; nothing was checked. " +
        "Mend what is red below it, run it, then check again.",
    );
  });

  it("judges nothing after a cell that threw", async () => {
    expect(await checked(`${right}\nthrow new Error("no");`)).toMatch(
      /the cell above stopped before its end; nothing was checked/,
    );
  });

  it("judges what another cell has declared since", async () => {
    expect(await checked(right, "my-own")).toMatch(/^✔/);
  });

  it("judges again what was mended", async () => {
    expect(await checked(right)).toMatch(/^✔/);
  });

  it("ends a loop without an end, and goes on", async () => {
    const text = await checked("function slope(x: number): number {\n  for (;;) x += 1;\n}");
    expect(text).toMatch(/: timed out\. Stopped after 2 s\. Look for a loop that never ends/);
    expect(await checked(right)).toMatch(/^✔/);
  });

  it.skipIf(process.platform === "win32")("ends at the stop button", async () => {
    // kernels keep what they have required, so the longer limit has a folder of its own
    const other = path.join(lab.root, "slow");
    fs.cpSync(lab.labs, other, { recursive: true });
    fs.writeFileSync(path.join(other, "checks.js"), slow);
    const sign = path.join(lab.root, "begun");
    const begin = `process.getBuiltinModule("node:fs").writeFileSync(${JSON.stringify(sign)}, "")`;
    await kernel.run(
      `function slope(x: number): number {\n  ${begin};\n  for (;;) x += 1;\n}`,
      "slope",
    );
    const running = kernel.run(`await check("slope", ${JSON.stringify(other)});`, "slope-check");
    await until("it has begun", () => fs.existsSync(sign), 60);
    await kernel.stop();
    const { text, milliseconds, reply } = await running;
    expect(text).toContain("Stopped before the check came to its end.");
    expect(reply).toBe("error");
    await sleep(500);
    expect(milliseconds).toBeLessThan(20_000);
    expect(await checked(right)).toMatch(/^✔/);
  });
});
