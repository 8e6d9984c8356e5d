/** What a learner downloads: a fresh clone, with its history, stays under 60 MB. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { removeFolder } from "../remove-folder";
import { ROOT } from "./clinic";

const BYTES = 60e6;

it.skipIf(!fs.existsSync(path.join(ROOT, ".git")))("a fresh clone is under 60 MB", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-size-"));
  const to = path.join(folder, "clone");
  execFileSync("git", ["clone", "--quiet", "--no-local", ROOT, to]);
  const files = fs
    .readdirSync(to, { recursive: true, encoding: "utf8" })
    .map((file) => fs.lstatSync(path.join(to, file)))
    .filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  removeFolder(folder);
  expect(bytes).toBeGreaterThan(1e6);
  expect(bytes, `${(bytes / 1e6).toFixed(1)} MB`).toBeLessThan(BYTES);
});
