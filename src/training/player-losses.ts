import * as tf from "@tensorflow/tfjs";
import type { ApplyContext } from "../layers/layer";
import type { DiscriminatorLoss } from "../losses";
import { constant } from "../runtime/gradients/tape";
import { expectShape } from "../shape";
import type { Game, StepExtras, WeightedTerm } from "./steps";
import type { Round, Side } from "./term";
import { contextOf, shown } from "./view";

// The loss of each player with all its terms, as tensors whose gradients are open.

/** The discriminator's loss; `total` is what it minimises. */
export function discriminatorLoss(
  game: Game,
  real: tf.Tensor,
  latent: tf.Tensor,
  extras: StepExtras,
): {
  total: tf.Scalar;
  results: Record<"real" | "fake" | "penalty", tf.Scalar> &
    Record<"realScores" | "fakeScores", tf.Tensor>;
} {
  const { generator, loss } = game;
  const made = generator.apply(latent, contextOf(extras, "generator", extras.fakeLabels));
  const round = roundOf(game, real, made, latent, extras); // by the discriminator's weights, made is constant
  const realScores = scoreOf(game, round.real, extras, "real"); // (batch, 1)
  const fakeScores = scoreOf(game, round.fake, extras, "fake"); // (batch, 1)
  const parts = expectParts(
    loss.discriminator(realScores, fakeScores, extras.random?.stream("loss")),
    loss.name,
  );
  const penalty = sumOfTerms("discriminator", game, round, extras);
  const total = tf.add<tf.Scalar>(tf.add(parts.real, parts.fake), penalty);
  return { total, results: { ...parts, penalty, realScores, fakeScores } };
}

/** The generator's loss; `total` is what it minimises. */
export function generatorLoss(
  game: Game,
  latent: tf.Tensor,
  extras: StepExtras,
): { total: tf.Scalar; results: Record<"loss" | "penalty", tf.Scalar> } {
  const { generator, loss: ganLoss, adversarialWeight = 1 } = game;
  const made = generator.apply(latent, contextOf(extras, "generator", extras.fakeLabels));
  const round = roundOf(game, extras.real, made, latent, extras);
  const scores = scoreOf(game, round.fake, extras, "fake"); // (batch, 1)
  const best = extras.best === undefined ? scores : highest(scores, extras.best);
  const realScores = ganLoss.comparesReal && scoreOf(game, round.real, extras, "real");
  const loss = ganLoss.generator(best, realScores || undefined);
  expectShape(loss, [], `loss "${ganLoss.name}" generator`);
  const penalty = sumOfTerms("generator", game, round, extras);
  const total = tf.add<tf.Scalar>(tf.mul(loss, adversarialWeight), penalty);
  return { total, results: { loss, penalty } };
}

/** A loss that somebody wrote is checked where it is used. */
function expectParts(parts: DiscriminatorLoss | undefined, name: string): DiscriminatorLoss {
  for (const side of ["real", "fake"] as const) {
    expectShape(parts?.[side] as tf.Tensor, [], `loss "${name}" discriminator ${side}`);
  }
  return parts!;
}

/** Scores of one side. */
function scoreOf(game: Game, x: tf.Tensor, extras: StepExtras, side: Side): tf.Tensor {
  return game.discriminator.apply(x, judging(extras, side));
}

/**
 * What the discriminator is told of the examples of one side, each time alike: what drops units drops the same
 * ones in the scores, the features and a second head, as if they were computed at once.
 */
function judging(extras: StepExtras, side: Side): ApplyContext {
  return contextOf(extras, `discriminator ${side}`, labelsOf(extras, side));
}

function labelsOf({ realLabels, fakeLabels }: StepExtras, side: Side): tf.Tensor1D | undefined {
  return side === "real" ? realLabels : fakeLabels;
}

function roundOf(
  game: Game,
  real: tf.Tensor | undefined,
  fake: tf.Tensor,
  latent: tf.Tensor,
  extras: StepExtras,
): Round {
  const { generator, discriminator } = game;
  const { random, realLabels, fakeLabels } = extras;
  const seenReal = real && shown(game, real, extras, "real");
  return {
    generator,
    discriminator,
    critic: (x, side = "real") =>
      discriminator.apply(x, contextOf(extras, "terms", labelsOf(extras, side))),
    features: (x, side = "real") => featuresOf(game, x, judging(extras, side)),
    context: (side) => judging(extras, side),
    get real() {
      if (seenReal) return seenReal;
      throw new TypeError("The generator's step compares with real examples: wanted extras.real");
    },
    fake: shown(game, fake, extras, "fake"),
    latent,
    ...(realLabels && { realLabels }),
    ...(fakeLabels && { fakeLabels }),
    losses: {
      discriminator: () => {
        if (real) return discriminatorLoss(game, real, latent, { ...extras, terms: [] }).total;
        throw new TypeError(
          "A term needs the discriminator's loss: wanted extras.real, found none",
        );
      },
      generator: () => generatorLoss(game, latent, { ...extras, terms: [] }).total,
    },
    get random() {
      if (random) return random.stream("terms");
      throw new TypeError("A term draws random numbers: wanted extras.random, found none");
    },
  };
}

function featuresOf({ discriminator }: Game, x: tf.Tensor, context: ApplyContext): tf.Tensor {
  if (discriminator.features) return discriminator.features(x, context);
  throw new TypeError(
    `discriminator "${discriminator.name}": wanted features (the input of its last layer), found none. ` +
      "Use one of the library's networks, or give yours a method features",
  );
}

function sumOfTerms(
  player: "generator" | "discriminator",
  game: Game,
  round: Round,
  extras: StepExtras,
): tf.Scalar {
  const terms = (extras.terms ?? weightedTerms(game)).filter(({ term }) => term.player === player);
  const values = terms.map(({ term, weight }) => {
    const value = expectShape(term.value(round), [], `term "${term.name}" value`);
    return tf.mul<tf.Scalar>(value, weight);
  });
  return values.length === 0 ? tf.scalar(0) : tf.addN(values);
}

/** All terms of a game at step 1. */
function weightedTerms({ terms = [] }: Game): WeightedTerm[] {
  return terms.map((term) => {
    const weight = typeof term.weight === "number" ? term.weight : term.weight(1);
    return { term, weight: weight * (term.every ?? 1) };
  });
}

/** The highest `count` of (batch, 1) scores (top-k training, Sinha et al. 2020). */
function highest(scores: tf.Tensor, count: number): tf.Tensor {
  const places = constant(() => tf.topk(tf.reshape(scores, [-1]), count).indices);
  return tf.gather(scores, places); // (count, 1)
}
