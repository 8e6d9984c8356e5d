import * as tf from "@tensorflow/tfjs";
import { patch } from "./patch";

// A network's layers hold their variables. To compute with other numbers in their place (an average of the
// weights, or weights that are themselves the result of a computation and have a gradient), every operation
// that is given a variable gets the other tensor instead. All operations pass through one method of the
// TensorFlow.js engine, so that is where it is done.

let standIns: ReadonlyMap<tf.Tensor, tf.Tensor> | undefined;
let installed = false;

type RunKernel = (name: string, inputs: Record<string, unknown>, attrs?: unknown) => unknown;
interface Engine {
  runKernel: RunKernel;
}
function replaced(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(replaced);
  return standIns?.get(input as tf.Tensor) ?? input;
}

function install(): void {
  if (installed) return;
  installed = true;
  const engine = tf.engine() as unknown as Engine;
  const own = engine.runKernel.bind(engine);
  patch(engine, "runKernel", (name, inputs, attrs) => {
    if (!standIns) return own(name, inputs, attrs);
    const given = Object.entries(inputs).map(([key, input]) => [key, replaced(input)]);
    return own(name, Object.fromEntries(given) as Record<string, unknown>, attrs);
  });
}

/**
 * Runs `work` with other tensors in the place of variables. Gradients flow into the tensors. Assigning to a
 * variable within `work` changes the variable itself.
 *
 * @param variables (k)
 * @param tensors (k), each of its variable's shape
 * @throws TypeError for another number of tensors, or one of another shape
 * @example
 * ```ts
 * import { tf, withStandIns } from "gan-clinic";
 * const weight = tf.variable(tf.scalar(2));
 * const three = withStandIns([weight], [tf.scalar(3)], () => tf.mul(weight, 10));
 * assert.equal(three.dataSync()[0], 30);
 * assert.equal(tf.mul(weight, 10).dataSync()[0], 20);
 * ```
 */
export function withStandIns<T>(
  variables: readonly tf.Variable[],
  tensors: readonly tf.Tensor[],
  work: () => T,
): T {
  if (variables.length !== tensors.length) {
    throw new TypeError(
      `withStandIns: wanted a tensor for each of ${variables.length} variables, found ${tensors.length}`,
    );
  }
  variables.forEach(({ name, shape }, i) => {
    if (!tf.util.arraysEqual(shape, tensors[i].shape)) {
      throw new TypeError(
        `withStandIns ${name}: wanted shape (${shape.join(", ")}), found (${tensors[i].shape.join(", ")})`,
      );
    }
  });
  install();
  const outer = standIns;
  standIns = new Map([
    ...(outer ?? []),
    ...variables.map((variable, i): [tf.Tensor, tf.Tensor] => [variable, tensors[i]]),
  ]);
  try {
    return work();
  } finally {
    standIns = outer;
  }
}
