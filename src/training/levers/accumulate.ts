import * as tf from "@tensorflow/tfjs";
import { expectInteger } from "../../shape";
import type { Slope, StepBatch } from "../game";
import type { Lever } from "./lever";

declare module "../game" {
  interface Game {
    /** In so many parts a batch is computed, one after the other, to save memory; 1. */
    readonly accumulate?: number;
  }
}

declare module "../plan" {
  interface Defaults {
    readonly accumulate: number;
  }
}

/**
 * Accumulation: the gradient of a batch in several parts, one after the other, so that the activations of one part
 * alone are held at a time. The mean of the parts' gradients is that of the whole, as long as no layer mixes the batch.
 */
export const accumulate: Lever = {
  defaults: { accumulate: 1 },
  check(plan) {
    expectInteger(plan.accumulate, "trainGan accumulate", { atLeast: 1 });
  },
  gradientsOf({ game, batch }, ofBatch) {
    const parts = game.accumulate ?? 1;
    return parts === 1 ? ofBatch(batch) : meanOf(split(batch, parts).map(ofBatch));
  },
};

function meanOf<Results extends object>(all: readonly Slope<Results>[]): Slope<Results> {
  const [{ gradients, results }] = all;
  const joined = Object.keys(results).map((key) => {
    const pieces = all.map((part) => part.results[key as keyof Results] as tf.Tensor);
    const whole = pieces[0].rank === 0 ? mean(pieces) : tf.concat(pieces, 0);
    tf.dispose(pieces);
    return [key, whole];
  });
  return {
    gradients: Object.fromEntries(
      Object.keys(gradients).map((name) => [name, mean(all.map((part) => part.gradients[name]))]),
    ),
    results: Object.fromEntries(joined) as Results,
  };
}

function mean(tensors: tf.Tensor[]): tf.Tensor {
  return tf.div(tf.addN(tensors), tensors.length);
}

/** Parts of equal size, in order; each draws from a stream of its own. */
function split(batch: StepBatch, parts: number): StepBatch[] {
  const pieces = (tensor: tf.Tensor | undefined) => tensor && tf.split(tensor, parts);
  const { random } = batch;
  const [real, latent] = [pieces(batch.real), pieces(batch.latent)!];
  const [realLabels, fakeLabels] = [pieces(batch.realLabels), pieces(batch.fakeLabels)];
  return latent.map((piece, i) => ({
    ...batch,
    parts,
    latent: piece,
    ...(real && { real: real[i] }),
    ...(realLabels && { realLabels: realLabels[i] as tf.Tensor1D }),
    ...(fakeLabels && { fakeLabels: fakeLabels[i] as tf.Tensor1D }),
    ...(random && { random: random.stream(`part ${i + 1}`) }),
  }));
}
