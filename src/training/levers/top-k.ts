import * as tf from "@tensorflow/tfjs";
import { constant } from "../../runtime/gradients/tape";
import { expectNumber } from "../../shape";
import { rateAt, type Rate } from "../rates";
import type { Lever } from "./lever";
import { packsIn } from "./packing";

declare module "../game" {
  interface Game {
    /** The share of the fakes, those with the best scores, that the generator learns from; 1. */
    readonly topK?: Rate;
  }
  interface StepExtras {
    /** How many of the best fakes the generator learns from. */
    readonly best?: number;
  }
}

/** Top-k training (Sinha et al. 2020): the generator learns from the fakes with the highest scores alone. */
export const topK: Lever = {
  kind(plan, step) {
    const scores = packsIn(plan, plan.batchSize);
    const share = plan.topK === undefined ? 1 : rateAt(plan.topK, step, "trainGan topK");
    expectNumber(share, `trainGan topK at step ${step}`, { above: 0, atMost: 1 });
    const best = Math.max(1, Math.min(scores, Math.round(share * scores)));
    return best < scores ? best : undefined;
  },
  extras: (_plan, best) => (best === undefined ? {} : { best: best as number }),
  learned(scores, { batch: { best, parts = 1 } }) {
    if (best === undefined) return scores;
    const count = Math.max(1, Math.round(best / parts)); // each part of a batch has its share
    const places = constant(() => tf.topk(tf.reshape(scores, [-1]), count).indices);
    return tf.gather(scores, places); // (count, 1)
  },
};
