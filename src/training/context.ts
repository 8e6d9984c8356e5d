import type * as tf from "@tensorflow/tfjs";
import type { ApplyContext } from "../layers/layer";
import type { Random } from "../random";
import type { StepExtras } from "./game";
import type { Side } from "./term";

/** What a network is told while it is trained. */
export function told(extras: StepExtras, use: string, labels?: tf.Tensor1D): ApplyContext {
  const { random } = extras;
  return {
    training: true,
    ...(random && { random: random.stream(use) }),
    ...(labels && { labels }),
  };
}

/**
 * What the discriminator is told of the examples of one side, each time alike: what drops units drops the same
 * ones in the scores, the features and a second head, as if they were computed at once.
 */
export function judging(extras: StepExtras, side: Side): ApplyContext {
  return told(extras, `discriminator ${side}`, labelsOf(extras, side));
}

/** The labels of one side's examples. */
export function labelsOf({ realLabels, fakeLabels }: StepExtras, side: Side): tf.Tensor1D | undefined {
  return side === "real" ? realLabels : fakeLabels;
} // prettier-ignore

/**
 * A stream of the step by name.
 *
 * @throws TypeError when the step was given no random numbers
 */
export function streamOf({ random }: StepExtras, use: string): Random {
  if (random) return random.stream(use);
  throw new TypeError(
    `The step draws random numbers for "${use}": wanted extras.random, found none`,
  );
}
