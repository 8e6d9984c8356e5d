#!/usr/bin/env node
// The `clinic` command's first lines. Node 12 must get as far as its refusal: nothing here is younger than that.
import fs from "fs";
import path from "path";
import { fileURLToPath } from "url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const isClone = fs.existsSync(path.join(root, "package-lock.json")); // not when installed as a package

/** What is wrong with this Node: the course needs one whose require() also loads ES modules. Or undefined. */
function nodeFault() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24)
    return undefined;
  return (
    `\nNode ${process.versions.node} cannot run GAN Clinic: it needs 20.19 or newer, 22.12 or newer, or 24 and up.\n` +
    "Install a newer one from https://nodejs.org (or with nvm: `nvm install 24`) and run this command again.\n"
  );
}

/** Install and build where that is to be done, then hand over to the built command. */
function start() {
  const ready = isClone ? import("./prepare.mjs").then((prepare) => prepare.makeReady(root)) : null;
  return Promise.resolve(ready).then(() => {
    if (process.argv[2] === "ready") return undefined;
    const built = new URL("../dist/cli.js", import.meta.url).href;
    return import(built).then((cli) => cli.main(process.argv.slice(2)));
  });
}

const fault = nodeFault();
if (fault === undefined) {
  start().catch((error) => {
    setImmediate(() => {
      throw error; // with its stack, as any defect of ours
    });
  });
} else {
  process.stderr.write(fault);
  process.exitCode = 1;
}
