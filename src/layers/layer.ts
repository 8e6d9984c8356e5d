import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";
import { expectShape } from "../shape";

/** What a layer may have to know besides its input. All of it may be left out: then it is not trained. */
export interface ApplyContext {
  /** Whether this is training: dropout drops, batch norm uses the batch's own moments, states move on. */
  readonly training?: boolean;
  /** What layers that draw (dropout, noise) draw from, each under its own name. */
  readonly random?: Random;
  /** The class of each example, whole numbers from 0. For conditional layers. */
  readonly labels?: tf.Tensor1D; // (batch), int32
}

/** A function with weights. */
export interface Layer {
  /** Begins the names of its variables, and stands in messages. */
  readonly name: string;
  /** What it learns. */
  readonly variables: readonly tf.Variable[];
  /** What it keeps from step to step and no gradient changes: moving averages, power-iteration vectors. */
  readonly states?: readonly tf.Variable[];
  /** What makes an example's output depend on the others of its batch, such as "batch norm", if anything does. */
  readonly mixesBatch?: string;
  /** Computes the outputs of a batch of inputs x, whose first axis is the batch. */
  apply(x: tf.Tensor, context?: ApplyContext): tf.Tensor;
}

/** A layer that a style vector steers: how an adaptive normalisation or a modulated convolution works. */
export interface StyledLayer {
  /** Begins the names of its variables, and stands in messages. */
  readonly name: string;
  /** What it learns. */
  readonly variables: readonly tf.Variable[];
  /** What it keeps from step to step and no gradient changes. */
  readonly states?: readonly tf.Variable[];
  /**
   * Computes the outputs of a batch of inputs x, whose first axis is the batch.
   * @param style (batch, styles), a vector for each example
   */
  apply(x: tf.Tensor, style: tf.Tensor, context?: ApplyContext): tf.Tensor;
}

/** The layer's own stream, of a training context. */
export function drawsOf(context: ApplyContext, name: string): Random {
  if (context.random) return context.random.stream(name);
  throw new TypeError(`${name}: training draws random numbers; wanted context.random, found none`);
}

/** The labels of a context. */
export function labelsOf(context: ApplyContext | undefined, name: string): tf.Tensor1D {
  if (context?.labels) return expectLabels(context.labels, `${name} context.labels`);
  throw new TypeError(`${name}: wanted the examples' classes, context.labels; found none`);
}

/** Checks that labels are whole numbers, one for each example. */
export function expectLabels(labels: tf.Tensor, what: string): tf.Tensor1D {
  expectShape(labels, [null], what);
  if (labels.dtype !== "int32") {
    throw new TypeError(`${what}: wanted int32, found ${labels.dtype}`);
  }
  return labels as tf.Tensor1D;
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

/**
 * A variable that no gradient changes: a moving average, a power-iteration vector.
 *
 * @param initial disposed; the variable owns its numbers
 * @example
 * ```ts
 * import { namedState, tf } from "gan-clinic";
 * assert.equal(namedState(tf.zeros([2]), "example/mean").trainable, false);
 * ```
 */
export function namedState(initial: tf.Tensor, name: string): tf.Variable {
  const variable = namedVariable(initial, name);
  variable.trainable = false;
  return variable;
}
