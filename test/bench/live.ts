/** What it costs to look: a training with its live chart and line in a notebook's kernel, and the same without. */
import { openKernel, type OpenKernel } from "../course/kernel/session";
import { medianInterval, spread, type MedianInterval, type Spread } from "./statistics";

const setUp = `import { liveChart, mlp, nonSaturating, orthogonal, ring, scatterPlot, seeded } from "gan-clinic";
import { startEngine, trainGan, trainingProgress } from "gan-clinic";
await startEngine();
const data = ring();
const real = data.sample(2500, seeded(0)).dataSync() as Float32Array;
async function train(steps: number, isLive: boolean): Promise<number> {
  const start = performance.now();
  const random = seeded(1);
  const make = (name: string, inputs: number, outputs: number) =>
    mlp({ name, inputs, hidden: [64, 64], outputs, random, init: orthogonal(0.8) });
  const picture = liveChart();
  const draw = (step: number, fake: Float32Array) =>
    scatterPlot({ title: "Step " + step, alt: "Points at step " + step + ".", real: real, fake, domain: [-1.6, 1.6] });
  const progress = trainingProgress({ steps, label: "ring" });
  const run = await trainGan({
    data: data, generator: make("G", 4, 2), discriminator: make("D", 2, 1), loss: nonSaturating,
    seed: 1, steps, snapshotEvery: steps / 20, learningRate: { generator: 1e-3, discriminator: 1e-3 },
    onSnapshot: ({ step, samples }) => { if (isLive) picture.update(() => draw(step, samples)); },
    onProgress: ({ stepsDone, history }) => {
      if (isLive) progress.update(stepsDone, { "loss of G": history.generatorLoss[stepsDone - 1] });
    },
  });
  const seconds = (performance.now() - start) / 1000;
  if (isLive) {
    progress.done();
    await picture.done(draw(steps, run.snapshots[20].samples));
  }
  run.dispose();
  return seconds;
}`;

/** Seconds of each round, with the display and without it, and how many times as long it takes with it. */
export interface LiveCost {
  readonly steps: number;
  readonly shown: readonly number[];
  readonly unseen: readonly number[];
  readonly ratio: MedianInterval;
}

async function timed(kernel: OpenKernel, code: string): Promise<string> {
  const { reply, text } = await kernel.run(code);
  if (reply !== "ok") throw new Error(`The cell failed: ${text}`);
  return text;
}

/**
 * Train in turns with and without the display; which one comes first changes from round to round. Many short rounds,
 * as what else the machine does changes from second to second.
 */
export async function measureLive(rounds: number, steps: number): Promise<LiveCost> {
  const kernel = await openKernel();
  try {
    await timed(kernel, setUp);
    const seconds = async (isLive: boolean): Promise<number> =>
      Number(await timed(kernel, `console.log(await train(${steps}, ${isLive}))`));
    await seconds(true);
    const shown: number[] = [];
    const unseen: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const order = round % 2 === 0 ? [true, false] : [false, true];
      for (const isLive of order) (isLive ? shown : unseen).push(await seconds(isLive));
    }
    return { steps, shown, unseen, ratio: medianInterval(shown.map((s, i) => s / unseen[i])) };
  } finally {
    await kernel.close();
  }
}

export function liveTable({ steps, shown, unseen, ratio: cost }: LiveCost): string {
  const row = (name: string, { median, min, max }: Spread, digits: number): string =>
    `| ${name} | ${median.toFixed(digits)} [${min.toFixed(digits)}–${max.toFixed(digits)}] |`;
  return [
    `| ${steps} steps on the ring | median [least–most] of ${shown.length} |`,
    "| --- | ---: |",
    row("seconds with live chart and line", spread(shown), 2),
    row("seconds without", spread(unseen), 2),
    `| with / without, with its 95 % interval | ${cost.median.toFixed(3)} [${cost.low.toFixed(3)}–${cost.high.toFixed(3)}] |`,
  ].join("\n");
}
