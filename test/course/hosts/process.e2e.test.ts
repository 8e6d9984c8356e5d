import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { describeEnd, endGroup, startGroup } from "../../../src/course/hosts/process";
import { isRunning, startScript, until } from "../run/processes";

const options = { cwd: process.cwd(), env: process.env };
const node = (code: string) => startGroup([process.execPath, "-e", code], options);

test("keeps the last of what a program wrote, and how it ended", async () => {
  const group = node(
    `console.log("a".repeat(20_000)); console.error("last"); process.exitCode = 3`,
  );
  expect(await group.ended).toBe("exited with code 3");
  expect(await until(() => group.tail.includes("last"), 20_000)).toBe(true);
  expect(group.tail.length).toBeLessThanOrEqual(8_000);
  expect(describeEnd(group)).toMatch(/^The kernel exited with code 3\n[^]*last$/);
  await endGroup(group, 100);
});

test("a program that is not there ends at once, with the reason", async () => {
  const group = startGroup(["/no/such/program"], options);
  expect(await group.ended).toMatch(/^could not be started \(.*ENOENT.*\)$/);
  await endGroup(group, 100);
});

test("ends a program that does not listen, and its children", async () => {
  const group = node(`process.on("SIGTERM", () => {});
    const { pid } = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1e3)"]);
    console.log("child", pid); setInterval(() => {}, 1e3)`);
  expect(await until(() => /child \d+/.test(group.tail), 20_000)).toBe(true);
  const child = Number(/child (\d+)/.exec(group.tail)?.[1]);
  expect(isRunning(child)).toBe(true);
  await endGroup(group, 100);
  expect(group.end).toBe("was killed by SIGKILL");
  expect(await until(() => !isRunning(child), 20_000)).toBe(true);
});

test("a process that exits without ending its groups takes them and their folders along", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-test-"));
  const script = `
    const code = 'setInterval(() => {}, 1e3); console.log("up")';
    const options = { cwd: ".", env: process.env, folder: ${JSON.stringify(folder)} };
    const group = load("hosts/process").startGroup([process.execPath, "-e", code], options);
    group.child.stdout.once("data", () => { console.log(group.child.pid); process.exit(0); });`;
  const child = startScript(script);
  expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
  expect(await until(() => !isRunning(Number(child.text)), 20_000)).toBe(true);
  expect(fs.existsSync(folder)).toBe(false);
});
