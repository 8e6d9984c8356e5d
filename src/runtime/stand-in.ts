import * as tf from "@tensorflow/tfjs";
import { patch } from "./patch";

// A network's layers hold their variables. To compute with other numbers in their place (an average of the
// weights, or weights that are themselves the result of a computation and have a gradient), every operation
// that is given a variable gets the other tensor instead. All operations, those with a gradient of their own
// (tf.customGrad) too, pass through one method of the TensorFlow.js engine, so that is where it is done.

type StandIns = ReadonlyMap<tf.Tensor, tf.Tensor>;

let standIns: StandIns | undefined;
let installed = false;

/** What the engine is asked to compute: a kernel by its name, or an operation with a gradient of its own. */
interface Operation {
  /** By name; operations on many tensors (concat, addN, stack) have them in an array. */
  readonly inputs: unknown;
  readonly backwardsFunc?: (...args: unknown[]) => unknown;
}
interface Engine {
  runKernelFunc: (operation: Operation) => unknown;
}

function replaced(input: unknown): unknown {
  return standIns?.get(input as tf.Tensor) ?? input;
}

function allReplaced(inputs: unknown): unknown {
  if (Array.isArray(inputs)) return inputs.map(replaced);
  return Object.fromEntries(
    Object.entries(inputs as object).map(([key, input]) => [key, replaced(input)]),
  );
}

/** Runs `work` with these stand-ins and no others. */
function under<T>(these: StandIns | undefined, work: () => T): T {
  const outer = standIns;
  standIns = these;
  try {
    return work();
  } finally {
    standIns = outer;
  }
}

function install(): void {
  if (installed) return;
  installed = true;
  const engine = tf.engine() as unknown as Engine;
  const own = engine.runKernelFunc.bind(engine);
  patch(engine, "runKernelFunc", (operation) => {
    if (!standIns) return own(operation);
    const [then, { backwardsFunc }] = [standIns, operation];
    return own({
      ...operation,
      inputs: allReplaced(operation.inputs),
      // a gradient that is written with a variable is taken later, when other stand-ins may be in its place
      ...(backwardsFunc && {
        backwardsFunc: (...args: unknown[]) => under(then, () => backwardsFunc(...args)),
      }),
    });
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
  const inner = variables.map((variable, i): [tf.Tensor, tf.Tensor] => [variable, tensors[i]]);
  return under(new Map([...(standIns ?? []), ...inner]), work);
}
