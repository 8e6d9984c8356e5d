/** The stop button in the course's kernel: what ends, and what can be used afterwards. How soon: `npm run bench -- --stop`. */
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until, workFolder } from "../../cli/clinic";
import { removeFolder } from "../../remove-folder";
import { openKernel, type OpenKernel } from "./session";

const folder = workFolder();
/** A cell writes it when what is to be stopped has begun. */
const sign = path.join(folder, "begun");
const begin = `process.getBuiltinModule("node:fs").writeFileSync(${JSON.stringify(sign)}, "")`;

const networks = `generator: mlp({ name: "G", inputs: 4, hidden: [64, 64], outputs: 2, random }),
  discriminator: mlp({ name: "D", inputs: 2, hidden: [64, 64], outputs: 1, random }),
  loss: nonSaturating, learningRate: { generator: 1e-3, discriminator: 1e-3 }`;

/** A training that would take an hour, and says so once it is under way. */
const train = (seed: string, extra = "steps: 1e7") =>
  `await trainGan({ data: ring(), seed: ${seed}, ${networks}, ${extra},
    onProgress: ({ stepsDone }) => { if (stepsDone > 50) ${begin}; } })`;

describe.skipIf(process.platform === "win32")("the stop button", () => {
  let kernel: OpenKernel;
  beforeAll(async () => {
    kernel = await openKernel();
    const { reply, text } =
      await kernel.run(`import { mlp, nonSaturating, overSeeds, ring, runSeeds, seeded } from "gan-clinic";
      import { startEngine, trainGan } from "gan-clinic";
      await startEngine();
      let random = seeded(1);`);
    expect(reply, text).toBe("ok");
  });
  afterAll(async () => {
    await kernel.close();
    removeFolder(folder);
  });

  /** Run a cell and press stop when it gives its sign, or after some milliseconds. */
  async function stopped(code: string, wait?: number) {
    fs.rmSync(sign, { force: true });
    await sleep(500); // tslab refuses cells that come right after one that failed
    await kernel.run("random = seeded(1);");
    const running = kernel.run(code);
    if (wait === undefined) await until("it has begun", () => fs.existsSync(sign), 60);
    else await sleep(wait);
    await kernel.stop();
    const behind = kernel.run("console.log('the next cell')");
    const { reply, text } = await running;
    expect((await behind).reply).toBe("not executed");
    await sleep(500);
    return { reply, text };
  }

  it.each([
    ["compiled steps", "steps: 1e7"],
    ["steps that run operation by operation", "steps: 1e7, compiled: false"],
  ])("ends %s, and what was trained can be used", async (_, extra) => {
    const { reply, text } = await stopped(`const run = ${train("1", extra)};`);
    expect(reply).toBe("error"); // so that the cells that wait do not run
    expect(text).toMatch(/^Stopped\. The cell came to its end/);
    const after = await kernel.run(
      "console.log(run.stopped, run.stepsDone > 0, run.sample(3).shape);",
    );
    expect(after.text).toMatch(/^interrupted true \[ 3, 2 \]/);
  });

  it("hears a stop that comes while TypeScript still checks the cell", async () => {
    const long =
      "{ const value: number = Math.max(...[1, 2, 3].map((one) => one * 2)); void value; }\n";
    const { reply, text } = await stopped(
      `${long.repeat(3000)} const early = ${train("1")};`,
      300, // it is checked for a second or more
    );
    expect(reply).toBe("error");
    expect(text).toMatch(/^Stopped before the cell came to its end/);
  });

  it("ends all trainings of a cell, not only the one that runs", async () => {
    await stopped(`const runs: number[] = [];
      for (const seed of [1, 2, 3]) runs.push((${train("seed")}).stepsDone);`);
    const { text } = await kernel.run("console.log(runs.map((steps) => steps > 0).join());");
    expect(text).toBe("true,false,false\n");
  });

  it("keeps the seeds that overSeeds has finished", async () => {
    const { text } = await stopped(
      `const overRuns = await overSeeds("some", [1, 2, 3], async ({ seed }) =>
        (${train("seed", "steps: seed === 2 ? 1e7 : 50")}).stepsDone);`,
    );
    expect(text).toContain('Stopped in seed 2 of 3 of "some": the results of the 1 before it');
    expect((await kernel.run("console.log(overRuns.join());")).text).toBe("50\n");
  });

  it("keeps what runSeeds has finished for the same cell", async () => {
    const cell = `const slow = await runSeeds("slow", [1, 2, 3, 4], async ({ seed }) => {
        if (seed > 2) {
          ${begin};
          await new Promise(() => setInterval(() => undefined, 1000));
        }
        return seed;
      }, { processes: 1 });`;
    const { text } = await stopped(cell);
    expect(text).toBe(
      'Stopped in "slow". 2 of 4 seeds are finished and kept: run the cell again as it is to go on with the others\n',
    );
    const again = await stopped(cell); // only the slow ones are left, and none of them can be done
    expect(again.text).toContain("2 of 4 seeds are finished");
  });

  it("gives up a cell that does not listen, and says what that means", async () => {
    const waits = await stopped(
      "await new Promise((resolve) => setTimeout(resolve, 60_000));",
      500,
    );
    expect(waits.text).toMatch(/^Stopped before the cell came to its end: what it declares cannot/);
    const loops = await stopped("for (;;);", 1_000);
    expect(loops.text).toMatch(/^Stopped before the cell came to its end/);
  });
});
