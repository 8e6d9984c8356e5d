/** What a learner sees while something trains, and what is left when a cell runs again and again. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openKernel, type CellRun, type OpenKernel } from "./session";

const setUp = `import { liveChart, mlp, nonSaturating, ring, scatterPlot, seeded, startEngine } from "gan-clinic";
import { tf, trainGan, trainingProgress } from "gan-clinic";
import * as v8 from "node:v8";
import * as vm from "node:vm";
await startEngine();
const data = ring();
v8.setFlagsFromString("--expose-gc");
const collectGarbage = vm.runInNewContext("gc") as () => void;`;

const trainLive = `const random = seeded(1);
const picture = liveChart();
const draw = (step: number, fake: Float32Array) =>
  scatterPlot({ title: "Step " + step, alt: "Points after " + step + " steps.", fake, domain: [-2, 2] });
const progress = trainingProgress({ steps: 1200, label: "ring" });
const run = await trainGan({
  data: data,
  generator: mlp({ name: "G", inputs: 4, hidden: [64, 64], outputs: 2, random }),
  discriminator: mlp({ name: "D", inputs: 2, hidden: [64, 64], outputs: 1, random }),
  loss: nonSaturating, seed: 1, steps: 1200, snapshotEvery: 10,
  learningRate: { generator: 1e-3, discriminator: 1e-3 },
  onSnapshot: ({ step, samples }) => picture.update(() => draw(step, samples)),
  onProgress: ({ stepsDone, history }) =>
    progress.update(stepsDone, { "loss of G": history.generatorLoss.at(-1) ?? NaN }),
});
progress.done();
await picture.done(draw(1200, run.snapshots[run.snapshots.length - 1].samples));
const lastLoss = run.history.generatorLoss[1199];
run.dispose();`;

describe("a cell that trains", () => {
  let kernel: OpenKernel;
  const runs: (CellRun & { left: string; memory: number })[] = [];
  beforeAll(async () => {
    kernel = await openKernel();
    expect((await kernel.run(setUp)).reply).toBe("ok");
    for (let i = 0; i < 11; i++) {
      const run = await kernel.run(trainLive);
      const { text } = await kernel.run(
        "collectGarbage(); console.log(tf.memory().numTensors, lastLoss)",
      );
      runs.push({ ...run, left: text, memory: process.platform === "linux" ? kernel.memory() : 0 });
    }
  });
  afterAll(() => kernel.close());

  it("has one chart and one line, which change in place at most four times a second", () => {
    for (const { reply, text, messages, milliseconds } of runs) {
      expect(reply, text).toBe("ok");
      expect(text).toBe("");
      const shown = messages.filter(({ type }) => type === "display_data");
      expect(shown).toHaveLength(2);
      // the first, the last, and one each begun quarter of a second
      const most = 2 * (2 + Math.ceil(milliseconds / 250));
      expect(messages.length).toBeLessThanOrEqual(most);
    }
    const lines = runs.flatMap(({ messages }) =>
      messages.flatMap(({ content }) => {
        const { data } = content as { data: Record<string, string> };
        return "image/png" in data ? [] : [data["text/plain"]];
      }),
    );
    expect(lines.join("\n")).toMatch(
      /ring {2}step [\d,]+ \/ 1,200 {2}[\d,.]+ steps\/s {2}\d+ s left {2}loss of G \d/,
    );
  });

  it("starts clean when it runs again: the same numbers, and no tensor more", () => {
    expect(new Set(runs.slice(1).map(({ left }) => left)).size).toBe(1);
  });

  it.runIf(process.platform === "linux")("does not fill the memory in ten runs", () => {
    const memory = runs.map((run) => run.memory);
    const least = (of: number[]): number => Math.min(...of); // garbage that waits does not count
    const grown = least(memory.slice(-3)) - least(memory.slice(1, 4)); // over seven runs
    expect(grown, `MB after each run: ${memory.map(Math.round).join(", ")}`).toBeLessThan(20);
  });
});
