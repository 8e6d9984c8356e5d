import { lever } from "../../levers/lever";
import { expectNumber } from "../../shape";
import type { History } from "../history";

/** A rate that is told from what has been measured so far. */
export interface AdaptiveRate {
  /** For the step after the last one of the history. */
  next(history: History): number;
}

/** Options of {@link adaptiveStrength}. */
export interface AdaptiveOptions {
  /** Wanted r = E[sign D(real)]: 2 · accuracy on real - 1; .6. */
  readonly target?: number;
  /** How far the strength moves in a step; .002. */
  readonly speed?: number;
  /** The strength never exceeds this; .8. */
  readonly most?: number;
}

/**
 * Adaptive augmentation (ADA; Karras et al. 2020, section 3): a discriminator that begins to know the training
 * examples by heart calls nearly all of them real. r = E[sign D(real)] tells: above the target, the
 * strength of the augmentation goes up a little, below it goes down. It starts at 0.
 *
 * @throws RangeError for a target outside (-1, 1), or a speed or a most outside (0, 1]
 * @example
 * ```ts
 * import { adaptiveStrength } from "gan-clinic";
 * const { next } = adaptiveStrength({ target: 0.6, speed: 0.25 });
 * const after = (realAccuracy: number, strength: number) =>
 *   next({ realAccuracy: [realAccuracy], augmentStrength: [strength] } as never);
 * assert.equal(after(1, 0.25), 0.5); // r = 1: it knows them
 * assert.equal(after(0.75, 0.25), 0); // r = .5
 * ```
 */
export function adaptiveStrength({
  target = 0.6,
  speed = 0.002,
  most = 0.8,
}: AdaptiveOptions = {}): AdaptiveRate {
  expectNumber(target, "adaptiveStrength target", { above: -1, below: 1 });
  expectNumber(speed, "adaptiveStrength speed", { above: 0, atMost: 1 });
  expectNumber(most, "adaptiveStrength most", { above: 0, atMost: 1 });
  return lever(
    "rate",
    "adaptiveStrength",
    { target, speed, most },
    {
      next({ realAccuracy, augmentStrength }) {
        const last = augmentStrength.at(-1) ?? 0;
        const accuracy = realAccuracy.at(-1);
        if (accuracy === undefined) return 0;
        const knows = 2 * accuracy - 1 > target;
        return Math.min(most, Math.max(0, last + (knows ? speed : -speed)));
      },
    },
  );
}
