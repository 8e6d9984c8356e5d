/** The wall `process`: what it refuses, and what a grader that was killed behind it leaves. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { openGrader } from "../../../src/grader/grade/grader";
import { readLab } from "../../../src/grader/grade/lab";
import { makeOwnFolder } from "../../../src/grader/own-folder";
import { canBecomeOthers, readableToOthers } from "../../../src/grader/sandbox/users";
import { removeFolder } from "../../remove-folder";
import { sample } from "../lab/fixture";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "test-users-"));
afterAll(() => {
  removeFolder(folder);
});

it.skipIf(!canBecomeOthers())("refuses solutions that a submission could read", async () => {
  const solutions = path.join(folder, "solutions");
  fs.mkdirSync(solutions);
  fs.chmodSync(folder, 0o755);
  const open = () => openGrader(readLab(sample), { isolation: "process", secrets: [solutions] });
  for (const mode of [0o755, 0o705]) {
    fs.chmodSync(solutions, mode);
    expect(readableToOthers([solutions])).toEqual([solutions]);
    expect(open).toThrow(`found ${solutions} readable for every user`);
    expect(open).toThrow(`chmod -R go-rwx ${solutions}`);
  }
  fs.chmodSync(solutions, 0o700);
  await open().close();
  fs.chmodSync(solutions, 0o755);
  fs.chmodSync(folder, 0o700); // nobody comes as far as it
  await open().close();
});

it("removes the folders of processes that are gone, and no others", () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  const [left, running, others] = [`mine-${pid}-a`, `mine-${process.ppid}-a`, `other-${pid}-a`].map(
    (name) => path.join(folder, name),
  );
  for (const each of [left, running, others]) fs.mkdirSync(each);
  const own = makeOwnFolder(folder, "mine");
  expect(path.basename(own)).toMatch(new RegExp(`^mine-${process.pid}-`));
  expect([left, running, others].map((each) => fs.existsSync(each))).toEqual([false, true, true]);
});
