/** How soon the stop button ends a cell that trains ten GANs on the ring, with its live chart and line. */
import { setTimeout as sleep } from "node:timers/promises";
import { openKernel } from "../course/kernel/session";
import { spread } from "./statistics";
import { markdownTable } from "./table";

const BEFORE = `import { latestLosses, liveChart, overSeeds, recipe, scatterPlot, seedList } from "gan-clinic";
import { startEngine, trainGan, trainingProgress } from "gan-clinic";
await startEngine();
const game = recipe({
  data: { ring: { modes: 8, std: 0.05 } },
  generator: { mlp: { inputs: 4, hidden: [64, 64] } },
  discriminator: { mlp: { hidden: [64, 64] } },
  loss: "nonSaturating",
  learningRate: 1e-3,
  steps: 4000,
  snapshotEvery: 200,
});`;

const TRAINING = `const picture = liveChart();
const draw = (step: number, fake: Float32Array) => scatterPlot({
  title: "Step " + step, alt: "Generated points at step " + step + ".", fake, domain: [-1.6, 1.6],
});
let last = draw(0, new Float32Array(2));
await overSeeds("ring", seedList(10), async ({ seed, label }) => {
  const progress = trainingProgress({ steps: game.steps, label });
  const run = await trainGan({
    ...game,
    seed,
    onSnapshot: ({ step, samples }) => {
      last = draw(step, samples);
      picture.update(() => last);
    },
    onProgress: ({ stepsDone, history }) => progress.update(stepsDone, latestLosses(history)),
  });
  progress.done();
  run.dispose();
  return seed;
});
await picture.done(last);`;

/** Milliseconds from the press of the button to the end of the cell, each at another moment of the training. */
export async function measureStop(rounds: number): Promise<number[]> {
  const kernel = await openKernel();
  try {
    const { reply, text: said } = await kernel.run(BEFORE);
    if (reply !== "ok") throw new Error(`What comes before the training failed: ${said}`);
    const took: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const running = kernel.run(TRAINING);
      await sleep(4000 + 730 * (round % 7));
      const pressed = performance.now();
      await kernel.stop();
      const { text } = await running;
      took.push(performance.now() - pressed);
      if (!text.includes("Stopped")) throw new Error(`The cell was not stopped: ${text}`);
      await sleep(500); // tslab refuses cells that come right after one that failed
    }
    return took;
  } finally {
    await kernel.close();
  }
}

export function stopTable(took: readonly number[]): string {
  const { median, min, max } = spread(took);
  const text = `${median.toFixed(0)} [${min.toFixed(0)}–${max.toFixed(0)}]`;
  return markdownTable(
    ["a cell that trains ten GANs on the ring, stopped", `median [least–most] of ${took.length}`],
    [["milliseconds until the cell has ended", text]],
  );
}
