import { lever } from "../../levers/lever";
import {
  dragan,
  gradientPenalty,
  r1,
  r2,
  type DraganOptions,
  type GradientPenaltyOptions,
} from "../../penalties";
import type { Rate } from "../rates";
import type { Round, Term } from "../term";

/** How much a term counts, and how often. */
export interface TermOptions {
  /** What it is multiplied with: 10 for slopes and consensus, 2 for path lengths, 1e-4 for orthogonality, else 1. */
  readonly weight?: Rate;
  /** In every so-manieth step only, with so many times the weight; 1, for path lengths 4. */
  readonly every?: number;
}

function slopeTerm(name: string, weight: Rate, every: number, value: Term["value"]): Term {
  return { name, player: "discriminator", weight, every, slope: true, value };
}

/**
 * The gradient penalty of WGAN-GP as a term of the discriminator's loss (see `gradientPenalty`); λ = 10.
 *
 * @example
 * ```ts
 * import { gradientPenaltyTerm } from "gan-clinic";
 * assert.deepEqual([gradientPenaltyTerm().weight, gradientPenaltyTerm({ weight: 1 }).weight], [10, 1]);
 * ```
 */
export function gradientPenaltyTerm({
  weight = 10,
  every = 1,
  ...options
}: TermOptions & GradientPenaltyOptions = {}): Term {
  return lever(
    "term",
    "gradientPenaltyTerm",
    { weight, every, ...options },
    slopeTerm("gradient penalty", weight, every, ({ critic, real, fake, random }) =>
      gradientPenalty(critic, real, fake, random, options),
    ),
  );
}

/**
 * R1 as a term (see `r1`); γ = 10. The size that works depends on the number of pixels.
 *
 * @example
 * ```ts
 * import { r1Term } from "gan-clinic";
 * assert.equal(r1Term({ weight: 1, every: 16 }).every, 16);
 * ```
 */
export function r1Term({ weight = 10, every = 1 }: TermOptions = {}): Term {
  return lever(
    "term",
    "r1Term",
    { weight, every },
    slopeTerm("r1", weight, every, ({ critic, real }) => r1(critic, real)),
  );
}

/**
 * R2 as a term (see `r2`); γ = 10.
 *
 * @example
 * ```ts
 * import { r2Term } from "gan-clinic";
 * assert.equal(r2Term().player, "discriminator");
 * ```
 */
export function r2Term({ weight = 10, every = 1 }: TermOptions = {}): Term {
  return lever(
    "term",
    "r2Term",
    { weight, every },
    slopeTerm("r2", weight, every, ({ critic, fake }) => r2((x) => critic(x, "fake"), fake)),
  );
}

/**
 * DRAGAN as a term (see `dragan`); λ = 10.
 *
 * @example
 * ```ts
 * import { draganTerm } from "gan-clinic";
 * assert.equal(draganTerm().slope, true);
 * ```
 */
export function draganTerm({
  weight = 10,
  every = 1,
  ...options
}: TermOptions & DraganOptions = {}): Term {
  return lever(
    "term",
    "draganTerm",
    { weight, every, ...options },
    slopeTerm("dragan", weight, every, ({ critic, real, random }: Round) =>
      dragan(critic, real, random, options),
    ),
  );
}
