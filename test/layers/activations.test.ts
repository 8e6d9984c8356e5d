import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { gelu, leakyRelu } from "../../src/layers/activations";
import { startEngine } from "../../src/runtime/engine";
import { withStockGradients } from "../../src/runtime/gradients/install";

beforeAll(() => startEngine("wasm"));

// A gradient penalty differentiates the gradient's size: f(x) = mean of (d/dx D(x))², here for
// D(x) = leakyRelu(w x) · v, whose input gradient is v · w · (1 or .2).
it("leakyRelu has an exact second gradient, which TensorFlow.js has not", () => {
  const penalty = (activation: (x: tf.Tensor) => tf.Tensor) => (w: tf.Tensor) => {
    const x = tf.tensor1d([1, -1]);
    const gradient = tf.grad((input) => activation(tf.mul(input, w)).sum())(x);
    return gradient.square().sum<tf.Scalar>(); // w² (1 + .04) for w > 0
  };
  const w = tf.scalar(3);
  const derivative = tf
    .grad(penalty((x) => leakyRelu(x)))(w)
    .dataSync()[0];
  expect(derivative).toBeCloseTo(2 * 3 * 1.04, 5);
  const stock = () => withStockGradients(() => tf.grad(penalty((x) => leakyRelu(x)))(w));
  expect(stock).toThrow("Cannot compute gradient");
});

it("gelu is off by 5 · 10⁻⁴ at most, and by nearly as much somewhere", () => {
  const xs = Array.from({ length: 1201 }, (_, i) => (i - 600) / 100); // -6 to 6
  const found = gelu(tf.tensor1d(xs)).dataSync();
  // Φ by its series: ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …)
  const normal = (x: number) => {
    let [term, sum] = [x, x];
    for (let k = 3; k < 200; k += 2) sum += term *= (x * x) / k;
    return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
  };
  const off = Math.max(...xs.map((x, i) => Math.abs(found[i] - x * normal(x))));
  expect(off).toBeLessThan(5e-4);
  expect(off).toBeGreaterThan(4e-4);
});
