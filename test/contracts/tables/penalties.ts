import type * as tf from "@tensorflow/tfjs";
import { gradientPenalty, r1, r2, type Critic } from "../../../src/penalties";
import { seeded } from "../../../src/random";
import type { DifferentiableRow } from "./row";

export interface PenaltyRow extends DifferentiableRow {
  /** The penalty of a critic. Its own gradient is a second one already, so it is used at order 1. */
  readonly penalty: (critic: Critic, real: tf.Tensor, fake: tf.Tensor) => tf.Scalar;
}

export const penalties: PenaltyRow[] = [
  {
    name: "gradientPenalty",
    penalty: (critic: Critic, real: tf.Tensor, fake: tf.Tensor) =>
      gradientPenalty(critic, real, fake, seeded(1)),
  },
  { name: "r1", penalty: (critic: Critic, real: tf.Tensor) => r1(critic, real) },
  { name: "r2", penalty: (critic: Critic, _real: tf.Tensor, fake: tf.Tensor) => r2(critic, fake) },
].map((row) => ({ file: "penalties.ts", order: 1, ...row }));
