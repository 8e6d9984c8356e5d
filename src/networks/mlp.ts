import type * as tf from "@tensorflow/tfjs";
import { linear, relu, type Activation } from "../layers/activations";
import { dense } from "../layers/dense";
import type { Initializer } from "../layers/init";
import type { Random } from "../random";
import type { Network } from "./network";

export interface MlpOptions {
  readonly name: string;
  readonly inputs: number;
  /** Width of each hidden layer; none at all makes a linear network. */
  readonly hidden: readonly number[];
  readonly outputs: number;
  /** After each hidden layer; ReLU when left out. */
  readonly activation?: Activation;
  /** After the last layer; linear when left out, as for scores. */
  readonly output?: Activation;
  /** First weights; Xavier's when left out. Biases start at 0. */
  readonly init?: Initializer;
  readonly random: Random;
}

/**
 * A multilayer perceptron: dense layers with an activation between them.
 *
 * @throws RangeError for a width below 1
 * @throws TypeError from `apply` when x is not (batch, inputs)
 * @example
 * ```ts
 * import { mlp, seeded } from "gan-clinic";
 * const discriminator = mlp({
 *   name: "discriminator", inputs: 2, hidden: [128, 128], outputs: 1, random: seeded(1),
 * });
 * const parameters = discriminator.summary().map((row) => row.parameters);
 * assert.deepEqual(parameters, [384, 16512, 129]);
 * discriminator.dispose();
 * ```
 */
export function mlp(options: MlpOptions): Network {
  const {
    name,
    inputs,
    hidden,
    outputs,
    activation = relu,
    output = linear,
    init,
    random,
  } = options;
  const widths = [inputs, ...hidden, outputs];
  const layers = widths.slice(1).map((width, i) =>
    dense({
      name: `${name}/${i + 1}`,
      inputs: widths[i],
      outputs: width,
      random,
      ...(init && { init }),
    }),
  );
  const variables = layers.flatMap((layer) => layer.variables);
  const features = (x: tf.Tensor) =>
    layers.slice(0, -1).reduce((h, layer) => activation(layer.apply(h)), x); // (batch, last hidden)
  return {
    name,
    inputs,
    outputs,
    variables,
    apply: (x) => output(layers.at(-1)!.apply(features(x))), // (batch, outputs)
    features,
    summary: () =>
      layers.map((layer, i) => ({
        layer: layer.name,
        shape: [null, widths[i + 1]],
        parameters: count(layer.variables),
      })),
    dispose() {
      for (const variable of variables) variable.dispose();
    },
  };
}

function count(variables: readonly tf.Variable[]): number {
  return variables.reduce((sum, variable) => sum + variable.size, 0);
}
