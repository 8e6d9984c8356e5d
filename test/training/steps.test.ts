import * as tf from "@tensorflow/tfjs";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { minimax, nonSaturating } from "../../src/losses";
import { mlp } from "../../src/networks/mlp";
import type { Network } from "../../src/networks/network";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { discriminatorStep, generatorStep } from "../../src/training/steps";

beforeAll(() => startEngine("wasm"));

const weightsOf = (network: Network) => network.variables.map((v) => Array.from(v.dataSync()));

describe.each([minimax, nonSaturating])("with the $name loss", (loss) => {
  let game: { generator: Network; discriminator: Network; loss: typeof loss };
  let real: tf.Tensor;
  let latent: tf.Tensor;

  beforeEach(() => {
    const random = seeded(1);
    const generator = mlp({ name: "g", inputs: 3, hidden: [8], outputs: 2, random });
    const discriminator = mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random });
    game = { generator, discriminator, loss };
    real = random.normal([16, 2]);
    latent = random.normal([16, 3]);
    return () => {
      generator.dispose();
      discriminator.dispose();
    };
  });

  it("the discriminator step changes every weight tensor of D and none of G", () => {
    const [before, fixed] = [weightsOf(game.discriminator), weightsOf(game.generator)];
    discriminatorStep(game, tf.train.adam(0.01), real, latent);
    expect(weightsOf(game.generator)).toEqual(fixed);
    weightsOf(game.discriminator).forEach((after, i) => {
      expect(after).not.toEqual(before[i]);
    });
  });

  it("the generator step changes every weight tensor of G and none of D", () => {
    const [before, fixed] = [weightsOf(game.generator), weightsOf(game.discriminator)];
    generatorStep(game, tf.train.adam(0.01), latent);
    expect(weightsOf(game.discriminator)).toEqual(fixed);
    weightsOf(game.generator).forEach((after, i) => {
      expect(after).not.toEqual(before[i]);
    });
  });

  it("returns scores and losses from before the update", () => {
    const realScores = game.discriminator.apply(real);
    const fakeScores = game.discriminator.apply(game.generator.apply(latent));
    const parts = loss.discriminator(realScores, fakeScores);
    const result = discriminatorStep(game, tf.train.adam(0.01), real, latent);
    expect(result.realScores.dataSync()).toEqual(realScores.dataSync());
    expect(result.fakeScores.dataSync()).toEqual(fakeScores.dataSync());
    expect(result.real.dataSync()).toEqual(parts.real.dataSync());
    expect(result.fake.dataSync()).toEqual(parts.fake.dataSync());
  });

  it("moves each weight against its gradient, by the learning rate (Adam's first step)", () => {
    const before = weightsOf(game.generator);
    const { grads } = tf.variableGrads(
      () => loss.generator(game.discriminator.apply(game.generator.apply(latent))),
      [...game.generator.variables],
    );
    generatorStep(game, tf.train.adam(0.01, 0.5, 0.999, 1e-8), latent);
    weightsOf(game.generator).forEach((after, i) => {
      const gradient = grads[game.generator.variables[i].name].dataSync();
      after.forEach((weight, j) => {
        if (Math.abs(gradient[j]) < 1e-5) return; // there, epsilon shortens the step
        expect(weight - before[i][j]).toBeCloseTo(-0.01 * Math.sign(gradient[j]), 4);
      });
    });
  });

  it("lowers its own loss", () => {
    const [dAdam, gAdam] = [tf.train.adam(0.005), tf.train.adam(0.005)];
    const dLoss = () => {
      const { real: r, fake } = discriminatorStep(game, dAdam, real, latent);
      return r.dataSync()[0] + fake.dataSync()[0];
    };
    const first = dLoss();
    for (let i = 0; i < 20; i++) dLoss();
    expect(dLoss()).toBeLessThan(first);
    const gLoss = () => generatorStep(game, gAdam, latent).loss.dataSync()[0];
    const start = gLoss();
    for (let i = 0; i < 20; i++) gLoss();
    expect(gLoss()).toBeLessThan(start);
  });

  it("leaks no tensor once the optimisers have their moments", () => {
    const [dAdam, gAdam] = [tf.train.adam(0.01), tf.train.adam(0.01)];
    const both = () => {
      tf.dispose(discriminatorStep(game, dAdam, real, latent) as unknown as tf.TensorContainer);
      tf.dispose(generatorStep(game, gAdam, latent) as unknown as tf.TensorContainer);
    };
    both();
    const before = tf.memory().numTensors;
    for (let i = 0; i < 5; i++) both();
    expect(tf.memory().numTensors).toBe(before);
  });
});
