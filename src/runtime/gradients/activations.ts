import * as tf from "@tensorflow/tfjs";
import { sumTo } from "./shapes";
import { constant } from "./tape";

// Piecewise functions f(x). TensorFlow.js chooses the piece by a comparison, which has no gradient of its
// own, so a second gradient throws. Here the choice m = 1 for x > 0, else 0 is a constant to gradients: it
// does not change with x but at the kink, where f has no derivative. At the kink itself the slope is the
// one from below, as it is in TensorFlow.js.

const scale = tf.backend_util.SELU_SCALE;
const alphaOfSelu = tf.backend_util.SELU_SCALEALPHA / tf.backend_util.SELU_SCALE;

/** 1 where x > 0, else `below`. */
function slope(x: tf.Tensor, below = 0): tf.Tensor {
  return constant(() => tf.step(x, below));
}

/** min(x, 0) as x - relu(x): its gradient is 1 - m. */
function negativePart(x: tf.Tensor): tf.Tensor {
  return tf.sub(x, tf.relu(x));
}

export const activationGradients: tf.GradConfig[] = [
  {
    // f = max(x, 0), f' = m. (Exact in TensorFlow.js too, but m is differentiated there, to zeros.)
    kernelName: "Relu",
    inputsToSave: ["x"],
    gradFunc: (dy, [x]) => ({ x: () => tf.mul(dy as tf.Tensor, slope(x)) }),
  },
  {
    // f = x where x > 0, else αx; f' = m + α(1 - m), f'' = 0
    kernelName: "LeakyRelu",
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => {
      const { alpha } = attrs as unknown as { alpha: number };
      return { x: () => tf.mul(dy as tf.Tensor, slope(x, alpha)) };
    },
  },
  {
    // f = m x + (1 - m) α x: ∂f/∂x = m + (1 - m) α, ∂f/∂α = (1 - m) x. Both are left on the tape, since
    // ∂²f/∂x∂α = 1 - m is not 0.
    kernelName: "Prelu",
    inputsToSave: ["x", "alpha"],
    gradFunc: (dy, [x, alpha]) => ({
      x: () => {
        const below = constant(() => tf.sub(1, tf.step(x)));
        return tf.mul(dy as tf.Tensor, tf.add(slope(x), tf.mul(below, alpha)));
      },
      alpha: () => {
        const below = constant(() => tf.sub(1, tf.step(x)));
        return sumTo(tf.mul(dy as tf.Tensor, tf.mul(below, x)), alpha.shape);
      },
    }),
  },
  {
    // f = x where x > 0, else e^x - 1; f' = 1, e^x: both are e^min(x, 0), and so f'' = (1 - m) e^min(x, 0).
    // Without the minimum, e^x of a large x would be infinite, and infinity times 0 is NaN.
    kernelName: "Elu",
    inputsToSave: ["x"],
    gradFunc: (dy, [x]) => ({ x: () => tf.mul(dy as tf.Tensor, tf.exp(negativePart(x))) }),
  },
  {
    // f = s x where x > 0, else s α (e^x - 1); f' = s (m + α (1 - m)) e^min(x, 0)
    kernelName: "Selu",
    inputsToSave: ["x"],
    gradFunc: (dy, [x]) => ({
      x: () => {
        const scaled = constant(() => tf.mul(tf.step(x, alphaOfSelu), scale));
        return tf.mul(dy as tf.Tensor, tf.mul(scaled, tf.exp(negativePart(x))));
      },
    }),
  },
  {
    // f = min(max(x, 0), 6), f' = 1 where 0 < x <= 6
    kernelName: "Relu6",
    inputsToSave: ["x"],
    gradFunc: (dy, [x]) => ({
      x: () => {
        const inside = constant(() => tf.mul(tf.step(x), tf.cast(tf.lessEqual(x, 6), "float32")));
        return tf.mul(dy as tf.Tensor, inside);
      },
    }),
  },
];
