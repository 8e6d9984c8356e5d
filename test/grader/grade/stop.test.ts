/** Runs that are stopped, and those that cannot work: nothing is left behind, and no result is made of them. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { explain } from "../../../src/course/explain";
import { openFolder } from "../../../src/course/open-folder";
import { openGrader, type GraderOptions } from "../../../src/grader/grade/grader";
import { readLab } from "../../../src/grader/grade/lab";
import { openScratch } from "../../../src/grader/grade/scratch";
import { StoppedError, stopOnSignals, unlessStopped } from "../../../src/grader/grade/stop";
import { sample } from "../lab/fixture";
import { removeFolder } from "../../remove-folder";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "test-stop-"));
afterAll(() => {
  removeFolder(folder);
});

describe("openScratch", () => {
  it("has a folder until it is removed, and removes what killed runs left", () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]); // it has ended
    const left = path.join(folder, `clinic-grade-${pid}-abc`);
    const running = path.join(folder, `clinic-grade-${process.ppid}-abc`);
    const other = path.join(folder, "clinic-grade-notes");
    for (const each of [left, running, other]) fs.mkdirSync(each);
    fs.writeFileSync(path.join(left, "1.ipynb"), "somebody's");
    const scratch = openScratch(folder);
    expect([left, running, other].map((each) => fs.existsSync(each))).toEqual([false, true, true]);
    expect(fs.existsSync(scratch.folder)).toBe(true);
    scratch.remove();
    expect(fs.existsSync(scratch.folder)).toBe(false);
    expect(process.listeners("exit")).not.toContain(scratch.remove);
  });
});

describe("stopping", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s aborts, and ends with %i", (name, code) => {
    const before = process.listenerCount(name);
    const stops = stopOnSignals();
    process.emit(name);
    expect(stops.signal.aborted).toBe(true);
    expect(stops.signal.reason).toBeInstanceOf(StoppedError);
    expect((stops.signal.reason as StoppedError).exitCode).toBe(code);
    stops.release();
    expect(process.listenerCount(name)).toBe(before);
  });

  it("does not wait for work that never ends", async () => {
    const stop = new AbortController();
    const waiting = unlessStopped(new Promise(() => undefined), stop.signal);
    stop.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    await expect(unlessStopped(Promise.resolve(1), stop.signal)).rejects.toThrow("enough");
    expect(await unlessStopped(Promise.resolve(1), new AbortController().signal)).toBe(1);
  });
});

describe("options that cannot work are refused before anything is started", () => {
  const lab = readLab(sample);
  it.each<[GraderOptions, RegExp]>([
    [{ workers: 65 }, /^--workers: wanted a whole number from 1 to 64, found 65/],
    [{ workers: 0 }, /found 0/],
    [{ workers: 1.5 }, /found 1.5/],
    [{ session: { cell: 3_000_000 } }, /^--cell-timeout: wanted 1 to 86400 s, found 3000000/],
    [{ session: { cell: 0.001 } }, /^--cell-timeout/],
    [{ session: { notebook: Infinity } }, /^--notebook-timeout: .*found Infinity/],
    [{ limits: { memory: 1e9 } }, /^--memory: wanted at most what this machine has, \d+ MiB/],
    [{ limits: { memory: 100 } }, /"memory": wanted a number from 192 on, found 100/],
  ])("%j", (options, message) => {
    expect(() => openGrader(lab, options)).toThrow(RangeError);
    expect(() => openGrader(lab, options)).toThrow(message);
  });
});

it("a folder in which nothing can be made is named, not the one that is not there", () => {
  // /proc takes no folder from anybody, root included, and says ENOENT
  const error = (() => {
    try {
      openFolder("/proc/grades/.kept");
    } catch (reason) {
      return reason;
    }
    return undefined;
  })();
  expect(explain(error)).toMatch(/^\/proc cannot be written or read by you. Choose another folder/);
  openFolder(path.join(folder, "new", "deep"));
  expect(fs.readdirSync(path.join(folder, "new", "deep"))).toEqual([]);
});
