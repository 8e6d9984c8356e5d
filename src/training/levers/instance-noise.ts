import * as tf from "@tensorflow/tfjs";
import { streamOf } from "../context";
import { rateAt, type Rate } from "../rates";
import type { Lever } from "./lever";

declare module "../game" {
  interface StepExtras {
    /** Standard deviation of the instance noise. */
    readonly noise?: tf.Scalar;
  }
}

declare module "../plan" {
  interface TrainingOptions {
    /** Standard deviation of noise on everything the discriminator sees, in the unit of the data; 0. */
    readonly instanceNoise?: Rate;
  }
  interface Defaults {
    readonly instanceNoise: Rate;
  }
}

/** Instance noise: the discriminator sees everything through noise, so that real and fake overlap. */
export const instanceNoise: Lever = {
  defaults: { instanceNoise: 0 },
  numbers(plan, step): Readonly<Record<string, number>> {
    if (plan.instanceNoise === 0) return {};
    return { noise: rateAt(plan.instanceNoise, step, "trainGan instanceNoise") };
  },
  extras: (_plan, _kind, { noise }) => noise && { noise },
  shown(x, { batch }, side) {
    if (!batch.noise) return x;
    const normal = streamOf(batch, `noise ${side}`).normal(x.shape);
    return tf.add(x, tf.mul(normal, batch.noise));
  },
};
