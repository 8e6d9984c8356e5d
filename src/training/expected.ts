import type * as tf from "@tensorflow/tfjs";
import type { DiscriminatorLoss, GanLoss } from "../losses";
import { expectShape } from "../shape";

/** A loss that somebody wrote is checked where it is used. */
export function expectParts(loss: GanLoss, parts: DiscriminatorLoss | undefined): DiscriminatorLoss {
  for (const side of ["real", "fake"] as const) {
    expectShape(parts?.[side] as tf.Tensor, [], `loss "${loss.name}" discriminator ${side}`);
  }
  return parts!;
} // prettier-ignore

/** A generator's step that compares is given real examples. */
export function expectReal(real: tf.Tensor | undefined): tf.Tensor {
  if (real) return real;
  throw new TypeError("The generator's step compares with real examples: wanted extras.real");
}
