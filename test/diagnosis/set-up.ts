import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../../src/data/dataset";
import type { Mixture } from "../../src/data/mixture";
import type { PlaneDataset } from "../../src/data/plane";
import type { Finding } from "../../src/diagnosis/diagnose";
import { leakyRelu, relu, type Activation } from "../../src/layers/activations";
import { heNormal, type Initializer } from "../../src/layers/init";
import { nonSaturating } from "../../src/losses";
import { modeCoverage } from "../../src/metrics/modes";
import { mlp } from "../../src/networks/mlp";
import { seeded } from "../../src/random";
import type { Both, TrainingOptions } from "../../src/training/options";
import type { Rate } from "../../src/training/rates";

interface Net {
  readonly hidden?: readonly number[];
  readonly activation?: Activation;
  readonly init?: Initializer;
  readonly output?: Activation;
  readonly norm?: "batch";
}

type Changed = Omit<TrainingOptions, "data" | "generator" | "discriminator" | "learningRate">;

/** A small training that is broken in one known way, or healthy. What is not said is as in `optionsOf`. */
export interface SetUp extends Partial<Changed> {
  readonly name: string;
  /** What was broken. */
  readonly pitfall: Finding["pitfall"];
  readonly steps: number;
  /** The data: points in the plane whose modes are counted, … */
  readonly mixture?: Mixture;
  /** … which may lie on a plane in a space; … */
  readonly plane?: PlaneDataset;
  /** … or others. */
  readonly data?: Dataset;
  /** Counts modes, as `mixture` does, of samples within three standard deviations of one. */
  readonly counted?: Mixture;
  readonly generator?: Net;
  readonly discriminator?: Net;
  /** Numbers in a latent vector; 8. */
  readonly latent?: number;
  /** Learning rates; .001. */
  readonly rate?: Both<Rate>;
}

export const both = (rate: Rate): Both<Rate> => ({ generator: rate, discriminator: rate });

/** A rate that is another one from a step on. */
export const until = (step: number, before: number, after: number): Rate => {
  return (now) => (now < step ? before : after);
};

export const layers = (count: number) => new Array<number>(count).fill(64);

/** Two hidden layers of 64, He's weights, ReLU against leaky ReLU, Adam with beta1 .5, batches of 64. */
export function optionsOf(setUp: SetUp, seed: number): TrainingOptions {
  const { mixture, counted, plane, latent = 8, generator, discriminator, rate, ...rest } = setUp;
  const data = setUp.data ?? plane ?? mixture ?? counted!;
  const size = data.shape.reduce((product, length) => product * length, 1);
  const random = seeded(seed);
  return {
    loss: nonSaturating,
    seed,
    snapshotSize: Math.max(3, Math.min(10, Math.floor(64 / size))), // few numbers to store
    ...rest,
    data,
    generator: mlp({
      name: "generator",
      inputs: latent,
      outputs: size,
      hidden: generator?.hidden ?? layers(2),
      activation: generator?.activation ?? relu,
      init: generator?.init ?? heNormal,
      ...(generator?.output && { output: generator.output }),
      ...(generator?.norm && { norm: generator.norm }),
      random: random.stream("generator"),
    }),
    discriminator: mlp({
      name: "discriminator",
      inputs: size,
      outputs: 1,
      hidden: discriminator?.hidden ?? layers(2),
      activation: discriminator?.activation ?? leakyRelu,
      init: discriminator?.init ?? heNormal,
      random: random.stream("discriminator"),
    }),
    learningRate: rate ?? both(1e-3),
    ...(mixture && { histogramOf: (samples) => countsOf(samples, mixture, plane) }),
    ...(counted && {
      histogramOf: (samples) => [...modeCoverage(samples, counted).highQualityHistogram],
    }),
  };
}

/** The true share of each mode that is counted. */
export function massesOf({ mixture, counted }: SetUp): readonly number[] | undefined {
  return (counted ?? mixture)?.masses;
}

/** How many samples are nearest to each mode. */
function countsOf(samples: Float32Array, mixture: Mixture, plane?: PlaneDataset): number[] {
  const points = tf.tidy(() => {
    if (!plane) return samples;
    const [size] = plane.shape;
    const rows = tf.tensor2d(samples, [samples.length / size, size]);
    return plane.project(rows).dataSync() as Float32Array;
  });
  if (!points.every(Number.isFinite)) return mixture.masses.map(() => 1);
  return [...modeCoverage(points, mixture).histogram];
}
