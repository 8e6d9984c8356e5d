import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { namedVariable } from "../../src/layers/layer";
import { consensus } from "../../src/penalties";
import { compile } from "../../src/runtime/compile";
import { startEngine } from "../../src/runtime/engine";
import { InexactGradientError } from "../../src/runtime/gradients/input-gradient";

beforeAll(() => startEngine("wasm"));

const number = (scalar: tf.Tensor) => scalar.dataSync()[0];

/** The bilinear game: the discriminator d wants d g small, the generator g wants it large. */
function bilinear(d = 0.8, g = 0.6) {
  const [first, second] = [d, g].map((x) => namedVariable(tf.scalar(x), "bilinear"));
  const product = () => tf.mul<tf.Scalar>(first, second);
  const discriminator = { loss: product, variables: [first] };
  const generator = { loss: () => tf.neg<tf.Scalar>(product()), variables: [second] };
  const free = () => {
    tf.dispose([first, second]);
  };
  return { discriminator, generator, variables: [first, second], free };
}

describe("consensus", () => {
  it("is half the squared length of both players' own gradients", () => {
    const d = namedVariable(tf.tensor1d([1, 2]), "d");
    const g = namedVariable(tf.scalar(3), "g");
    // L_D = g Σ d², its gradient by d is 2 g d = (6, 12); L_G = g³ d₁, its gradient by g is 3 g² d₁ = 27
    const penalty = consensus(
      { loss: () => tf.mul(g, tf.sum(tf.square(d))), variables: [d] },
      { loss: () => tf.mul(tf.pow(g, 3), tf.sum(tf.mul(d, [1, 0]))), variables: [g] },
    );
    expect(number(penalty)).toBeCloseTo((6 ** 2 + 12 ** 2 + 27 ** 2) / 2, 2);
    tf.dispose([d, g]);
  });

  it("takes a player's gradient by its own weights only", () => {
    const { discriminator, generator, free } = bilinear(3, 4);
    const mixed = consensus(discriminator, { ...generator, variables: discriminator.variables });
    expect(number(mixed)).toBeCloseTo((4 ** 2 + 4 ** 2) / 2, 5);
    expect(number(consensus(discriminator, generator))).toBeCloseTo((4 ** 2 + 3 ** 2) / 2, 5);
    free();
  });

  it("turns circling into rest: the distance shrinks by the factor that theory gives", () => {
    const step = 0.1;
    const distance = (weight: number) => {
      const { discriminator, generator, variables, free } = bilinear();
      for (let i = 0; i < 100; i++) {
        tf.tidy(() => {
          const gradients = [discriminator, generator].map(({ loss, variables: own }) => {
            const full = () =>
              tf.add<tf.Scalar>(loss(), tf.mul(consensus(discriminator, generator), weight));
            return tf.variableGrads(full, own).grads[own[0].name];
          });
          variables.forEach((v, k) => {
            v.assign(tf.sub(v, tf.mul(gradients[k], step)));
          });
        });
      }
      const [d, g] = variables.map(number);
      free();
      return Math.hypot(d, g);
    };
    // v = (g, -d): each step multiplies the distance by √((1 - h γ)² + h²)
    expect(distance(0)).toBeCloseTo(Math.hypot(1, 0.1) ** 100, 3); // spirals outwards, 1.64
    expect(distance(1)).toBeCloseTo(Math.hypot(0.9, 0.1) ** 100, 5); // 5e-5
  });

  it("refuses an operation without an exact second gradient", () => {
    const weights = namedVariable(tf.tensor1d([1, 2]), "w");
    const other = namedVariable(tf.scalar(1), "o");
    const act = () =>
      consensus(
        { loss: () => tf.prod(weights), variables: [weights] },
        { loss: () => tf.sum(tf.square(other)), variables: [other] },
      );
    expect(act).toThrow(InexactGradientError);
    expect(act).toThrow(/tf\.prod, whose second gradient/);
    tf.dispose([weights, other]);
  });

  it("is a penalty in a compiled step", async () => {
    const { discriminator, generator, variables, free } = bilinear();
    const optimizers = [tf.train.sgd(0.1), tf.train.sgd(0.1)];
    const step = await compile(() =>
      tf.tidy(() => {
        const updates = [discriminator, generator].map(({ loss, variables: own }) =>
          tf.variableGrads(
            () => tf.add<tf.Scalar>(loss(), consensus(discriminator, generator)),
            own,
          ),
        );
        updates.forEach(({ grads }, i) => {
          optimizers[i].applyGradients(grads);
        });
        return { penalty: consensus(discriminator, generator) };
      }),
    );
    for (let i = 0; i < 20; i++) await step.run();
    expect(Math.hypot(...variables.map(number))).toBeCloseTo(Math.hypot(0.9, 0.1) ** 20, 4);
    await step.dispose();
    free();
  });
});
