import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { nonSaturating } from "../../src/losses";
import { mlp } from "../../src/networks/mlp";
import type { StyleganGenerator } from "../../src/networks/stylegan-generator";
import { styleganGenerator } from "../../src/networks/stylegan-generator";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { generatorStep } from "../../src/training/steps";
import { pathLengthTerm, type PathLengthTermOptions } from "../../src/training/terms/others";

beforeAll(() => startEngine("wasm"));

const latentValues = [0.5, -1, 2, 1.5, -0.75, 0.25];

/** w = a z², and a synthesis w ↦ g(w). */
function styled(a: number, g: (w: tf.Tensor) => tf.Tensor): StyleganGenerator {
  const scale = tf.variable(tf.scalar(a));
  const styles = (z: tf.Tensor) => tf.mul(tf.square(z), scale);
  const synthesise = (all: readonly tf.Tensor[]) => g(tf.div(tf.addN([...all]), all.length));
  return {
    name: "styled",
    inputs: 2,
    outputs: 2,
    variables: [scale],
    styleCount: 3,
    styles,
    synthesise,
    apply: (z) => synthesise([styles(z), styles(z), styles(z)]),
    summary: () => [],
    dispose: () => {
      scale.dispose();
    },
  };
}

/** The term's value in a generator's update of three latent vectors, of which it is all. */
function penaltyOf(generator: StyleganGenerator, options: PathLengthTermOptions = {}): number {
  const discriminator = mlp({ name: "d", inputs: 2, hidden: [], outputs: 1, random: seeded(1) });
  const game = {
    generator,
    discriminator,
    loss: nonSaturating,
    adversarialWeight: 0,
    terms: [pathLengthTerm({ weight: 1, every: 1, ...options })],
  };
  const latent = tf.tensor2d(latentValues, [3, 2]);
  const result = generatorStep(game, tf.train.sgd(0.5), latent, { random: seeded(4) });
  discriminator.dispose();
  return result.penalty.dataSync()[0];
}

/** The y that the term draws, over the root of two outputs. */
const y = [...seeded(4).stream("terms").stream("path").normals(6)].map((n) => n / Math.SQRT2);

/** Of the first use, the mean of the lengths is their own: what is left is their variance. */
function variance(lengthOf: (y1: number, y2: number, z1: number, z2: number) => number): number {
  const lengths = [0, 2, 4].map((i) => lengthOf(y[i], y[i + 1], latentValues[i], latentValues[i + 1])); // prettier-ignore
  const mean = lengths.reduce((sum, length) => sum + length, 0) / 3;
  return lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / 3;
}

describe("of a linear synthesis w ↦ (3 w₁, 4 w₂)", () => {
  const linear = (w: tf.Tensor) => tf.mul(w, [3, 4]);

  it("is measured by the styles: ‖Jᵀ y‖ = ‖(3 y₁, 4 y₂)‖, whatever the mapping does", () => {
    const wanted = variance((y1, y2) => Math.hypot(3 * y1, 4 * y2));
    for (const a of [1, 2, 10]) expect(penaltyOf(styled(a, linear))).toBeCloseTo(wanted, 4);
    expect(penaltyOf(styled(2, linear), { space: "w" })).toBeCloseTo(wanted, 4);
  });

  it('is measured by latent vectors with space "z": ∂w/∂z = 2 a z comes in', () => {
    const wanted = variance((y1, y2, z1, z2) => Math.hypot(3 * y1 * 4 * z1, 4 * y2 * 4 * z2));
    expect(penaltyOf(styled(2, linear), { space: "z" }) / wanted).toBeCloseTo(1, 4);
  });
});

it("reaches the mapping's weights where the synthesis is not linear", () => {
  // g(w) = w²: J = 2 a z², so lengths are in proportion to a, and with their mean m a constant
  // ∂/∂a E[(l - m)²] = 2 E[(l - m) l] / a = 2 Var(l) / a
  const generator = styled(2, tf.square);
  const wanted = variance((y1, y2, z1, z2) => Math.hypot(4 * z1 ** 2 * y1, 4 * z2 ** 2 * y2));
  expect(penaltyOf(generator) / wanted).toBeCloseTo(1, 4);
  const [after] = generator.variables[0].dataSync();
  expect((2 - after) / (0.5 * wanted)).toBeCloseTo(1, 4); // SGD of rate .5: .5 · 2 Var / 2
});

it("is measured from the styles of the library's StyleGAN, for every layer the same", () => {
  const make = () =>
    styleganGenerator({ name: "g", size: 8, channels: 1, width: 2, latentSize: 2, random: seeded(1) }); // prettier-ignore
  const [generator, reference] = [make(), make()];
  const byHand: StyleganGenerator = {
    ...reference,
    styles: (z) => tf.clone(z), // as if z were the style: then Z of this one is W of that one
    apply: (w, context) => reference.synthesise(Array<tf.Tensor>(3).fill(w), context),
  };
  const latent = tf.tensor2d(latentValues, [3, 2]);
  const discriminator = mlp({ name: "d", inputs: 64, hidden: [], outputs: 1, random: seeded(1) });
  const penalty = (of: StyleganGenerator, at: tf.Tensor, options: PathLengthTermOptions) => {
    const terms = [pathLengthTerm(options)];
    const game = { generator: of, discriminator, loss: nonSaturating, terms };
    return generatorStep(game, tf.train.sgd(0), at, { random: seeded(4) }).penalty.dataSync()[0];
  };
  const found = penalty(generator, latent, {});
  expect(found).toBeGreaterThan(0);
  const wanted = penalty(byHand, generator.styles(latent), { space: "z" });
  expect(found / wanted).toBeCloseTo(1, 4);
});

it("of a generator without styles is measured from Z, and W is refused", () => {
  const plain = { ...styled(1, (w) => tf.mul(w, [3, 4])) } as Partial<StyleganGenerator>;
  delete (plain as { styles?: unknown }).styles;
  const wanted = variance((y1, y2, z1, z2) => Math.hypot(3 * y1 * 2 * z1, 4 * y2 * 2 * z2));
  expect(penaltyOf(plain as StyleganGenerator) / wanted).toBeCloseTo(1, 4);
  expect(() => penaltyOf(plain as StyleganGenerator, { space: "w" })).toThrow(
    'pathLengthTerm space: wanted "z" for a generator without styles, found "w". ' +
      "W is what a StyleGAN generator's mapping gives: use styleganGenerator, or leave space out",
  );
});
