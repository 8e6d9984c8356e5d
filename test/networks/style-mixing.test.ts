import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { generatorFrom } from "../../src/networks/latent-space";
import { mixedStyles, styleMixing } from "../../src/networks/style-mixing";
import { styleganGenerator, type StyleganGenerator } from "../../src/networks/stylegan-generator";
import { seeded } from "../../src/random";
import { gradcheck } from "../../src/runtime/gradcheck";
import { startEngine } from "../../src/runtime/engine";
import { leverOf } from "../../src/levers/lever";

beforeAll(() => startEngine("wasm"));

const real = () =>
  styleganGenerator({
    name: "g",
    size: 16,
    width: 2,
    latentSize: 3,
    mapping: 1,
    random: seeded(1),
  });

/** Its styles are the latent vectors, and it draws nothing but the number of each layer's style. */
const open = {
  name: "open",
  inputs: 1,
  styleCount: 5,
  styles: (latent: tf.Tensor) => tf.clone(latent),
  synthesise: (styles: readonly tf.Tensor[]) => tf.concat([...styles], 1), // (batch, 5)
  apply: (latent: tf.Tensor) => tf.tile(latent, [1, 5]),
} as unknown as StyleganGenerator;

const count = 4000;
const training = (seed: number) => ({ training: true, random: seeded(seed) });
/** Of each fake how many of its layers, from the first on, have its own style, which is 7. */
function crossovers(generator: StyleganGenerator): number[] {
  const rows = generator.apply(tf.fill([count, 1], 7), training(1)).arraySync() as number[][];
  return rows.map((row) => {
    const place = row.findIndex((value) => value !== 7);
    const end = place < 0 ? row.length : place;
    expect(new Set(row.slice(end)).size).toBeLessThanOrEqual(1); // one other style, to the end
    return end;
  });
}

it("gives the layers from … to - 1 the other style, as the same tensors", () => {
  const [a, b] = [tf.zeros([1, 3]), tf.ones([1, 3])];
  expect(mixedStyles(open, a, b, { from: 2 })).toEqual([a, a, b, b, b]);
  expect(mixedStyles(open, a, b, { from: 1, to: 3 })).toEqual([a, b, b, a, a]);
  expect(mixedStyles(open, a, b, { from: 0 })).toEqual([b, b, b, b, b]);
  expect(mixedStyles(open, a, b, { from: 5 })).toEqual([a, a, a, a, a]);
  expect(() => mixedStyles(open, a, b, { from: 6 })).toThrow(RangeError);
  expect(() => mixedStyles(open, a, b, { from: 6 })).toThrow(
    /mixedStyles from: wanted .* 5, found 6/,
  );
  expect(() => mixedStyles(open, a, b, { from: 2, to: 1 })).toThrow(/mixedStyles to: wanted/);
});

it("mixes the wanted share of fakes, at layers 1 to 4 equally often, with one other style", () => {
  const shares = [0, 1, 2, 3, 4, 5].map(
    (place) => crossovers(styleMixing(open)).filter((found) => found === place).length / count,
  );
  expect(shares[0]).toBe(0); // its own style always has the first layer
  for (const share of shares.slice(1, 5)) expect(Math.abs(share - 0.9 / 4)).toBeLessThan(0.03);
  expect(Math.abs(shares[5] - 0.1)).toBeLessThan(0.02); // all layers: not mixed
});

it("with probability 1 all fakes are mixed; other styles are of standard normal latent vectors", () => {
  const mixing = styleMixing(open, { probability: 1 });
  expect(crossovers(mixing).filter((place) => place === 5)).toEqual([]);
  const last = mixing.apply(tf.fill([count, 1], 7), training(1)).slice([0, 4], [count, 1]);
  expect(Math.abs(last.mean().dataSync()[0])).toBeLessThan(0.08); // 5 / √4000
  expect(Math.abs(tf.moments(last).variance.dataSync()[0] - 1)).toBeLessThan(0.12);
});

it("is the generator itself outside of training, and in its two halves", () => {
  const generator = real();
  const mixing = styleMixing(generator);
  const latent = seeded(2).normal([2, 3]);
  expect(mixing.apply(latent).dataSync()).toEqual(generator.apply(latent).dataSync());
  expect(mixing.variables).toBe(generator.variables);
  const from = generatorFrom(mixing, undefined, "test");
  expect(from.space).toBe("w"); // path lengths are measured from styles, unmixed
  expect(from.points(latent, training(1)).dataSync()).toEqual(generator.styles(latent).dataSync());
  expect(leverOf(mixing)).toMatchObject({ name: "styleMixing", parameters: { probability: 0.9 } });
  generator.dispose();
});

it("draws of its context only: the same fakes of the same stream, and none without", () => {
  const generator = real();
  const mixing = styleMixing(generator);
  const latent = seeded(2).normal([2, 3]);
  const fakes = (seed: number) => mixing.apply(latent, training(seed)).dataSync();
  expect(fakes(1)).toEqual(fakes(1));
  expect(fakes(1)).not.toEqual(fakes(2));
  expect(() => mixing.apply(latent, { training: true })).toThrow(TypeError);
  expect(() => mixing.apply(latent, { training: true })).toThrow(/context\.random/);
  generator.dispose();
});

it("has exact gradients by latent vector and weights, to the second order", () => {
  const generator = real();
  const mixing = styleMixing(generator, { probability: 1 });
  const fakes = (latent: tf.Tensor) => mixing.apply(latent, training(1));
  const options = {
    order: 2,
    precision: "float64",
    variables: generator.variables.slice(0, 4),
  } as const;
  expect(gradcheck(fakes, [seeded(2).normal([2, 3])], options)).toMatchObject({ passed: true });
  generator.dispose();
});

it.each([0, 1.1, NaN])("refuses the probability %f", (probability) => {
  expect(() => styleMixing(open, { probability })).toThrow(RangeError);
  expect(() => styleMixing(open, { probability })).toThrow(/styleMixing probability: wanted/);
});
