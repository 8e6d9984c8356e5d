import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";
import { expectTensor } from "../shape";
import { gradientsOf } from "./gradients/tape";

/** The scalar functions whose derivatives `gradcheck` compares, and the point where it does. */
export interface Functions {
  /** The numbers of the inputs, then of the variables. */
  readonly points: readonly Float64Array[];
  readonly names: readonly string[];
  readonly shapes: readonly (readonly number[])[];
  /** The function of an order at some point, in the running precision; `size` is the sum of its terms' sizes. */
  readonly value: (order: 1 | 2, at: readonly Float64Array[]) => { sum: number; size: number };
  /** Its gradient at `points`, in the running precision. */
  readonly gradient: (order: 1 | 2) => Float64Array[];
}

/**
 * Order 1: F(x) = Σ w·fn(x), with fixed normal weights w (1 for a scalar). Order 2: G(x) = Σ u·∂F/∂x, with
 * one fixed normal direction u through all inputs and variables.
 */
export function functionsOf(
  fn: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly tf.Tensor[],
  variables: readonly tf.Variable[],
  random: Random,
): Functions {
  const all = [...inputs, ...variables];
  for (const [i, { dtype }] of all.entries()) {
    if (dtype !== "float32") {
      throw new TypeError(
        `gradcheck input ${i}: wanted float32, found ${dtype}. Whole numbers have no gradient: ` +
          "use them inside the function instead of handing them in",
      );
    }
  }
  const points = all.map((tensor) => Float64Array.from(tensor.dataSync()));
  const shapes = all.map(({ shape }) => shape);
  const u = points.map(({ length }, i) => Array.from(random.stream(`u${i}`).normals(length)));
  let w: number[] | undefined;

  /** The terms that F or G is the sum of. */
  const terms = (order: 1 | 2, tensors: tf.Tensor[]): tf.Tensor[] => {
    if (order === 1) {
      const y = expectTensor(fn(...tensors.slice(0, inputs.length)), "what gradcheck's fn gives");
      w ??= y.rank === 0 ? [1] : Array.from(random.stream("w").normals(y.size));
      return [tf.mul(y, tf.tensor(w, y.shape))];
    }
    return gradients(1, tensors).map((g, i) => tf.mul(g, tf.tensor(u[i], g.shape)));
  };
  const scalar = (order: 1 | 2, tensors: tf.Tensor[]) =>
    terms(order, tensors)
      .map((term) => tf.sum(term))
      .reduce((a, b) => tf.add(a, b)) as tf.Scalar;
  const gradients = (order: 1 | 2, tensors: tf.Tensor[]): tf.Tensor[] =>
    gradientsOf(() => scalar(order, tensors), tensors);

  return {
    points,
    shapes,
    names: [...inputs.map((_, i) => `input ${i}`), ...variables.map(({ name }) => name)],
    value: (order, at) =>
      place(at, shapes, variables, (tensors) => {
        const flat = terms(order, tensors).flatMap((term) => Array.from(term.dataSync()));
        const sum = flat.reduce((total, term) => total + term, 0);
        return { sum, size: flat.reduce((total, term) => total + Math.abs(term), 0) };
      }),
    gradient: (order) =>
      place(points, shapes, variables, (tensors) =>
        gradients(order, tensors).map((g) => Float64Array.from(g.dataSync())),
      ),
  };
}

/** Runs `work` on tensors of these numbers, and tidies up; each variable holds its own numbers meanwhile. */
function place<T>(
  at: readonly Float64Array[],
  shapes: readonly (readonly number[])[],
  variables: readonly tf.Variable[],
  work: (tensors: tf.Tensor[]) => T,
): T {
  const own = variables.map(({ dataId }) => dataId);
  let result!: T;
  tf.tidy(() => {
    const tensors = at.map((values, i) => tf.tensor(Array.from(values), [...shapes[i]], "float32"));
    const inputs = tensors.slice(0, tensors.length - variables.length);
    try {
      variables.forEach((variable, i) => (variable.dataId = tensors[inputs.length + i].dataId));
      result = work([...inputs, ...variables]);
    } finally {
      variables.forEach((variable, i) => (variable.dataId = own[i]));
    }
  });
  return result;
}
