import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { dense } from "../../src/layers/dense";
import {
  hinge,
  leastSquares,
  minimax,
  nonSaturating,
  relativisticAverage,
  wasserstein,
  withLabels,
} from "../../src/losses";
import { dcganDiscriminator } from "../../src/networks/dcgan-discriminator";
import { mlp, type MlpOptions } from "../../src/networks/mlp";
import type { Network } from "../../src/networks/network";
import { checkPairing, expectPairing, type Pairing } from "../../src/networks/pairing";
import { sequential } from "../../src/networks/sequential";
import { snganDiscriminator } from "../../src/networks/sngan-discriminator";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { orthogonalTerm } from "../../src/training/terms/others";
import { draganTerm, gradientPenaltyTerm, r1Term, r2Term } from "../../src/training/terms/slopes";

beforeAll(() => startEngine("wasm"));

const random = seeded(1);
const critic = (options: Partial<MlpOptions> = {}) =>
  mlp({ name: "d", inputs: 2, hidden: [5], outputs: 1, random, ...options });

/** What is found of a critic that judges a generator's outputs. */
function found(discriminator: Network, changes: Partial<Pairing>): string[] {
  const { inputs, traits } = discriminator;
  const plain = mlp({ name: "g", inputs: 4, hidden: [5], outputs: inputs, random });
  const generator = { ...plain, traits: { ...(traits?.classes && { classes: traits.classes }) } };
  const pairing = { generator, discriminator, ...changes };
  expect(() => { expectPairing(pairing); }).not.toThrow(); // prettier-ignore
  return checkPairing(pairing).map(({ severity, problem }) => `${severity}: ${problem}`);
}

const unbounded = (loss: string) => [
  `warning: d: the loss "${loss}" wants a critic of bounded slope, and nothing bounds it`,
];
const byHand = {
  name: "heights",
  discriminator: (r: tf.Tensor, f: tf.Tensor) => ({ real: tf.neg(tf.mean(r)), fake: tf.mean(f) }),
};

describe("a critic whose loss has no floor is warned of", () => {
  it.each<[string, Partial<Pairing>, string]>([
    ["with nothing", { loss: wasserstein }, "Wasserstein"],
    ["with a loss by hand", { loss: byHand }, "heights"],
    [
      "with terms that do not bound it",
      { loss: wasserstein, terms: [orthogonalTerm({ player: "discriminator" })] },
      "Wasserstein",
    ],
  ])("%s", (_, changes, loss) => {
    expect(found(critic(), changes)).toEqual(unbounded(loss));
  });

  it("with spectral norm in one layer alone", () => {
    const steps = [true, false].map((spectral, i) =>
      dense({ name: `layer ${i}`, inputs: 2, outputs: 2 - i, spectral, random }),
    );
    const d = sequential({ name: "d", inputShape: [2], outputShape: [1], steps });
    expect(found(d, { loss: wasserstein })).toEqual(unbounded("Wasserstein"));
  });
});

describe("a critic is not warned of", () => {
  it.each<[string, Partial<Pairing>]>([
    ...[gradientPenaltyTerm(), r1Term(), r2Term(), draganTerm()].map(
      (term): [string, Partial<Pairing>] => [`with ${term.name}`, { loss: wasserstein, terms: [term] }],
    ),
    ["whose slope is penalised otherwise", { loss: wasserstein, slopePenalty: true }],
    ["with clipped weights", { loss: wasserstein, weightClip: 0.01 }],
    ...[minimax, nonSaturating, hinge, leastSquares, relativisticAverage, withLabels(minimax)].map(
      (loss): [string, Partial<Pairing>] => [`with the loss "${loss.name}"`, { loss }],
    ),
    ["with a loss of which the name alone is known", { loss: { name: "Wasserstein" } }],
    ["with a loss that can not be asked", { loss: { name: "odd", discriminator: () => { throw new Error("no"); } } }],
  ])("%s", (_, changes) => {
    expect(found(critic(), changes)).toEqual([]);
  }); // prettier-ignore

  it.each([
    ["a perceptron", () => critic({ spectral: true })],
    ["DCGAN's", () => dcganDiscriminator({ name: "d", size: 8, width: 2, norm: "spectral", random })],
    ["SNGAN's", () => snganDiscriminator({ name: "d", size: 8, width: 2, random })],
    ["SNGAN's with classes", () => snganDiscriminator({ name: "d", size: 8, width: 2, classes: 3, random })],
  ])("with spectral norm in all layers: %s", (_, make) => {
    expect(found(make(), { loss: wasserstein })).toEqual([]);
  }); // prettier-ignore
});
