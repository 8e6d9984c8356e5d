import * as tf from "@tensorflow/tfjs";

/** A function with weights. */
export interface Layer {
  readonly name: string;
  readonly variables: readonly tf.Variable[];
  apply(x: tf.Tensor): tf.Tensor;
}

/**
 * A trainable variable. TensorFlow.js allows a name only once in a process, and a notebook's cell is
 * run again and again: a name that is taken gets the first free number, `generator/1/weights#2`.
 *
 * @param initial disposed; the variable owns its numbers
 * @example
 * ```ts
 * import { namedVariable, tf } from "gan-clinic";
 * const [first, second] = [1, 2].map(() => namedVariable(tf.zeros([2]), "example/biases"));
 * assert.notEqual(first.name, second.name);
 * ```
 */
export function namedVariable(initial: tf.Tensor, name: string): tf.Variable {
  const taken = tf.engine().registeredVariables;
  let free = name;
  for (let number = 2; free in taken; number++) free = `${name}#${number}`;
  const variable = tf.variable(initial, true, free);
  initial.dispose();
  return variable;
}
