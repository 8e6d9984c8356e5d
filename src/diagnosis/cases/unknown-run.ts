import type { Dataset } from "../../data/dataset";
import { leakyRelu, relu, type Activation } from "../../layers/activations";
import { heNormal } from "../../layers/init";
import { nonSaturating } from "../../losses";
import { modeCoverage } from "../../metrics/modes";
import { mlp } from "../../networks/mlp";
import { seeded } from "../../random";
import { trainGan, type TrainingRun } from "../../training/trainer";
import type { TrainingOptions } from "../../training/options";
import { hiddenSetUps, type HiddenNetwork, type HiddenSetUp } from "./set-ups";

/** The riddles, "A" to "H". */
export type UnknownCase = keyof typeof hiddenSetUps;

/** Options of {@link unknownRun}. */
export interface UnknownRunOptions extends Pick<TrainingOptions, "onProgress" | "signal"> {
  /** All randomness of the run. */
  readonly seed: number;
  /** Fewer or more than the riddle's own number, which is 300 to 600. */
  readonly steps?: number;
}

/** A training that {@link unknownRun} made, to be diagnosed. */
export interface UnknownRun {
  /** With its history, its monitors and its snapshots; dispose it after use. */
  readonly run: TrainingRun;
  /** What it was trained on. */
  readonly data: Dataset;
}

/**
 * Trains a small GAN with something wrong in it, and does not say what: what a riddle stands on.
 *
 * @throws RangeError for a name that is none of "A" to "H"
 */
export async function unknownRun(
  name: UnknownCase,
  { seed, steps, onProgress, signal }: UnknownRunOptions,
): Promise<UnknownRun> {
  if (!Object.hasOwn(hiddenSetUps, name)) {
    throw new RangeError(
      `unknownRun: wanted one of ${Object.keys(hiddenSetUps).join(", ")}, found ${name as string}`,
    );
  }
  const setUp: HiddenSetUp = hiddenSetUps[name]();
  const { data, mixture, rate, generator, discriminator, ...levers } = setUp;
  const size = data.shape.reduce((product, length) => product * length, 1);
  const make = (
    player: string,
    [inputs, outputs]: readonly [number, number],
    activation: Activation,
    network: HiddenNetwork = {},
  ) =>
    mlp({
      name: player,
      inputs,
      outputs,
      hidden: [64, 64],
      activation,
      init: heNormal,
      random: seeded(seed).stream(player),
      ...network,
    });
  const run = await trainGan({
    loss: nonSaturating,
    ...levers,
    data,
    seed,
    generator: make("generator", [8, size], relu, generator),
    discriminator: make("discriminator", [size, 1], leakyRelu, discriminator),
    learningRate: rate,
    steps: steps ?? setUp.steps,
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
    ...(mixture && {
      histogramOf: (samples: Float32Array) =>
        samples.every(Number.isFinite)
          ? [...modeCoverage(samples, mixture).histogram]
          : mixture.masses.map(() => 1), // no sample is near any mode
    }),
  });
  return { run, data };
}
