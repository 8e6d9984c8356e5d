import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openLog } from "../../../src/course/lab/log";
import { removeFolder } from "../../remove-folder";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-log-"));
});
afterEach(() => {
  removeFolder(folder);
});

it("keeps the log of this start and of the one before", () => {
  const file = path.join(folder, "new", "lab.log");
  for (const text of ["first", "second", "third"]) {
    const log = openLog(file);
    log.write(text);
    log.write(Buffer.from("\n"));
    log.close();
  }
  expect(fs.readFileSync(file, "utf8")).toBe("third\n");
  expect(fs.readFileSync(path.join(folder, "new", "lab.old.log"), "utf8")).toBe("second\n");
  expect(fs.readdirSync(path.dirname(file))).toHaveLength(2);
});

it.skipIf(process.platform === "win32")("is its owner's alone", () => {
  openLog(path.join(folder, "lab.log")).close();
  expect(fs.statSync(path.join(folder, "lab.log")).mode & 0o777).toBe(0o600);
});

it("does not stop what runs when it cannot be written to any more", () => {
  const log = openLog(path.join(folder, "lab.log"));
  log.close();
  expect(() => {
    log.write("more");
  }).not.toThrow();
});
