/** Around all tests: one temporary folder for what they make, removed with everything in it at the end. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { removeFolder } from "./remove-folder";

export default function setup(): () => void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-tests-"));
  fs.chmodSync(folder, 0o711); // other users may pass: some tests are about what these may read
  for (const name of ["TMPDIR", "TMP", "TEMP"]) process.env[name] = folder; // what os.tmpdir() asks, on each system
  return () => {
    removeFolder(folder);
  };
}
