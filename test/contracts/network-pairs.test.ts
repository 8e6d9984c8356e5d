import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import type { ApplyContext } from "../../src/layers/layer";
import type { Network } from "../../src/networks/network";
import { checkPairing } from "../../src/networks/pairing";
import { seeded } from "../../src/random";
import { compile, type InputShape } from "../../src/runtime/compile";
import { startEngine } from "../../src/runtime/engine";
import { inputGradient } from "../../src/runtime/gradients/input-gradient";
import { pairs, type PairRow } from "./tables/networks";

beforeAll(() => startEngine("wasm"));

const batch = 4;
const rng = seeded(5);

type Inputs = Record<string, tf.Tensor>;

/** Plain TensorFlow.js: one update of the discriminator, one of the generator. */
function updatesOf([generator, discriminator]: readonly Network[]) {
  const optimizer = tf.train.sgd(0.01);
  const update = ({ variables }: Network, loss: () => tf.Scalar) =>
    optimizer.minimize(loss, true, [...variables])!;
  const packed = (examples: tf.Tensor) => tf.reshape(examples, [-1, discriminator.inputs]);
  const contextOf = ({ labels }: Inputs, name: string): ApplyContext => ({
    training: true,
    random: rng.stream(name),
    labels: labels as tf.Tensor1D,
  });
  return {
    discriminator: (inputs: Inputs) => {
      const fakes = generator.apply(inputs.latent, contextOf(inputs, "g"));
      const loss = update(discriminator, () => {
        const real = discriminator.apply(packed(inputs.real), contextOf(inputs, "real"));
        const fake = discriminator.apply(packed(fakes), contextOf(inputs, "fake"));
        return tf.add(tf.mean(tf.softplus(tf.neg(real))), tf.mean(tf.softplus(fake)));
      });
      return { fakes, discriminatorLoss: loss };
    },
    generator: (inputs: Inputs) => ({
      generatorLoss: update(generator, () => {
        const fakes = generator.apply(inputs.latent, contextOf(inputs, "g again"));
        const fake = discriminator.apply(packed(fakes), contextOf(inputs, "fake again"));
        return tf.mean(tf.softplus(tf.neg(fake)));
      }),
    }),
  };
}

function batchOf({ generator }: PairRow): Inputs {
  const labelled = generator.traits.classes !== undefined;
  return {
    real: tf.tanh(seeded(3).normal([batch, generator.outputs])),
    latent: seeded(4).normal([batch, generator.inputs]),
    ...(labelled && { labels: tf.tensor1d([2, 0, 1, 2], "int32") }),
  };
}

const numbersOf = (tensors: readonly tf.Tensor[]) =>
  tensors.map((tensor) => [...tensor.dataSync()]);
const variablesOf = (network: Network) => numbersOf(network.variables);

describe.each(pairs)("$name", (pair) => {
  it("goes together", () => {
    const [generator, discriminator] = [pair.generator.make(), pair.discriminator.make()];
    expect(checkPairing({ generator, discriminator })).toEqual([]);
    generator.dispose();
    discriminator.dispose();
  });

  it("has a discriminator of whose slope a penalty can be taken", () => {
    const discriminator = pair.discriminator.make();
    const { inputs, variables } = discriminator;
    const pictures = seeded(6).normal<tf.Rank.R2>([batch, inputs]);
    const given = batchOf(pair);
    const critic = (x: tf.Tensor) =>
      discriminator.apply(x, { training: true, random: rng, labels: given.labels as tf.Tensor1D });
    const { value, grads } = tf.variableGrads(
      () => tf.mean(tf.square(inputGradient(critic, pictures))),
      [...variables].filter(({ name }) => name.endsWith("weights")),
    );
    expect(value.dataSync()[0]).toBeGreaterThan(0);
    for (const gradient of Object.values(grads)) {
      expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
    }
    discriminator.dispose();
  });

  it("trains, each player for itself, and a compiled step gives the same numbers", async () => {
    const players = [pair.generator.make(), pair.discriminator.make()];
    const [generator, discriminator] = players;
    const owned = players.flatMap(({ variables, states = [] }) => [...variables, ...states]);
    const start = owned.map((variable) => tf.clone(variable));
    const updates = updatesOf(players);
    const inputs = batchOf(pair);

    const before = players.map(variablesOf);
    const first = updates.discriminator(inputs);
    expect(variablesOf(generator)).toEqual(before[0]);
    expect(unchanged(discriminator, before[1])).toEqual([]);
    const between = variablesOf(discriminator);
    const second = updates.generator(inputs);
    expect(variablesOf(discriminator)).toEqual(between);
    expect(unchanged(generator, before[0])).toEqual([]);
    const eager = [...Object.values({ ...first, ...second }), ...owned];
    const wanted = numbersOf(eager);
    expect(wanted.flat().filter((value) => !Number.isFinite(value))).toEqual([]);

    owned.forEach((variable, i) => {
      variable.assign(start[i]);
    });
    const compiled = await compile(
      (batch) => ({ ...updates.discriminator(batch), ...updates.generator(batch) }),
      { inputs: shapesOf(inputs), rng },
    );
    const { fakes, discriminatorLoss, generatorLoss } = await compiled.run(inputs);
    const found = [[...fakes], [discriminatorLoss], [generatorLoss], ...numbersOf(owned)];
    expect(largestDifference(wanted, found)).toBeLessThan(1e-4);
    await compiled.dispose();
    tf.dispose([first, second, Object.values(inputs), start]);
    for (const player of players) player.dispose();
  });
});

/** Names of the variables that a step left as they were, but for attention's, which its gain of 0 holds back. */
function unchanged({ variables }: Network, before: number[][]): string[] {
  return variables
    .filter((variable, i) => [...variable.dataSync()].every((value, k) => value === before[i][k]))
    .map(({ name }) => name)
    .filter((name) => !/attention.*weights/.test(name));
}

function shapesOf(inputs: Inputs): Record<string, InputShape> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, dtype }]) => [
      name,
      { shape, dtype } as InputShape,
    ]),
  );
}

/** Relative for large numbers, absolute for small ones. */
function largestDifference(wanted: number[][], found: number[][]): number {
  const differences = wanted.flatMap((numbers, i) =>
    numbers.map((value, k) => Math.abs(found[i][k] - value) / Math.max(1, Math.abs(value))),
  );
  return Math.max(...differences);
}
