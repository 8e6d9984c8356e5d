import * as tf from "@tensorflow/tfjs";
import { labelsOf, type ApplyContext, type Layer } from "../layers/layer";
import { seeded } from "../random";
import { expectInteger, expectShape } from "../shape";
import type { Network, NetworkTraits } from "./network";

/** What the layers of a network give for a batch. */
export interface Passed {
  readonly output: tf.Tensor; // (batch, ...outputShape)
  /** What the last layer got. */
  readonly features?: tf.Tensor; // (batch, …)
}

/** What a network has to know of its layers. */
export type LayerParts = Pick<Layer, "name" | "variables" | "states" | "mixesBatch">;

/** Notes what a layer has given, for the summary, and hands it on. */
export type Note = (layer: LayerParts, output: tf.Tensor) => tf.Tensor;

/** How a batch goes through the layers. It notes the output of each. */
export type Forward = (x: tf.Tensor, context: ApplyContext, note: Note) => Passed;

export interface NetworkParts {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  /** Shape of one example inside: `[28, 28, 1]` for a picture, `[100]` for a latent vector. */
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  /** In the order of computation. */
  readonly layers: readonly LayerParts[];
  readonly forward: Forward;
  readonly traits?: NetworkTraits;
  /** `forward` gives no features. */
  readonly withoutFeatures?: true;
}

/**
 * A network of layers that are put together by hand: flat at both ends, with its variables, states, traits
 * and summary.
 *
 * @throws RangeError for a size below 1
 */
export function buildNetwork(parts: NetworkParts): Network {
  const { name, inputShape, outputShape, layers, forward } = parts;
  const [inputs, outputs] = [inputShape, outputShape].map(sizeOf);
  expectInteger(inputs, `${name} inputs`, { atLeast: 1 });
  expectInteger(outputs, `${name} outputs`, { atLeast: 1 });
  const variables = layers.flatMap((layer) => layer.variables);
  const states = layers.flatMap((layer) => layer.states ?? []);
  const traits = traitsOf(parts);
  const pass = (x: tf.Tensor, context: ApplyContext = {}, note: Note = (_, output) => output) => {
    expectShape(x, [null, inputs], `${name} input`);
    if (traits.classes !== undefined) {
      expectShape(labelsOf(context, name), [x.shape[0]], `${name} labels`);
    }
    const passed = forward(shaped(x, inputShape), context, note);
    expectShape(passed.output, [x.shape[0], ...outputShape], `${name} output`);
    return passed;
  };
  return {
    name,
    inputs,
    outputs,
    variables,
    states,
    traits,
    apply: (x, context) => own(x, () => shaped(pass(x, context).output, [outputs])), // (batch, outputs)
    ...(!parts.withoutFeatures && {
      features: (x: tf.Tensor, context?: ApplyContext) =>
        own(x, () => flat(pass(x, context).features!)), // (batch, features)
    }),
    summary: () => {
      const shapes = shapesOf(pass, inputs, traits);
      return layers.map((layer) => ({
        layer: layer.name,
        shape: shapes.get(layer)!,
        parameters: layer.variables.reduce((sum, variable) => sum + variable.size, 0),
      }));
    },
    dispose() {
      for (const variable of [...variables, ...states]) variable.dispose();
    },
  };
}

function traitsOf({ layers, traits }: NetworkParts): NetworkTraits {
  const mixesBatch = layers.find((layer) => layer.mixesBatch !== undefined)?.mixesBatch;
  return { ...(mixesBatch !== undefined && { mixesBatch }), ...traits };
}

/** Every layer's output shape, found by sending one example of zeros through. */
function shapesOf(
  pass: (x: tf.Tensor, context: ApplyContext, note: Note) => Passed,
  inputs: number,
  { classes }: NetworkTraits,
): Map<LayerParts, (number | null)[]> {
  const shapes = new Map<LayerParts, (number | null)[]>();
  tf.tidy(() => {
    const labels = classes === undefined ? {} : { labels: tf.zeros<tf.Rank.R1>([1], "int32") };
    pass(tf.zeros([1, inputs]), { random: seeded(0), ...labels }, (layer, output) => {
      shapes.set(layer, [null, ...output.shape.slice(1)]);
      return output;
    });
  });
  return shapes;
}

/** A result that is not x itself, so that whoever gets it may dispose it. */
function own(x: tf.Tensor, make: () => tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const made = make();
    return made === x ? tf.clone(made) : made;
  });
}

/** Gives each example another shape; nothing happens where it has it already. */
export function shaped(x: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const fits = x.rank === shape.length + 1 && shape.every((size, i) => size === x.shape[i + 1]);
  return fits ? x : tf.reshape(x, [x.shape[0], ...shape]); // (batch, ...shape)
}

/** (batch, …) to (batch, numbers). */
export function flat(x: tf.Tensor): tf.Tensor {
  return shaped(x, [sizeOf(x.shape.slice(1))]);
}

/** How many numbers a shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
