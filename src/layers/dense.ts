import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";
import { expectInteger, expectShape } from "../shape";
import { xavierUniform, type Initializer } from "./init";
import { namedVariable, type Layer } from "./layer";

export interface DenseOptions {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** First weights; Xavier's when left out. Biases start at 0. */
  readonly init?: Initializer;
  readonly random: Random;
}

/**
 * A dense layer, `x W + b`. Its first weights depend on the layer's name and `random` only.
 *
 * @throws RangeError for inputs or outputs below 1
 * @throws TypeError from `apply` when x is not (batch, inputs)
 * @example
 * ```ts
 * import { dense, seeded, tf } from "gan-clinic";
 * const layer = dense({ name: "example", inputs: 2, outputs: 3, random: seeded(1) });
 * assert.deepEqual(layer.apply(tf.zeros([4, 2])).arraySync(), Array(4).fill([0, 0, 0]));
 * ```
 */
export function dense({
  name,
  inputs,
  outputs,
  init = xavierUniform,
  random,
}: DenseOptions): Layer {
  expectInteger(inputs, `${name} inputs`, { atLeast: 1 });
  expectInteger(outputs, `${name} outputs`, { atLeast: 1 });
  const weights = namedVariable(init(random.stream(name), [inputs, outputs]), `${name}/weights`);
  const biases = namedVariable(tf.zeros([outputs]), `${name}/biases`);
  return {
    name,
    variables: [weights, biases],
    apply(x) {
      expectShape(x, [null, inputs], `${name} input`);
      return tf.add(tf.matMul(x as tf.Tensor2D, weights as tf.Tensor2D), biases); // (batch, outputs)
    },
  };
}
