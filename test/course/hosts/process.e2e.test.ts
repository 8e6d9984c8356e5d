import { expect, test } from "vitest";
import { describeEnd, endGroup, startGroup } from "../../../src/course/hosts/process";
import { isRunning, until } from "../run/processes";

const options = { cwd: process.cwd(), env: process.env };
const node = (code: string) => startGroup([process.execPath, "-e", code], options);

test("keeps the last of what a program wrote, and how it ended", async () => {
  const group = node(
    `console.log("a".repeat(20_000)); console.error("last"); process.exitCode = 3`,
  );
  expect(await group.ended).toBe("exited with code 3");
  expect(await until(() => group.tail.includes("last"), 2_000)).toBe(true);
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
  expect(await until(() => /child \d+/.test(group.tail), 10_000)).toBe(true);
  const child = Number(/child (\d+)/.exec(group.tail)?.[1]);
  expect(isRunning(child)).toBe(true);
  await endGroup(group, 100);
  expect(group.end).toBe("was killed by SIGKILL");
  expect(await until(() => !isRunning(child), 2_000)).toBe(true);
});
