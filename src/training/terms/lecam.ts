import { lever } from "../../levers/lever";
import { lecam } from "../../penalties";
import type { Term } from "../term";
import type { TermOptions } from "./slopes";

/** Options of {@link lecamTerm}. */
export interface LecamTermOptions extends TermOptions {
  /** How much of the averages stays at each update of the discriminator, 0 to below 1; .99. */
  readonly decay?: number;
}

/**
 * LeCam regularisation as a term of the discriminator's loss (see `lecam`), for training with little data; weight .3, as
 * the authors take for BigGAN with the hinge loss. The averages move on after each update of the discriminator that the
 * term takes part in; in the first of them the term is 0.
 *
 * @throws RangeError for a decay outside [0, 1)
 * @example
 * ```ts
 * import { lecamTerm } from "gan-clinic";
 * const { player, weight, states } = lecamTerm();
 * assert.deepEqual([player, weight, states?.length], ["discriminator", 0.3, 3]);
 * ```
 */
export function lecamTerm({ weight = 0.3, every = 1, decay = 0.99 }: LecamTermOptions = {}): Term {
  const past = lecam({ decay });
  const term: Term = {
    name: "lecam",
    player: "discriminator",
    weight,
    every,
    states: past.states,
    value: ({ scores }) => past.penalty(scores("real"), scores("fake")),
    afterUpdate: ({ realScores, fakeScores }) => {
      past.record(realScores!, fakeScores!);
    },
  };
  return lever("term", "lecamTerm", { weight, every, decay }, term);
}
