import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger, expectShape } from "../shape";
import { xavierUniform, type Initializer } from "./init";
import { namedVariable, type Layer } from "./layer";
import { layerWeights, type WeightOptions } from "./weights";

/** Options of {@link dense}. */
export interface DenseOptions extends WeightOptions {
  /** Begins the names of its variables, and stands in messages. */
  readonly name: string;
  /** Numbers in an example. */
  readonly inputs: number;
  /** Numbers that it makes of them. */
  readonly outputs: number;
  /** Whether it adds a bias; it does when left out. */
  readonly bias?: boolean;
  /** First weights; Xavier's when left out. Biases start at 0. */
  readonly init?: Initializer;
  /** Draws the first weights. */
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
export function dense(options: DenseOptions): Layer {
  const { name, inputs, outputs, bias = true, init = xavierUniform } = options;
  expectInteger(inputs, `${name} inputs`, { atLeast: 1 });
  expectInteger(outputs, `${name} outputs`, { atLeast: 1 });
  const weights = layerWeights({ ...options, init, shape: [inputs, outputs] });
  const biases = bias ? namedVariable(tf.zeros([outputs]), `${name}/biases`) : undefined;
  return lever("layer", "dense", options, {
    name,
    variables: biases ? [weights.variable, biases] : [weights.variable],
    states: weights.states,
    apply(x, context) {
      expectShape(x, [null, inputs], `${name} input`);
      return tf.tidy(() => {
        const y = tf.matMul(x, weights.value(context)); // (batch, outputs)
        return biases ? tf.add(y, biases) : y;
      });
    },
  });
}
