import * as tf from "@tensorflow/tfjs";
import type { Network } from "../networks/network";

/** What the generator made of one fixed batch of latent vectors, so that samples are seen to move. */
export interface Snapshot {
  /** Steps done; 0 is before training. */
  readonly step: number;
  readonly samples: Float32Array;
  /** Shape of `samples`: (snapshotSize, outputs). */
  readonly shape: readonly number[];
}

/** Takes a snapshot; `latent` stays the caller's. */
export function snapshotOf(generator: Network, latent: tf.Tensor, step: number): Snapshot {
  const samples = tf.tidy(() => generator.apply(latent)); // (snapshotSize, outputs)
  const snapshot = { step, samples: Float32Array.from(samples.dataSync()), shape: samples.shape };
  samples.dispose();
  return snapshot;
}
