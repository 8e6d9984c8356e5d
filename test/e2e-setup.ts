/** Before the end-to-end tests: the project's own JupyterLab, where a Python can be found. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { findPython } from "../src/course/lab/python";

export default function setup(): void {
  if (!findPython().python) {
    console.warn("No Python 3.9 or newer: the tests against a Jupyter server are skipped");
    return;
  }
  const clinic = path.join(__dirname, "..", "src", "clinic.mjs");
  const { status } = spawnSync(process.execPath, [clinic, "lab", "--setup"], { stdio: "inherit" });
  if (status !== 0) throw new Error("clinic lab --setup failed: see its message above");
}
