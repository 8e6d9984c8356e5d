import * as tf from "@tensorflow/tfjs";
import { ring } from "../../../src/data/mixture";
import { leakyRelu } from "../../../src/layers/activations";
import { normalInit } from "../../../src/layers/init";
import { namedVariable } from "../../../src/layers/layer";
import { mlp } from "../../../src/networks/mlp";
import type { Random } from "../../../src/random";
import type { Losses, Workload } from "./workload";

// What several workloads are made of. The library's own layers will take the place of some of these.

/** Trainable weights, N(0, std²), that depend on `random` and the name only. */
export function weights(random: Random, name: string, shape: number[], std = 0.02): tf.Variable {
  return namedVariable(normalInit(std)(random.stream(name), shape), name);
}

/** A trainable variable of equal numbers: biases, gains. */
export function filled(name: string, shape: number[], value = 0): tf.Variable {
  return namedVariable(tf.fill(shape, value), name);
}

/** A variable that no gradient changes: a moving average, a power-iteration vector. */
export function state(initial: tf.Tensor): tf.Variable {
  const variable = tf.variable(initial, false);
  initial.dispose();
  return variable;
}

/** Kingma and Ba's rule with the numbers that DCGAN made usual: 0.5 for the first moment. */
export function adam(rate: number): tf.AdamOptimizer {
  return tf.train.adam(rate, 0.5, 0.999);
}

/** Generator 2-width-width-2 and discriminator 2-width-width-1, leaky ReLU. */
export function mlpPlayers(
  random: Random,
  width: number,
  optimizers: Players["optimizers"] = [adam(1e-3), adam(1e-3)],
): Players {
  const shared = { inputs: 2, hidden: [width, width], activation: leakyRelu, random };
  const generator = mlp({ ...shared, name: "generator", outputs: 2 });
  const discriminator = mlp({ ...shared, name: "discriminator", outputs: 1 });
  return {
    generate: (latent) => generator.apply(latent),
    score: (x) => discriminator.apply(x),
    generatorVariables: generator.variables,
    discriminatorVariables: discriminator.variables,
    optimizers,
  };
}

export type Gradients = tf.NamedTensorMap;

/**
 * One update of `variables` down the gradient of `loss`.
 *
 * @param change what is done to the gradients first: clipping
 * @returns the loss from before
 */
export function minimise(
  optimizer: tf.Optimizer,
  variables: readonly tf.Variable[],
  loss: () => tf.Scalar,
  change: (gradients: Gradients) => Gradients = (gradients) => gradients,
): tf.Scalar {
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(loss, [...variables]);
    const changed = change(grads);
    optimizer.applyGradients(variables.map(({ name }) => ({ name, tensor: changed[name] })));
    return value;
  });
}

/** E[softplus(-s)] on real scores and E[softplus(s)] on fake ones. */
export function discriminatorLoss(real: tf.Tensor, fake: tf.Tensor): tf.Scalar {
  return tf.add(tf.mean(tf.softplus(tf.neg(real))), tf.mean(tf.softplus(fake)));
}

/** E[softplus(-s)], the non-saturating loss. */
export function generatorLoss(fake: tf.Tensor): tf.Scalar {
  return tf.mean(tf.softplus(tf.neg(fake)));
}

/** Two networks that play against each other, and what a step of theirs needs. */
export interface Players {
  readonly generate: (latent: tf.Tensor) => tf.Tensor;
  readonly score: (x: tf.Tensor) => tf.Tensor;
  readonly generatorVariables: readonly tf.Variable[];
  readonly discriminatorVariables: readonly tf.Variable[];
  readonly optimizers: readonly [discriminator: tf.Optimizer, generator: tf.Optimizer];
}

/** The usual step: the discriminator against fixed fakes, then the generator with fresh noise. */
export function alternate(
  players: Players,
  real: tf.Tensor,
  latent: () => tf.Tensor,
  change?: (gradients: Gradients) => Gradients,
): Losses {
  const { generate, score, optimizers } = players;
  return tf.tidy(() => {
    const fakes = generate(latent());
    return {
      discriminatorLoss: minimise(
        optimizers[0],
        players.discriminatorVariables,
        () => discriminatorLoss(score(real), score(fakes)),
        change,
      ),
      generatorLoss: generatorUpdate(players, latent(), change),
    };
  });
}

/** The second half of the usual step. */
export function generatorUpdate(
  { generate, score, generatorVariables, optimizers }: Players,
  latent: tf.Tensor,
  change?: (gradients: Gradients) => Gradients,
): tf.Scalar {
  const loss = () => generatorLoss(score(generate(latent)));
  return minimise(optimizers[1], generatorVariables, loss, change);
}

/** The variables of both. */
export function learned(players: Players): tf.Variable[] {
  return [...players.generatorVariables, ...players.discriminatorVariables];
}

const mixture = ring();

/** The inputs of a workload on points of the plane. */
export function points(batch: number): Pick<Workload, "inputs" | "batch"> {
  return {
    inputs: { real: [batch, 2] },
    batch: (random) => ({ real: mixture.sample(batch, random) }),
  };
}

/** The inputs of a workload on pictures, which are numbers between -1 and 1 here. */
export function pictures(shape: number[]): Pick<Workload, "inputs" | "batch"> {
  return { inputs: { real: shape }, batch: (random) => ({ real: random.uniform(shape, -1, 1) }) };
}
