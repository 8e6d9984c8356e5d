import * as all from ".";
import type { Lever } from "./lever";

/**
 * All levers, by the names that their numbers and states have. Where several change the same thing, they do so in this
 * order: examples are augmented, then get noise, then are packed.
 */
export const levers: Readonly<Record<string, Lever>> = {
  augment: all.augment,
  instanceNoise: all.instanceNoise,
  packing: all.packing,
  topK: all.topK,
  unrolling: all.unrolling,
  adversarialWeight: all.adversarialWeight,
  accumulate: all.accumulate,
  clip: all.clip,
  learningRate: all.learningRate,
  weightClip: all.weightClip,
  terms: all.terms,
  average: all.average,
};
