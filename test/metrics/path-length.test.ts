import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import type { ApplyContext } from "../../src/layers/layer";
import { rawPixels } from "../../src/metrics/features/raw";
import { perceptualPathLength } from "../../src/metrics/path-length";
import { styleganGenerator } from "../../src/networks/stylegan-generator";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const identity = (inputs: number) => ({ inputs, apply: (z: tf.Tensor) => tf.clone(z) });

/** The vectors that the metric draws. */
function latents(pairs: number, size: number, seed: number): number[][][] {
  const random = seeded(seed);
  const [starts, ends] = [random.normals(pairs * size), random.normals(pairs * size)];
  const row = (all: Float32Array, i: number) => [...all.subarray(i * size, (i + 1) * size)];
  return Array.from({ length: pairs }, (_, i) => [row(starts, i), row(ends, i)]);
}
const dot = (a: number[], b: number[]) => a.reduce((sum, value, k) => sum + value * b[k], 0);

it("of a straight path through a linear generator is the squared distance of its ends", () => {
  const options = { pairs: 50, path: "lerp", trim: 0, epsilon: 0.01 } as const;
  const found = perceptualPathLength(identity(3), rawPixels(3), { ...options, random: seeded(1) });
  const squares = latents(50, 3, 1).map(([a, b]) => {
    const step = b.map((value, k) => value - a[k]);
    return dot(step, step);
  });
  const mean = squares.reduce((sum, value) => sum + value, 0) / 50;
  expect(found).toBeCloseTo(mean, 3);
  const threefold = { inputs: 3, apply: (z: tf.Tensor) => tf.mul(z, 3) };
  const nine = perceptualPathLength(threefold, rawPixels(3), { ...options, random: seeded(1) });
  expect(nine / found).toBeCloseTo(9, 3);
});

it("along a sphere is the squared arc, straight the squared chord", () => {
  // 1,000 normal numbers: all vectors have a length near √1000, all angles are near π/2
  const at = (path: "slerp" | "lerp") =>
    perceptualPathLength(identity(1000), rawPixels(1000), {
      pairs: 40,
      epsilon: 0.01,
      path,
      random: seeded(4),
    }) / 1000;
  expect(at("slerp")).toBeCloseTo((Math.PI / 2) ** 2, 1);
  expect(at("lerp")).toBeCloseTo(2, 1);
});

it("along a sphere goes from the first vector to the second, by their angle", () => {
  const [[a, b]] = latents(1, 2, 5);
  const random = seeded(5);
  random.normals(4);
  const [place] = random.uniforms(1);
  const angle = Math.acos(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)));
  const point = (t: number) =>
    a.map((value, k) => {
      const [first, second] = [Math.sin((1 - t) * angle), Math.sin(t * angle)];
      return (first * value + second * b[k]) / Math.sin(angle);
    });
  const epsilon = 0.25;
  const step = point(place + epsilon).map((value, k) => value - point(place)[k]);
  const options = { pairs: 1, epsilon, random: seeded(5) };
  const found = perceptualPathLength(identity(2), rawPixels(2), options);
  expect(found).toBeCloseTo(dot(step, step) / epsilon ** 2, 5);
});

it("leaves the trimmed share out at both ends", () => {
  const options = { pairs: 5, path: "lerp", epsilon: 0.01 } as const;
  const squares = latents(5, 1, 2)
    .map(([[a], [b]]) => (b - a) ** 2)
    .sort((p, q) => p - q);
  const found = perceptualPathLength(identity(1), rawPixels(1), {
    ...options,
    trim: 0.25,
    random: seeded(2),
  });
  expect(found).toBeCloseTo((squares[1] + squares[2] + squares[3]) / 3, 3); // one of five at each end
});

describe("in W and in Z", () => {
  // w = z², and a linear synthesis w ↦ (3 w₁, 4 w₂): so in W every path is a straight one, in Z it is bent
  const styled = {
    inputs: 2,
    styleCount: 3,
    styles: (z: tf.Tensor) => tf.square(z),
    synthesise: (styles: readonly tf.Tensor[]) => {
      expect(styles).toHaveLength(3);
      return tf.mul(tf.div(tf.addN([...styles]), 3), [3, 4]);
    },
    apply: (z: tf.Tensor) => tf.mul(tf.square(z), [3, 4]),
  };
  const ends = latents(40, 2, 6);
  const options = { pairs: 40, trim: 0, epsilon: 0.01 };
  const found = (more: object) =>
    perceptualPathLength(styled, rawPixels(2), { ...options, ...more, random: seeded(6) });
  const mean = (of: (a: number[], b: number[]) => number) =>
    ends.reduce((sum, [a, b]) => sum + of(a, b), 0) / ends.length;

  it("of straight paths between styles is ‖J (w₂ - w₁)‖², for the synthesis's matrix J", () => {
    const wanted = mean((a, b) => {
      const [first, second] = a.map((value, k) => b[k] ** 2 - value ** 2);
      return (3 * first) ** 2 + (4 * second) ** 2;
    });
    expect(found({}) / wanted).toBeCloseTo(1, 3); // where there are styles, W and lerp when left out
    expect(found({ space: "w", path: "lerp" })).toBe(found({}));
  });

  it("of straight paths between latent vectors bends with the mapping", () => {
    const random = seeded(6);
    random.normals(160);
    const places = random.uniforms(40);
    const wanted = mean((a, b) => {
      const place = places[ends.findIndex(([start]) => start === a)];
      const at = (t: number, k: number) => ((1 - t) * a[k] + t * b[k]) ** 2;
      const [first, second] = [0, 1].map((k) => (at(place + 0.01, k) - at(place, k)) / 0.01);
      return (3 * first) ** 2 + (4 * second) ** 2;
    });
    expect(found({ space: "z", path: "lerp" }) / wanted).toBeCloseTo(1, 3);
    expect(Math.abs(found({ space: "z", path: "lerp" }) / found({}) - 1)).toBeGreaterThan(0.1);
    // where there are no styles, Z and slerp
    const plain = { inputs: styled.inputs, apply: styled.apply };
    const other = perceptualPathLength(plain, rawPixels(2), { ...options, random: seeded(6) });
    expect(found({ space: "z" })).toBe(other);
  });

  it("measures a StyleGAN generator from its styles", () => {
    const generator = styleganGenerator({
      name: "path",
      size: 8,
      channels: 1,
      width: 4,
      latentSize: 3,
      styleSize: 5,
      mapping: 2,
      random: seeded(1),
    });
    const at = (space?: "w" | "z") =>
      perceptualPathLength(generator, rawPixels(64), { pairs: 20, epsilon: 0.01, random: seeded(2), ...(space && { space }) }); // prettier-ignore
    const before = tf.memory().numTensors;
    expect(at()).toBe(at("w"));
    expect(at()).toBeGreaterThan(0);
    expect(at("z")).not.toBe(at("w"));
    expect(tf.memory().numTensors).toBe(before);
    generator.dispose();
  });

  it("has no W without styles, and no other space", () => {
    const at = (space: string) => () =>
      perceptualPathLength(identity(2), rawPixels(2), { random: seeded(1), space: space as "w" });
    expect(at("w")).toThrow(TypeError);
    expect(at("w")).toThrow(
      'perceptualPathLength space: wanted "z" for a generator without styles',
    );
    expect(at("W")).toThrow(
      new RangeError('perceptualPathLength space: wanted "z" or "w", found "W"'),
    );
  });
});

it("goes through the classes in turn, one for both ends of a piece", () => {
  const told: number[][] = [];
  const conditional = {
    inputs: 2,
    traits: { classes: 3 },
    apply(z: tf.Tensor, { labels }: ApplyContext = {}) {
      told.push([...labels!.dataSync()]);
      return tf.clone(z);
    },
  };
  perceptualPathLength(conditional, rawPixels(2), { pairs: 252, random: seeded(1) });
  const all = Array.from({ length: 252 }, (_, i) => i % 3);
  expect(told).toEqual([all.slice(0, 250), all.slice(250), all.slice(0, 250), all.slice(250)]);
});

it("runs in batches, and leaves no tensor", () => {
  const sizes: number[] = [];
  const generator = {
    inputs: 2,
    apply(z: tf.Tensor) {
      sizes.push(z.shape[0]);
      return tf.tanh(z);
    },
  };
  const before = tf.memory().numTensors;
  const found = perceptualPathLength(generator, rawPixels(2), { pairs: 600, random: seeded(3) });
  expect(tf.memory().numTensors).toBe(before);
  expect(sizes).toEqual([250, 250, 100, 250, 250, 100]);
  expect(found).toBeGreaterThan(0);
});

it("refuses what makes no sense", () => {
  const at = (options: object) =>
    perceptualPathLength(identity(2), rawPixels(2), { random: seeded(1), ...options });
  expect(() => at({ pairs: 0 })).toThrow(RangeError);
  expect(() => at({ epsilon: 0 })).toThrow(
    new RangeError("perceptualPathLength epsilon: wanted a number above 0 and at most 1, found 0"),
  );
  expect(() => at({ trim: 0.5 })).toThrow(RangeError);
  expect(() => at({ path: "walk" })).toThrow(
    new RangeError('perceptualPathLength path: wanted "slerp" or "lerp", found "walk"'),
  );
  const random = seeded(1);
  expect(() => perceptualPathLength(identity(2), rawPixels(3), { random })).toThrow(TypeError);
});
