import * as tf from "@tensorflow/tfjs";
import type { Activation } from "../layers/activations";
import type { ApplyContext, Layer } from "../layers/layer";
import { lever } from "../levers/lever";
import type { LayerParts, Note } from "./build";

/** A step of a network: a layer, or a function of each number by itself. */
export type Step = Layer | Activation;

/**
 * Sends a batch through steps, one after the other. An activation does not get the context: some have a second
 * argument of their own, such as a slope.
 */
export function through(
  steps: readonly Step[],
  x: tf.Tensor,
  context?: ApplyContext,
  note: Note = (_, output) => output,
): tf.Tensor {
  return steps.reduce(
    (h, step) => (typeof step === "function" ? step(h) : note(step, step.apply(h, context))),
    x,
  );
}

/** The layers among steps. */
export function layersOf(steps: readonly Step[]): Layer[] {
  return steps.filter((step) => typeof step !== "function");
}

/** What some layers are as one: their variables and states, and by what they mix the batch. */
export function together(name: string, layers: readonly LayerParts[]): LayerParts {
  const mixesBatch = layers.find((layer) => layer.mixesBatch !== undefined)?.mixesBatch;
  return {
    name,
    variables: layers.flatMap((layer) => layer.variables),
    states: layers.flatMap((layer) => layer.states ?? []),
    ...(mixesBatch !== undefined && { mixesBatch }),
  };
}

/** Some layers as one, put together by hand. */
export function block(name: string, layers: readonly LayerParts[], apply: Layer["apply"]): Layer {
  return { ...together(name, layers), apply };
}

/** Options of {@link residual}. */
export interface ResidualOptions {
  /** Its name in messages and summaries. */
  readonly name: string;
  /** The long way. */
  readonly main: readonly Step[];
  /** The short way; x itself when left out. It must give the shape that the long way gives. */
  readonly shortcut?: readonly Step[];
}

/**
 * A residual block, main(x) + shortcut(x): the layers of `main` learn a correction of x, and a gradient always
 * has the short way back (He et al. 2016, eq. 1).
 *
 * @example
 * ```ts
 * import { dense, relu, residual, seeded, tf } from "gan-clinic";
 * const layer = dense({ name: "correction", inputs: 2, outputs: 2, random: seeded(1) });
 * const block = residual({ name: "block", main: [relu, layer] });
 * layer.variables[0].assign(tf.zeros([2, 2]));
 * assert.deepEqual(block.apply(tf.tensor([[3, -4]])).arraySync(), [[3, -4]]);
 * ```
 */
export function residual({ name, main, shortcut = [] }: ResidualOptions): Layer {
  return lever(
    "layer",
    "residual",
    { name, main, shortcut },
    block(name, layersOf([...main, ...shortcut]), (x, context) =>
      tf.add(through(main, x, context), through(shortcut, x, context)),
    ),
  );
}
