import * as tf from "@tensorflow/tfjs";
import { expectNumber, expectShape } from "../../shape";
import { judging, labelsOf, told } from "../context";
import { expectReal } from "../expected";
import type { Measured } from "../game";
import { rateAt } from "../rates";
import { isDue, type Round, type Term, type WeightedTerm } from "../term";
import type { Lever, Shown, Turn } from "./lever";

declare module "../game" {
  interface Game {
    /** What is added to the players' losses: penalties, feature matching, … */
    readonly terms?: readonly Term[];
  }
  interface StepExtras {
    /** The terms of this step, with their weights; all of the game's with constant ones when left out. */
    readonly terms?: readonly WeightedTerm[];
  }
}

declare module "../plan" {
  interface Defaults {
    readonly terms: readonly Term[];
  }
}

/** Terms: penalties, feature matching, auxiliary losses, each added to one player's loss. */
export const terms: Lever = {
  defaults: { terms: [] },
  check(plan) {
    const names = plan.terms.map(({ name }) => name);
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    for (const { name, weight } of plan.terms) {
      if (typeof weight === "number") expectNumber(weight, `term "${name}" weight`, { atLeast: 0 });
    }
    if (twice === undefined) return;
    throw new TypeError(
      `trainGan terms: wanted a name of its own for each, found "${twice}" twice`,
    );
  },
  keep: (plan) => ({ states: plan.terms.flatMap(({ states }) => states ?? []) }),
  kind: (plan, step) => plan.terms.filter((term) => isDue(term, step)).map(({ name }) => name),
  needsReal: (plan, due) =>
    plan.terms.some(({ name, player }) => player === "generator" && isNamed(due, name)),
  numbers(plan, step) {
    const numbers: Record<string, number> = {};
    for (const term of plan.terms) {
      const { name, weight, every = 1 } = term;
      if (typeof weight === "number" || !isDue(term, step)) continue;
      numbers[name] = every * rateAt(weight, step, `term "${name}" weight`);
    }
    return numbers;
  },
  extras: (plan, due, numbers) => ({
    terms: plan.terms
      .filter(({ name }) => isNamed(due, name))
      .map((term) => ({ term, weight: numbers[term.name] ?? constantWeight(term) })),
  }),
  added(turn, shown) {
    const round = roundOf(turn, shown);
    const values = dueIn(turn).map(({ term, weight }) => {
      const value = expectShape(term.value(round), [], `term "${term.name}" value`);
      return tf.mul<tf.Scalar>(value, weight);
    });
    return values.length === 0 ? undefined : tf.addN(values);
  },
  afterUpdate(turn, measured) {
    for (const { term } of dueIn(turn))
      term.afterUpdate?.(measured as Partial<Measured["discriminator"]>);
  },
};

function isNamed(due: unknown, name: string): boolean {
  return (due as readonly string[]).includes(name);
}

/** A term's weight; that of step 1 where it is on a schedule and nobody has said which step it is. */
function constantWeight({ weight, every = 1 }: Term): number {
  return (typeof weight === "number" ? weight : weight(1)) * every;
}

/** The player's own. */
function dueIn({ player, game, batch }: Turn): readonly WeightedTerm[] {
  const all =
    batch.terms ?? (game.terms ?? []).map((term) => ({ term, weight: constantWeight(term) }));
  return all.filter(({ term }) => term.player === player);
}

function roundOf({ game, batch, lossOf }: Turn, shown: Shown): Round {
  const { generator, discriminator } = game;
  const { random, realLabels, fakeLabels, latent } = batch;
  const withoutTerms = { ...batch, terms: [] };
  return {
    generator,
    discriminator,
    critic: (x, side = "real") =>
      discriminator.apply(x, told(batch, "terms", labelsOf(batch, side))),
    features(x, side = "real") {
      if (discriminator.features) return discriminator.features(x, judging(batch, side));
      throw new TypeError(
        `discriminator "${discriminator.name}": wanted features (the input of its last layer), found none. ` +
          "Use one of the library's networks, or give yours a method features",
      );
    },
    context: (side) => judging(batch, side),
    scores(side) {
      const scores = side === "real" ? shown.realScores : shown.fakeScores;
      return scores ?? discriminator.apply(this.real, judging(batch, "real"));
    },
    get real() {
      return expectReal(shown.real);
    },
    fake: shown.fake,
    latent,
    ...(realLabels && { realLabels }),
    ...(fakeLabels && { fakeLabels }),
    losses: {
      discriminator() {
        if (batch.real) return lossOf("discriminator", withoutTerms);
        throw new TypeError(
          "A term needs the discriminator's loss: wanted extras.real, found none",
        );
      },
      generator: () => lossOf("generator", withoutTerms),
    },
    get random() {
      if (random) return random.stream("terms");
      throw new TypeError("A term draws random numbers: wanted extras.random, found none");
    },
  };
}
