import * as tf from "@tensorflow/tfjs";
import { sumTo } from "./shapes";
import { constant } from "./tape";

// The larger of two numbers is one of them, so its gradient is 1 for that one and 0 for the other; which
// one it is changes only where they are equal. So the choice is a constant to second gradients. At equal
// numbers TensorFlow.js's first gradients are kept: maximum and minimum give all to a; max and min over an
// axis give all of dy to each of the numbers that are largest.

/** 1 where a comparison holds, else 0. */
function where(compare: () => tf.Tensor): tf.Tensor {
  return constant(() => tf.cast(compare(), "float32"));
}

/** of two tensors: `a` where `first(a, b)` holds, else `b`. */
function ofTwo(
  kernelName: string,
  first: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  second: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
): tf.GradConfig {
  return {
    kernelName,
    inputsToSave: ["a", "b"],
    gradFunc: (dy, [a, b]) => ({
      a: () =>
        sumTo(
          tf.mul(
            dy as tf.Tensor,
            where(() => first(a, b)),
          ),
          a.shape,
        ),
      b: () =>
        sumTo(
          tf.mul(
            dy as tf.Tensor,
            where(() => second(a, b)),
          ),
          b.shape,
        ),
    }),
  };
}

/** Over axes: dy for the numbers that are equal to the largest, 0 for the others. */
function overAxes(kernelName: string): tf.GradConfig {
  return {
    kernelName,
    inputsToSave: ["x"],
    outputsToSave: [true],
    gradFunc: (dy, [x, y], attrs) => {
      const { reductionIndices, axis } = attrs as unknown as Partial<
        Record<string, number | number[]>
      >;
      const axes = tf.util.parseAxisParam((reductionIndices ?? axis)!, x.shape);
      const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
      return {
        x: () => {
          const largest = where(() => tf.equal(x, tf.reshape(y, kept)));
          return tf.mul(tf.reshape(dy as tf.Tensor, kept), largest);
        },
      };
    },
  };
}

export const extremaGradients: tf.GradConfig[] = [
  ofTwo("Maximum", tf.greaterEqual, tf.less),
  ofTwo("Minimum", tf.lessEqual, tf.greater),
  overAxes("Max"),
  overAxes("Min"),
  {
    // min(max(x, low), high): slope 1 from low to high, both ends included, 0 outside
    kernelName: "ClipByValue",
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => {
      const { clipValueMin, clipValueMax } = attrs as unknown as Record<string, number>;
      return {
        x: () => {
          const inside = where(() =>
            tf.logicalAnd(tf.greaterEqual(x, clipValueMin), tf.lessEqual(x, clipValueMax)),
          );
          return tf.mul(dy as tf.Tensor, inside);
        },
      };
    },
  },
];

/**
 * Comparisons are true or false, and that changes only in jumps: their gradient is 0. TensorFlow.js has it
 * for greaterEqual alone; for the others a tf.where on numbers that have a gradient throws.
 */
export const comparisonGradients: tf.GradConfig[] = [
  ...["Greater", "Less", "LessEqual", "Equal", "NotEqual", "LogicalAnd", "LogicalOr"].map(
    (kernelName): tf.GradConfig => ({
      kernelName,
      inputsToSave: ["a", "b"],
      gradFunc: (_dy, [a, b]) => ({ a: () => tf.zeros(a.shape), b: () => tf.zeros(b.shape) }),
    }),
  ),
  {
    kernelName: "LogicalNot",
    inputsToSave: ["x"],
    gradFunc: (_dy, [x]) => ({ x: () => tf.zeros(x.shape) }),
  },
];
