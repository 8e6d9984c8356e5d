import * as tf from "@tensorflow/tfjs";
import { expectShape } from "../shape";
import { judging, told } from "./context";
import { expectParts, expectReal } from "./expected";
import type { Game, Loss, Measured, Player, StepBatch } from "./game";
import { gradientNorm, gradientsOf } from "./gradients";
import type { Turn } from "./levers/lever";
import * as levers from "./levers/pulled";

// A step of GAN training, from top to bottom. Where a lever may change something stands `levers`: read past it, and
// what is left is the plain game. What each of them does is in its own file in ./levers.

/** What the discriminator minimises: it is to tell real examples from fakes. */
export function discriminatorLoss(game: Game, batch: StepBatch): Loss<Measured["discriminator"]> {
  const { generator, discriminator, loss } = game;
  const turn = turnOf("discriminator", game, batch);
  const made = generator.apply(batch.latent, told(batch, "generator", batch.fakeLabels)); // (batch, outputs)
  const real = levers.shown(batch.real!, turn, "real"); // (batch, inputs)
  const fake = levers.shown(made, turn, "fake"); // (batch, inputs); a constant by the discriminator's weights
  const realScores = discriminator.apply(real, judging(batch, "real")); // (batch, 1)
  const fakeScores = discriminator.apply(fake, judging(batch, "fake")); // (batch, 1)
  const draws = batch.random?.stream("loss");
  const parts = expectParts(loss, loss.discriminator(realScores, fakeScores, draws));
  const penalty = levers.added(turn, { real, fake, realScores, fakeScores });
  const total = tf.add<tf.Scalar>(tf.add(parts.real, parts.fake), penalty);
  return { total, results: { ...parts, penalty, realScores, fakeScores } };
}

/** What the generator minimises: its fakes are to be taken for real. */
export function generatorLoss(game: Game, batch: StepBatch): Loss<Measured["generator"]> {
  const { generator, discriminator, loss } = game;
  const turn = turnOf("generator", game, batch);
  const made = generator.apply(batch.latent, told(batch, "generator", batch.fakeLabels)); // (batch, outputs)
  const real = batch.real && levers.shown(batch.real, turn, "real"); // (batch, inputs)
  const fake = levers.shown(made, turn, "fake"); // (batch, inputs); its gradient reaches the weights
  const fakeScores = discriminator.apply(fake, judging(batch, "fake")); // (batch, 1)
  const realScores = loss.comparesReal
    ? discriminator.apply(expectReal(real), judging(batch, "real"))
    : undefined;
  const own = loss.generator(levers.learned(fakeScores, turn), realScores);
  expectShape(own, [], `loss "${loss.name}" generator`);
  const shown = { fake, fakeScores, ...(real && { real }), ...(realScores && { realScores }) };
  const penalty = levers.added(turn, shown);
  return { total: tf.add(levers.weighed(own, turn), penalty), results: { loss: own, penalty } };
}

/** One update of one player: its loss, the gradient of that by its weights, and the optimiser's step down. */
export function update<P extends Player>(
  player: P,
  game: Game,
  optimizer: tf.Optimizer,
  batch: StepBatch,
): Measured[P] & { readonly gradientNorm: tf.Scalar } {
  const { variables } = game[player];
  const turn = turnOf(player, game, batch);
  const { gradients, results } = levers.gradientsOf(turn, (part) =>
    gradientsOf(variables, () => levers.loss({ ...turn, batch: part }, () => lossOf(player, game, part))),
  ); // prettier-ignore
  const norm = gradientNorm(gradients);
  const limited = levers.limited(gradients, turn);
  levers.update(turn, results, () => {
    // in the order of the variables, which is how an optimiser keeps its moments
    optimizer.applyGradients(variables.map(({ name }) => ({ name, tensor: limited[name] })));
  });
  return { ...results, gradientNorm: norm };
}

function lossOf<P extends Player>(player: P, game: Game, batch: StepBatch): Loss<Measured[P]> {
  const loss = player === "discriminator" ? discriminatorLoss : generatorLoss;
  return loss(game, batch) as Loss<Measured[P]>;
}

function turnOf(player: Player, game: Game, batch: StepBatch): Turn {
  return { player, game, batch, lossOf: (whose, of) => lossOf(whose, game, of).total };
}
