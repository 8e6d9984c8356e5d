import * as tf from "@tensorflow/tfjs";
import type { Network } from "../networks/network";

/**
 * Runs `work` and puts the networks' states back as they were: moving averages and power iteration move on at every
 * pass in training, also where nothing is to be learned from it.
 */
export function unmoved<T>(networks: readonly Network[], work: () => T): T {
  const states = networks.flatMap((network) => network.states ?? []);
  const before = states.map((state) => tf.clone(state));
  try {
    return work();
  } finally {
    states.forEach((state, i) => {
      state.assign(before[i]);
    });
    tf.dispose(before);
  }
}
