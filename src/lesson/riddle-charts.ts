/** The charts that riddles are made of. */
import type { Dataset } from "../data/dataset";
import type { Chart } from "../plots/chart";
import { curves } from "../plots/curves";
import { gradientHeatMap } from "../plots/gradient-heat";
import type { Reference } from "../plots/reference";
import { scatterFrames } from "../plots/scatter-frames";
import { seeded } from "../random";
import { mean } from "../statistics";
import { smooth, type History } from "../training/history";
import type { Snapshot } from "../training/snapshot";
import type { TrainingRun } from "../training/trainer";

/** A training to be looked at. */
export interface ShownRiddle {
  readonly name: string;
  readonly run: Pick<TrainingRun, "history" | "monitors" | "snapshots">;
  readonly data: Dataset;
}

const SMOOTHED = 20; // steps

/** Its place on a log scale; 0 has none. */
const onLogScale = (least: number) => (value: number) => Math.max(value, least);

export const riddleCharts = {
  losses: (shown: ShownRiddle) => {
    const reference = [4, 2].map((of) => ({ value: Math.log(of), label: `log ${of}` }));
    return lossesOf(shown, "loss (nats)", reference);
  },
  /** Where they are no logarithms, or go far beyond those levels. */
  "plain losses": (shown: ShownRiddle) => lossesOf(shown, "loss"),
  samples: (shown: ShownRiddle) => samplesAt(shown, [0.1, 0.4, 0.7, 1], "four"),
  "six samples": (shown: ShownRiddle) => samplesAt(shown, [0, 0.2, 0.4, 0.6, 0.8, 1], "six"),
  judgement: ({ name, run }: ShownRiddle) => {
    const { step, realProbability, fakeProbability, discriminatorAccuracy } = run.history;
    return curves({
      title: `Run ${name}: what D says, and how often it is right`,
      alt: `Mean D(x) of real samples, mean D of fakes, and D's accuracy over run ${name}.`,
      x: step,
      series: [
        { name: "D of real", values: smooth(realProbability, SMOOTHED) },
        { name: "D of fakes", values: smooth(fakeProbability, SMOOTHED) },
        { name: "accuracy", values: smooth(discriminatorAccuracy, SMOOTHED) },
      ],
      yTitle: "share, or probability",
      yDomain: [0, 1],
    });
  },
  "generator's gradient": ({ name, run }: ShownRiddle) => {
    const lengths = run.history.generatorGradient.map(onLogScale(1e-12));
    return curves({
      title: `Run ${name}: the generator's gradient`,
      alt: `Length of the generator's gradient over run ${name}, on a log scale.`,
      x: run.history.step,
      series: [{ name: "G's gradient", values: smooth(lengths, SMOOTHED) }],
      yTitle: "length of G's gradient",
      yScale: "log",
    });
  },
  gradients: (shown: ShownRiddle) => gradientsOf(shown, 1e-30, "length of the gradient"),
  /** Where the long ones matter: a 0 at 1e-30 would press them together. */
  "longest gradients": (shown: ShownRiddle) =>
    gradientsOf(shown, 1e-4, "length of the gradient (0.0001 or more)"),
  layers: ({ name, run: { monitors } }: ShownRiddle) =>
    gradientHeatMap({
      title: `Run ${name}: the generator's layers`,
      alt: `Gradient of each layer of the generator in run ${name}.`,
      steps: monitors.map(({ step }) => step),
      layers: layersOf(monitors[0]).map((key, i, { length }) => ({
        name: i === length - 1 ? "output" : `layer ${i + 1}`,
        norms: monitors.map(({ generatorGradients }) => generatorGradients[key]),
      })),
      valueTitle: "gradient (RMS)",
    }),
  gap: ({ name, run }: ShownRiddle) => {
    const rows = run.monitors.filter(({ overfitting }) => Number.isFinite(overfitting));
    return curves({
      title: `Run ${name}: what its discriminator thinks of points that it trains on, against new ones`,
      alt: `The difference of the discriminator's scores on training points and on held-out real points over run ${name}.`,
      x: rows.map(({ step }) => step),
      series: [{ name: "training − held-out", values: rows.map((row) => row.overfitting!) }],
      reference: [{ value: 0, label: "no difference" }],
      yTitle: "gap of the scores (their std)",
    });
  },
  moves: ({ name, run: { snapshots } }: ShownRiddle) => {
    const later = snapshots.slice(1);
    return curves({
      title: `Run ${name}: how far do the samples of the same latent vectors move?`,
      alt: `Mean distance from each snapshot of run ${name} to the one before, latent vector by latent vector.`,
      x: later.map(({ step }) => step),
      series: [{ name: "samples", values: movesOf(snapshots) }],
      reference: [{ value: 0, label: "at rest" }],
      yTitle: "distance to the snapshot before",
    });
  },
} satisfies Record<string, (shown: ShownRiddle) => Chart>;

function lossesOf(
  { name, run }: ShownRiddle,
  unit: string,
  reference: readonly Reference[] = [],
): Chart {
  const { step, discriminatorLoss, generatorLoss } = run.history;
  return curves({
    title: `Run ${name}: the losses`,
    alt: `Losses of both networks in run ${name}.`,
    x: step,
    series: [
      { name: "discriminator", values: smooth(discriminatorLoss, SMOOTHED) },
      { name: "generator", values: smooth(generatorLoss, SMOOTHED) },
    ],
    reference,
    yTitle: `${unit}, mean of ${SMOOTHED} steps`,
  });
}

function gradientsOf({ name, run }: ShownRiddle, least: number, yTitle: string): Chart {
  const { step, generatorGradient, discriminatorGradient } = run.history;
  return curves({
    title: `Run ${name}: how long are the gradients?`,
    alt: `Length of both players' gradients in run ${name}, on a log scale.`,
    x: step,
    series: [
      { name: "generator", values: generatorGradient.map(onLogScale(least)) },
      { name: "discriminator", values: discriminatorGradient.map(onLogScale(least)) },
    ],
    yTitle,
    yScale: "log",
  });
}

/** Those of some rows that stand at shares of the run, each once. */
export function momentsOf<T>(rows: readonly T[], shares: readonly number[]): T[] {
  return [...new Set(shares.map((share) => rows[Math.round(share * (rows.length - 1))]))];
}

/** All moments in one square, in which all but one fit: samples that have flown off would make the others a dot. */
function samplesAt(
  { name, run, data }: ShownRiddle,
  shares: readonly number[],
  count: string,
): Chart {
  const frames = momentsOf(run.snapshots, shares);
  const reaches = frames
    .map(({ samples }) => Math.max(...samples.map(Math.abs)))
    .sort((a, b) => a - b);
  const reach = 1.1 * Math.max(2.5, reaches.at(-2) ?? reaches[0]);
  const real = data.sample(500, seeded(0).stream("riddle"));
  try {
    return scatterFrames({
      title: `Run ${name}: samples at ${count} moments`,
      alt: `Generated and real points of run ${name} at ${count} moments of training.`,
      frames,
      real: real.dataSync() as Float32Array,
      columns: count === "six" ? 3 : 4,
      domain: [-reach, reach],
    });
  } finally {
    real.dispose();
  }
}

/** The names of a network's weights, from the input to the output. */
export function layersOf({ generatorGradients }: TrainingRun["monitors"][number]): string[] {
  return Object.keys(generatorGradients).filter((key) => key.endsWith("weights"));
}

/** Mean distance of each snapshot to the one before, latent vector by latent vector. */
export function movesOf(snapshots: readonly Snapshot[]): number[] {
  return snapshots.slice(1).map(({ samples, shape: [n] }, i) => {
    const before = snapshots[i].samples;
    const size = samples.length / n;
    const moved = Array.from({ length: n }, (_, row) => {
      const sides = Array.from({ length: size }, (_, j) => samples[row * size + j] - before[row * size + j]); // prettier-ignore
      return Math.hypot(...sides);
    });
    return mean(moved);
  });
}

/** A run up to where a number that is drawn is not finite any more: no chart holds such. */
export function finitePart({
  history,
  monitors,
  snapshots,
}: ShownRiddle["run"]): ShownRiddle["run"] {
  const drawn = [
    ...[history.discriminatorLoss, history.discriminatorGradient, history.realProbability],
    ...[history.generatorLoss, history.generatorGradient, history.fakeProbability],
  ];
  const broken = history.step.findIndex(
    (_, i) => !drawn.every((column) => Number.isFinite(column[i])),
  );
  const kept = broken < 0 ? history.step.length : broken;
  const columns = Object.entries(history) as [string, number[]][];
  return {
    history: Object.fromEntries(
      columns.map(([name, all]) => [name, all.slice(0, kept)]),
    ) as unknown as History,
    monitors,
    snapshots: snapshots.filter(({ samples }) => samples.every(Number.isFinite)),
  };
}
