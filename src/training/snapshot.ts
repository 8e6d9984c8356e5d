import * as tf from "@tensorflow/tfjs";
import type { Network } from "../networks/network";
import type { WeightAverage } from "./average";

/** What the generator made of one fixed batch of latent vectors, so that samples are seen to move. */
export interface Snapshot {
  /** Steps done; 0 is before training. */
  readonly step: number;
  /** (snapshotSize, outputs) numbers, row by row. */
  readonly samples: Float32Array;
  /** Shape of `samples`: (snapshotSize, outputs). */
  readonly shape: readonly number[];
  /** Samples of the generator with averaged weights, as `samples`, when the training keeps an average. */
  readonly averageSamples?: Float32Array;
}

/** What a generator makes of a latent batch when it is not trained. */
type Make = Network["apply"];

/** Takes a snapshot; `latent` stays the caller's. */
export function snapshotOf(
  generator: Network,
  latent: tf.Tensor,
  step: number,
  average?: WeightAverage,
): Snapshot {
  const read = (make: Make) => {
    const samples = tf.tidy(() => {
      const labels = cyclicLabels(generator, latent.shape[0]);
      return make(latent, labels && { labels });
    }); // (snapshotSize, outputs)
    const numbers = Float32Array.from(samples.dataSync());
    samples.dispose();
    return { numbers, shape: samples.shape };
  };
  const { numbers, shape } = read((x, context) => generator.apply(x, context));
  const averaged = average && read((x, context) => average.apply(x, context)).numbers;
  return { step, samples: numbers, shape, ...(averaged && { averageSamples: averaged }) };
}

/** 0, 1, 2, … over the classes of a conditional network; nothing for another one. */
export function cyclicLabels(
  { traits }: Pick<Network, "traits">,
  n: number,
): tf.Tensor1D | undefined {
  const classes = traits?.classes;
  if (classes === undefined) return undefined;
  return tf.tensor1d(
    Int32Array.from({ length: n }, (_, i) => i % classes),
    "int32",
  );
}
