import * as tf from "@tensorflow/tfjs";
import { expectNumber } from "../../shape";
import type { AdaptiveRate } from "../augment/adaptive";
import type { Augment } from "../augment/augment";
import { streamOf } from "../context";
import { rateAt, type Rate } from "../rates";
import type { Lever } from "./lever";

declare module "../game" {
  interface Game {
    /** Random changes of all that the discriminator sees. */
    readonly augment?: Augment;
  }
  interface StepExtras {
    /** Strength of the augmentation. */
    readonly strength?: tf.Scalar;
  }
}

declare module "../plan" {
  interface TrainingOptions {
    /** How strongly `augment` changes examples, 0 to 1; 1. */
    readonly augmentStrength?: Rate | AdaptiveRate;
  }
  interface Defaults {
    readonly augmentStrength: Rate | AdaptiveRate;
  }
}

/** Augmentation: the discriminator sees changed examples only, real ones and fakes alike. */
export const augment: Lever = {
  defaults: { augmentStrength: 1 },
  looksBack: ({ augmentStrength }) => typeof augmentStrength === "object",
  numbers(plan, step, history): Readonly<Record<string, number>> {
    const { augmentStrength: given } = plan;
    if (!plan.augment) return {};
    const strength =
      typeof given === "object"
        ? given.next(history)
        : rateAt(given, step, "trainGan augmentStrength");
    return { strength: expectNumber(strength, `trainGan augmentStrength at step ${step}`, { atMost: 1 }) };
  },
  extras: (_plan, _kind, { strength }) => strength && { strength },
  columns: ({ strength = 0 }) => ({ augmentStrength: strength }),
  shown(x, { game, batch }, side) {
    if (!game.augment) return x;
    const { strength = tf.scalar(1) } = batch;
    return game.augment(x, streamOf(batch, `augment ${side}`), strength);
  },
}; // prettier-ignore
