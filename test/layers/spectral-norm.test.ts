import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { leakyRelu } from "../../src/layers/activations";
import { conv2d } from "../../src/layers/conv";
import { dense } from "../../src/layers/dense";
import { normalInit, orthogonal } from "../../src/layers/init";
import { namedVariable } from "../../src/layers/layer";
import { spectralNormOf, spectralWeights } from "../../src/layers/spectral-norm";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

/** A matrix (rows, columns) with these singular values, and its singular vectors as columns. */
function matrixOf(rows: number, columns: number, values: readonly number[]) {
  const left = orthogonal()(seeded(1), [rows, values.length]) as tf.Tensor2D;
  const right = orthogonal()(seeded(2), [columns, values.length]) as tf.Tensor2D;
  const matrix = tf.matMul(tf.mul(left, [...values]), right, false, true);
  return { matrix, left, right };
}

const largest = (x: tf.Tensor) => tf.max(tf.abs(x)).dataSync()[0];
const training = { training: true };

describe("spectralNormOf", () => {
  it.each([
    [6, 6, [3, 2, 1, 0.5]],
    [9, 4, [5, 4.5, 0.1]],
    [3, 20, [0.02, 0.01]],
  ])("is the largest singular value of a known matrix (%s, %s)", (rows, columns, values) => {
    const { matrix } = matrixOf(rows, columns, values);
    expect(Math.abs(spectralNormOf(matrix, 100) / values[0] - 1)).toBeLessThan(1e-5);
  });

  it("comes nearer by (σ₂/σ₁)⁴ with each round", () => {
    const { matrix } = matrixOf(6, 6, [2, 1.6]);
    const errors = [3, 4, 5].map((rounds) => 2 - spectralNormOf(matrix, rounds));
    expect(errors[0]).toBeGreaterThan(1e-3);
    for (const i of [0, 1]) expect(errors[i + 1] / errors[i]).toBeCloseTo(0.8 ** 4, 1);
  });

  it("is 0 for zeros, and leaves no tensor", () => {
    const zeros = tf.zeros([4, 3]);
    const before = tf.memory().numTensors;
    expect(spectralNormOf(zeros)).toBe(0);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuses other tensors and no iterations", () => {
    expect(() => spectralNormOf(tf.zeros([3]))).toThrow(
      new TypeError("spectralNormOf matrix: wanted shape (any, any), found (3)"),
    );
    expect(() => spectralNormOf(tf.eye(2), 0)).toThrow(RangeError);
  });
});

describe("spectralWeights", () => {
  const make = (initial: tf.Tensor) => {
    const weights = namedVariable(tf.clone(initial), "spectral/weights");
    return { weights, ...spectralWeights({ name: "spectral", weights, random: seeded(3) }) };
  };

  it("divides by the largest singular value", () => {
    const { matrix } = matrixOf(7, 5, [4, 2, 1]);
    const { value } = make(matrix);
    expect(largest(tf.sub(value(), tf.div(matrix, 4)))).toBeLessThan(1e-5); // (2/4)^(4 · 15)
  });

  it("counts all axes of a filter but the last as one", () => {
    const { matrix } = matrixOf(3 * 3 * 2, 4, [2, 1]);
    const { value } = make(tf.reshape(matrix, [3, 3, 2, 4]));
    expect(largest(tf.sub(tf.reshape(value(), [18, 4]), tf.div(matrix, 2)))).toBeLessThan(1e-5);
  });

  it("goes one round of power iteration at each application in training", () => {
    const { weights, states, value } = make(seeded(1).normal([4, 3]));
    weights.assign(tf.tensor2d([[3, 0, 0], [0, 2, 0], [0, 0, 1], [0, 0, 0]])); // prettier-ignore
    states[0].assign(tf.tensor2d([[1, 1, 1]]));
    const length = Math.hypot(3, 2, 1);
    for (const round of [1, 2, 3]) {
      value(training);
      // u is multiplied by the squares of the singular values each time: 9, 4, 1
      const powers = [9 ** round, 4 ** round, 1];
      const wanted = powers.map((power) => power / Math.hypot(...powers));
      states[0].dataSync().forEach((found, i) => {
        expect(found).toBeCloseTo(wanted[i], 5);
      });
      if (round === 1) {
        expect(states[1].dataSync()[0]).toBeCloseTo(3 / length, 5); // v is u Wᵀ
      }
    }
  });

  it("has the gradient of W / σ(W): (G - ⟨G, W / σ⟩ v uᵀ) / σ", () => {
    const sigma = 4;
    const { matrix, left, right } = matrixOf(6, 5, [sigma, 1]);
    const { weights, value } = make(matrix);
    const slope = seeded(5).normal([6, 5]);
    const gradient = (context?: typeof training) =>
      Object.values(
        tf.variableGrads(() => tf.sum(tf.mul(value(context), slope)), [weights]).grads,
      )[0];
    const [first, second] = [left, right].map((vectors) => tf.slice(vectors, [0, 0], [-1, 1]));
    const along = tf.sum(tf.mul(slope, tf.div(matrix, sigma)));
    const direction = tf.matMul(first, second, false, true); // v uᵀ, the first singular vectors
    const wanted = tf.div(tf.sub(slope, tf.mul(along, direction)), sigma);
    expect(largest(tf.sub(gradient(), wanted))).toBeLessThan(1e-5);
    expect(largest(tf.sub(gradient(training), wanted))).toBeLessThan(1e-5);
    // making W longer changes nothing
    expect(Math.abs(tf.sum(tf.mul(gradient(training), matrix)).dataSync()[0])).toBeLessThan(1e-5);
  });

  it("takes u and v for constants, far from converged ones too", () => {
    const { weights, states, value } = make(seeded(1).normal([6, 5]));
    states[0].assign(tf.tensor2d([[1, 0, 0, 0, 0]]));
    const slope = seeded(5).normal([6, 5]);
    const loss = () => tf.sum<tf.Scalar>(tf.mul(value(training), slope));
    const gradient = tf.variableGrads(loss, [weights]).grads[weights.name];
    const [u, v] = states as unknown as tf.Tensor2D[]; // those that the round has come to
    const sigma = tf.sum(tf.mul(tf.matMul(v, weights as tf.Tensor2D), u));
    const along = tf.sum(tf.mul(slope, tf.div(weights, sigma)));
    const wanted = tf.div(tf.sub(slope, tf.mul(along, tf.matMul(v, u, true))), sigma);
    expect(largest(tf.sub(gradient, wanted))).toBeLessThan(1e-5);
  });

  it("keeps up with weights that move a little in each step", () => {
    const { weights, value } = make(seeded(1).normal([20, 20]));
    const drift = seeded(2).normal([20, 20]);
    for (let step = 0; step < 50; step++) {
      weights.assign(tf.add(weights, tf.mul(drift, 0.02)));
      value(training);
    }
    expect(Math.abs(spectralNormOf(value() as tf.Tensor2D, 500) - 1)).toBeLessThan(0.02);
  });

  it("leaves weights that are all 0 as they are", () => {
    expect(largest(make(tf.zeros([3, 2])).value(training))).toBe(0);
  });

  it("refuses a vector", () => {
    expect(() => make(tf.zeros([3]))).toThrow(/wanted a matrix or a filter, found shape \(3\)/);
  });
});

describe("Lipschitz constant", () => {
  /** The greatest |f(a) - f(b)| / ‖a - b‖ over random pairs, near ones and far ones. */
  function steepest(f: (x: tf.Tensor) => tf.Tensor, shape: number[]): number {
    const rows = (x: tf.Tensor) => tf.sum(tf.square(x), x.shape.map((_, i) => i).slice(1));
    return Math.max(
      ...[0.01, 1, 10].map((distance) => {
        const a = seeded(1).normal([500, ...shape] as [number, number]);
        const b = tf.add(
          a,
          tf.mul(seeded(2).normal([500, ...shape] as [number, number]), distance),
        );
        const ratio = tf.sqrt(tf.div(rows(tf.sub(f(a), f(b))), rows(tf.sub(a, b))));
        return tf.max(ratio).dataSync()[0];
      }),
    );
  }

  const critic = (spectral: boolean) => {
    const sizes = [8, 32, 32, 1];
    const layers = sizes.slice(1).map((outputs, i) =>
      dense({
        name: `critic/${i}`,
        inputs: sizes[i],
        outputs,
        init: normalInit(0.5),
        spectral,
        random: seeded(4),
      }),
    );
    for (let i = 0; i < 30; i++) {
      layers.forEach((layer, k) => layer.apply(tf.zeros([1, sizes[k]]), training));
    }
    return (x: tf.Tensor) =>
      layers.reduce((h, layer, i) => (i < 2 ? leakyRelu(layer.apply(h)) : layer.apply(h)), x);
  };

  it("is at most 1 for a spectral critic, which without would be steep", () => {
    expect(steepest(critic(true), [8])).toBeLessThan(1 + 1e-3);
    expect(steepest(critic(false), [8])).toBeGreaterThan(5);
  });

  it("is at most √(kernel area) for a spectral convolution", () => {
    const shared = { inputs: 2, outputs: 4, kernel: 3, init: normalInit(1), random: seeded(4) };
    const layer = conv2d({ name: "conv", spectral: true, ...shared });
    expect(steepest((x) => layer.apply(x), [6, 6, 2])).toBeLessThan(3);
  });
});
