import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeFolder } from "../remove-folder";

// What happens to a process and its disk while it writes: in processes of their own, with a limit to the size of
// a file that the system keeps.

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-checkpoint-"));
  file = path.join(folder, "run.safetensors");
});
afterEach(() => {
  removeFolder(folder);
});

/** Trains to a number of steps, and says how that ended. A snapshot is so large that a limit can lie above the first. */
const script = (steps: number, first: string) => `
  ${first}
  const { mlp, nonSaturating, ring, seeded, startEngine, trainGan } = require("gan-clinic");
  (async () => {
    await startEngine("wasm");
    const random = seeded(1);
    const run = await trainGan({
      data: ring(),
      generator: mlp({ name: "g", inputs: 4, hidden: [8], outputs: 2, random }),
      discriminator: mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random }),
      loss: nonSaturating, seed: 1, steps: ${steps}, batchSize: 8, snapshotEvery: 5, snapshotSize: 8192,
      learningRate: { generator: 1e-3, discriminator: 1e-3 },
      checkpoint: { file: ${JSON.stringify(file)} },
    });
    console.log(run.stopped, run.stepsDone, run.history.step.join());
  })().catch((error) => console.log(error.message));`;

/** Runs the script; `before` is what the shell does, and `first` what the script does before anything else. */
function train(steps: number, { before = "true", first = "" } = {}) {
  const shell = `${before} && exec "$0" -e "$1"`;
  return spawnSync("sh", ["-c", shell, process.execPath, script(steps, first)], {
    encoding: "utf8",
  });
}

const steps = (n: number) => Array.from({ length: n }, (_, i) => i + 1).join();

// two snapshots of 64 KiB are in the file of step 5, three in that of step 10; a limit counts 512 bytes each
const limit = "ulimit -f 340";

// ends the process at once when it is about to write the second file's third snapshot
const kill = `
  const fs = require("node:fs");
  const own = fs.writeSync;
  let large = 0;
  fs.writeSync = (handle, part, ...rest) => {
    if (part.length === 65536 && ++large === 5) process.kill(process.pid, "SIGKILL");
    return own(handle, part, ...rest);
  };`;

describe.skipIf(process.platform === "win32")("the old checkpoint stays whole", () => {
  it("when there is no room for a new one", () => {
    const { stdout } = train(20, { before: limit });
    expect(stdout).toMatch(/run\.safetensors can not be written: .*size.*What was there before is as it was/);
    expect(fs.readdirSync(folder)).toEqual(["run.safetensors"]); // and nothing is left beside it
    expect(train(20).stdout).toBe(`finished 20 ${steps(20)}\n`);
  }); // prettier-ignore

  it("when the process is killed while it writes a new one", () => {
    const { stdout, signal } = train(20, { first: kill });
    expect([stdout, signal]).toEqual(["", "SIGKILL"]);
    expect(fs.readdirSync(folder)).toHaveLength(2); // what was begun, beside the whole one
    const before = fs.readFileSync(file);
    expect(train(5).stdout).toBe(`finished 5 ${steps(5)}\n`);
    expect(fs.readFileSync(file)).toEqual(before);
    expect(train(20).stdout).toBe(`finished 20 ${steps(20)}\n`);
  });
});
