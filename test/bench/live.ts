/**
 * What it costs to look: a training with its live chart and line in a notebook's kernel, and the same without.
 *
 * The seconds of a training change by a tenth from round to round on a machine with other guests, so a difference of
 * one percent does not show in them. V8's sampling profiler tells it: which share of the time the code that shows is on
 * the stack, and how much more time goes into collecting garbage than without it.
 */
import type { Profiler } from "node:inspector";
import { openKernel, type OpenKernel } from "../course/kernel/session";
import { medianInterval, spread } from "./statistics";
import { markdownTable, spreadText } from "./table";

const setUp = `import { liveChart, mlp, nonSaturating, orthogonal, ring, scatterPlot, seeded } from "gan-clinic";
import { startEngine, trainGan, trainingProgress } from "gan-clinic";
import { Session } from "node:inspector/promises";
const profiler = new Session();
profiler.connect();
await profiler.post("Profiler.enable");
await profiler.post("Profiler.setSamplingInterval", { interval: 500 }); // microseconds
await startEngine();
const data = ring();
const real = data.sample(2500, seeded(0)).dataSync() as Float32Array;
async function train(steps: number, isLive: boolean) {
  const random = seeded(1);
  const make = (name: string, inputs: number, outputs: number) =>
    mlp({ name, inputs, hidden: [64, 64], outputs, random, init: orthogonal(0.8) });
  const picture = liveChart();
  const draw = (step: number, fake: Float32Array) =>
    scatterPlot({ title: "Step " + step, alt: "Points at step " + step + ".", real: real, fake, domain: [-1.6, 1.6] });
  const progress = trainingProgress({ steps, label: "ring" });
  await profiler.post("Profiler.start");
  const start = performance.now();
  const run = await trainGan({
    data: data, generator: make("G", 4, 2), discriminator: make("D", 2, 1), loss: nonSaturating,
    seed: 1, steps, snapshotEvery: steps / 20, learningRate: { generator: 1e-3, discriminator: 1e-3 },
    onSnapshot: ({ step, samples }) => { if (isLive) picture.update(() => draw(step, samples)); },
    onProgress: ({ stepsDone, history }) => {
      if (isLive) progress.update(stepsDone, { "loss of G": history.generatorLoss[stepsDone - 1] });
    },
  });
  const seconds = (performance.now() - start) / 1000;
  const { profile } = await profiler.post("Profiler.stop");
  if (isLive) {
    progress.done();
    await picture.done(draw(steps, run.snapshots[20].samples));
  }
  run.dispose();
  return { seconds, profile };
}`;

/** Where the time of a training went: shares of the whole. */
export interface Shares {
  readonly showing: number;
  readonly garbage: number;
}

/** One training, with the display or without it. */
interface Round extends Shares {
  readonly seconds: number;
}

/** Rounds with the display and without it, in turns. */
export interface LiveCost {
  readonly steps: number;
  readonly shown: readonly Round[];
  readonly unseen: readonly Round[];
}

/** Is this file part of making charts, or of sending them to the notebook? */
const isShowing = (url: string): boolean => /[\\/](dist[\\/]plots|zeromq)[\\/]/.test(url);

/** The shares of a profile: a sample counts as showing when such code is anywhere on its stack. */
export function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Shares {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const showing = new Set<number>();
  const mark = (id: number, isInside: boolean): void => {
    const { callFrame, children = [] } = byId.get(id)!;
    const isHere = isInside || isShowing(callFrame.url);
    if (isHere) showing.add(id);
    for (const child of children) mark(child, isHere);
  };
  mark(nodes[0].id, false); // the first is the root
  const sums = { all: 0, showing: 0, garbage: 0 };
  samples.forEach((id, i) => {
    sums.all += timeDeltas[i];
    if (showing.has(id)) sums.showing += timeDeltas[i];
    else if (byId.get(id)!.callFrame.functionName === "(garbage collector)")
      sums.garbage += timeDeltas[i];
  });
  if (sums.all === 0) throw new RangeError("sharesOf: wanted a profile with samples, found none");
  return { showing: sums.showing / sums.all, garbage: sums.garbage / sums.all };
}

async function answer(kernel: OpenKernel, code: string): Promise<string> {
  const { reply, text } = await kernel.run(code);
  if (reply !== "ok") throw new Error(`The cell failed: ${text}`);
  return text;
}

/** Train in turns with and without the display; which one comes first changes from round to round. */
export async function measureLive(rounds: number, steps: number): Promise<LiveCost> {
  const kernel = await openKernel();
  try {
    await answer(kernel, setUp);
    const trained = async (isLive: boolean): Promise<Round> => {
      const text = await answer(
        kernel,
        `console.log(JSON.stringify(await train(${steps}, ${isLive})))`,
      );
      const { seconds, profile } = JSON.parse(text) as { seconds: number; profile: never };
      return { seconds, ...sharesOf(profile) };
    };
    await trained(true); // what runs for the first time is slow
    const shown: Round[] = [];
    const unseen: Round[] = [];
    for (let round = 0; round < rounds; round++) {
      const order = round % 2 === 0 ? [true, false] : [false, true];
      for (const isLive of order) (isLive ? shown : unseen).push(await trained(isLive));
    }
    return { steps, shown, unseen };
  } finally {
    await kernel.close();
  }
}

export function liveTable({ steps, shown, unseen }: LiveCost): string {
  const extra = shown.map(({ showing, garbage }, i) => {
    const without = unseen[i];
    return showing + garbage - without.showing - without.garbage;
  });
  const seconds = (rounds: readonly Round[]): string =>
    spreadText(spread(rounds.map((round) => round.seconds)));
  const percent = (values: readonly number[]): string => {
    const { median, low, high } = medianInterval(values.map((value) => 100 * value));
    return `${median.toFixed(2)} [${low.toFixed(2)}–${high.toFixed(2)}]`;
  };
  const row = (name: string, how: (rounds: readonly Round[]) => string): string[] => [
    name,
    how(shown),
    how(unseen),
  ];
  return markdownTable(
    [`${steps} steps on the ring, ${shown.length} rounds`, "with live chart and line", "without"],
    [
      row("seconds, median [least–most]", seconds),
      row("% of the time making and sending charts", (rounds) =>
        percent(rounds.map(({ showing }) => showing)),
      ),
      row("% of the time collecting garbage", (rounds) =>
        percent(rounds.map(({ garbage }) => garbage)),
      ),
      ["**% of the time that the display takes**, with its 95 % interval", percent(extra), ""],
    ],
  );
}
