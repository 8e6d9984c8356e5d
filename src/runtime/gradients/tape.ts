import * as tf from "@tensorflow/tfjs";
import { patch } from "../patch";

// TensorFlow.js writes each operation that a gradient may pass through on a tape. What this library needs
// of that tape is in this one file: the members used here are private there (tfjs-core 4.22.0, engine.js).

/** One operation on the tape. */
export interface TapeNode {
  /** The kernel; for an op made with tf.customGrad the name of the function around it. */
  readonly kernelName: string;
  readonly inputs: tf.NamedTensorMap;
  readonly outputs: readonly tf.Tensor[];
  /** Copies of inputs and outputs, for the gradient. */
  readonly saved?: readonly tf.Tensor[];
}

interface TapeEngine {
  readonly state: { activeTape: TapeNode[] | null; readonly gradientDepth: number };
  addTapeNode: (...args: unknown[]) => void;
  gradients(
    f: () => tf.Tensor,
    xs: readonly tf.Tensor[],
    dy: undefined,
    allowNoGradients: boolean,
  ): { grads: readonly (tf.Tensor | undefined)[] };
}

const engine = tf.engine() as unknown as TapeEngine;

/**
 * The gradients of a scalar; zeros for what it does not depend on. (`tf.grads` throws there; but the slope of
 * a linear function does not depend on the point, nor the slope of a ReLU critic on its biases.)
 */
export function gradientsOf(f: () => tf.Tensor, xs: readonly tf.Tensor[]): tf.Tensor[] {
  const { grads } = withTape(() => engine.gradients(f, xs, undefined, true));
  return grads.map((gradient, i) => gradient ?? tf.zerosLike(xs[i]));
}

/** Disposes what a gradient that threw has left on the tape: the engine does so at a good end only. */
export function disposeTape(): void {
  if (engine.state.gradientDepth > 0) return; // the gradient around it still needs the tape
  engine.state.activeTape?.forEach(({ saved }) => {
    tf.dispose([...(saved ?? [])]);
  });
  engine.state.activeTape = null;
}

/** Runs `work`, which takes a gradient. When that throws, the tape leaves nothing behind. */
export function withTape<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    disposeTape();
    throw error;
  }
}

/** The operations that lead from x to y, of the gradient that is being taken. */
export function nodesBetween(x: tf.Tensor, y: tf.Tensor): TapeNode[] {
  const tape = engine.state.activeTape ?? [];
  const fromX = new Set([x.id]);
  const reached = tape.filter(({ inputs, outputs }) => {
    const reaches = Object.values(inputs).some(({ id }) => fromX.has(id));
    if (reaches) outputs.forEach(({ id }) => fromX.add(id));
    return reaches;
  });
  const toY = new Set([y.id]);
  return reached
    .reverse()
    .filter(({ inputs, outputs }) => {
      const leads = outputs.some(({ id }) => toY.has(id));
      if (leads) Object.values(inputs).forEach(({ id }) => toY.add(id));
      return leads;
    })
    .reverse();
}

/**
 * A tensor that gradients take for a constant, though it is computed from others: a mask, a slope of a
 * piecewise linear function. (A custom gradient of nothing has no inputs on the tape.)
 */
export function constant<T extends tf.Tensor>(make: () => T): T {
  return tf.customGrad(() => ({ value: make(), gradFunc: () => [] }))();
}

/**
 * Keeps the saved outputs of operations on the tape, from now on; gives back a function that ends it.
 *
 * Some gradients are written with the output: tanh' = 1 - y², exp' = y. The engine saves a copy of y for
 * them, and the copy is an operation on the tape too, y -> copy. But it is written down *before* the
 * operation that makes y. The tape is read once from its start to find what depends on x: at the copy
 * nothing says yet that y does, so the copy counts as a constant, and a second gradient leaves out that
 * y changes with x (issue 3252 of tensorflow/tfjs). Of f = tanh(x), f'' = -2 y y' becomes 0.
 *
 * Written down in the right order, the operation first and its copies after it, every gradient that is
 * written with an output is exact, and costs nothing more. These are, with dx = Σ dy ∂y/∂x:
 *
 *     tanh        dx = dy (1 - y²)          cosh² - sinh² = 1, over cosh²
 *     sigmoid     dx = dy y (1 - y)         1 - y = e^-x / (1 + e^-x)
 *     exp         dx = dy y
 *     softmax     dx = y (dy - Σ dy y)      ∂y_i/∂x_j = y_i (δ_ij - y_j)
 *     logSoftmax  dx = dy - e^y Σ dy        ∂y_i/∂x_j = δ_ij - softmax_j, and softmax = e^y
 *     pow(a, b)   db = dy y ln a
 */
export function keepSavedOutputs(): () => void {
  const { addTapeNode } = engine;
  const inOrder = (...args: unknown[]) => {
    addTapeNode.apply(engine, args);
    const tape = engine.state.activeTape!;
    const copies = tape.at(-1)!.saved?.length ?? 0;
    if (copies === 0) return;
    const node = tape.pop()!;
    const saved = tape.splice(tape.length - copies, copies);
    if (saved.some(({ outputs }, i) => outputs[0] !== node.saved![i])) {
      throw new Error(
        `The tape of TensorFlow.js ${tf.version_core} is not kept as that of 4.22.0: gradients of ` +
          `${node.kernelName} would be wrong. Install the version that package.json names: npm ci`,
      );
    }
    tape.push(node, ...saved);
  };
  const end = patch(engine, "addTapeNode", inOrder);
  return () => {
    if (engine.addTapeNode === inOrder) end();
  };
}
