import { Worker } from "node:worker_threads";

/** What runs in a thread: ends the process when its parent is gone. */
const watchSource = `
function watch() {
  const { existsSync, rmSync } = require("node:fs");
  const { workerData } = require("node:worker_threads");
  const { folder, parent, alive } = workerData;
  const exists = (pid) => {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      return error.code === "EPERM";
    }
  };
  const isGone = () =>
    process.ppid !== parent || !exists(parent) || (alive > 0 && !exists(alive));
  const end = () => {
    try {
      if (folder && existsSync(folder)) rmSync(folder, { recursive: true, force: true });
      process.kill(-process.pid, "SIGKILL");
    } catch {}
    process.kill(process.pid, "SIGKILL");
  };
  setInterval(() => isGone() && end(), 250);
}
`;

/** End this process, with its group, when its parent is gone: within a quarter of a second, also in an endless loop. */
export function endWithParent(): void {
  new Worker(`(${watchSource.trim()})()`, {
    eval: true,
    workerData: { parent: process.ppid, alive: 0 },
    execArgv: [],
    env: {},
  }).unref();
}

/**
 * The first part of what a Node kernel loads before anything else. A thread of its own looks four
 * times a second whether the parent process is still there; when it is not, it removes the
 * kernel's folder and kills the kernel's process group. A thread, because a kernel in an endless
 * loop hears no timer. In the kernel's own children and threads it does nothing.
 */
export const guardSource = `
const { Worker, isMainThread } = require("node:worker_threads");
${watchSource}
if (isMainThread) {
  const env = process.env;
  const workerData = {
    folder: env.CLINIC_GUARD_FOLDER,
    parent: Number(env.CLINIC_GUARD_PARENT) || process.ppid,
    alive: Number(env.CLINIC_GUARD_ALIVE) || 0,
  };
  // The kernel's own children are not guarded, and its code sees the environment it was given.
  const rest = (env.NODE_OPTIONS || "").replace("--require " + JSON.stringify(__filename), "").trim();
  if (rest) env.NODE_OPTIONS = rest;
  else delete env.NODE_OPTIONS;
  for (const name of ["FOLDER", "PARENT", "ALIVE"]) delete env["CLINIC_GUARD_" + name];
  new Worker("(" + watch + ")()", { eval: true, workerData, execArgv: [], env: {} }).unref();
}
`;

/**
 * A program that runs another one (a Python server, which loads no guard) and kills it and its
 * group when its own parent is gone. Arguments: a folder to remove then, the parent's process id,
 * more environment as JSON, and the command line.
 */
export const keeperSource = `
"use strict";
const { spawn } = require("node:child_process");
const { rmSync } = require("node:fs");
const [folder, parent, env, program, ...args] = process.argv.slice(1);
const child = spawn(program, args, {
  stdio: "inherit",
  env: { ...process.env, ...JSON.parse(env) },
});
child.on("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
let isOrphan = false;
child.on("exit", (code, signal) => {
  if (isOrphan) {
    rmSync(folder, { recursive: true, force: true });
    process.kill(process.platform === "win32" ? process.pid : -process.pid, "SIGKILL");
  }
  process.exitCode = code ?? 1;
  if (signal) console.error(program + " was killed by " + signal);
  process.exit();
});
// Signals go to the whole group: the program ends by them, and the keeper with it.
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => {});
setInterval(() => {
  if (process.ppid === Number(parent)) return;
  isOrphan = true;
  child.kill("SIGKILL");
}, 250);
`;
