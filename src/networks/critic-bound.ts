import * as tf from "@tensorflow/tfjs";
import { isSpectral } from "../layers/spectral-norm";
import type { Pairing } from "./pair";

/** What may bound the slope of a critic. */
type Bound = Pick<Pairing, "discriminator" | "loss" | "slopePenalty" | "terms" | "weightClip">;

export function penalisesSlope({
  slopePenalty,
  terms = [],
}: Omit<Bound, "discriminator">): boolean {
  const counts = (term: object) => !("weight" in term && term.weight === 0); // of weight 0 it penalises nothing
  return slopePenalty === true || terms.some((term) => term.slope && counts(term));
}

/**
 * Whether the loss wants a critic of bounded slope, and nothing that is known bounds it: no penalty on the slope, no
 * clipped weights, not all weights divided by their spectral norm.
 */
export function isUnboundedCritic(pairing: Bound): boolean {
  const { discriminator, loss, weightClip } = pairing;
  const { variables } = discriminator;
  if (penalisesSlope(pairing) || weightClip !== undefined || variables.length === 0) return false;
  const matrices = variables.filter(({ rank }) => rank > 1);
  const isNormalised = matrices.length > 0 && matrices.every(isSpectral);
  return !isNormalised && hasNoFloor(loss);
}

/**
 * A loss without a floor, as Wasserstein's E[s(fake)] - E[s(real)], falls for ever while real and fake scores part.
 * Cross-entropies, squares and hinges do not fall below 0.
 */
function hasNoFloor(loss: Pairing["loss"]): boolean {
  const own = loss?.discriminator?.bind(loss);
  if (!own) return false;
  try {
    const [lost] = tf.tidy(() => {
      const { real, fake } = own(tf.fill([2, 1], 1e4), tf.fill([2, 1], -1e4));
      return tf.add(real, fake).dataSync();
    });
    return lost < -1e3;
  } catch {
    return false; // a loss that draws, or wants more than scores: it can not be asked
  }
}
