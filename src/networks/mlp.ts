import { linear, relu, type Activation } from "../layers/activations";
import { dense } from "../layers/dense";
import { dropout as dropoutLayer } from "../layers/dropout";
import type { Initializer } from "../layers/init";
import type { Layer } from "../layers/layer";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import type { Step } from "./block";
import { labelVector } from "./labels";
import { minibatchLayer, type Minibatch } from "./minibatch";
import type { Network } from "./network";
import { normLayers, weightOptions } from "./norm";
import { sequential } from "./sequential";

/** Options of {@link mlp}. */
export interface MlpOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  /** Numbers in an example. */
  readonly inputs: number;
  /** Width of each hidden layer; none at all makes a linear network. */
  readonly hidden: readonly number[];
  /** Numbers that it makes of them. */
  readonly outputs: number;
  /** After each hidden layer; ReLU when left out. */
  readonly activation?: Activation;
  /** After the last layer; linear when left out, as for scores. */
  readonly output?: Activation;
  /** First weights; Xavier's when left out. Biases start at 0. */
  readonly init?: Initializer;
  /** Between each hidden layer and its activation; none when left out. */
  readonly norm?: "batch" | "layer";
  /** Every weight matrix divided by its spectral norm, the last one's too. */
  readonly spectral?: boolean;
  /** Share of the numbers that are dropped in training after each activation, 0 to below 1. */
  readonly dropout?: number;
  /** For a discriminator, in front of the last layer. */
  readonly minibatch?: Minibatch;
  /** Makes it conditional: the class comes in as so many more inputs, 1 for the class and 0 else. */
  readonly classes?: number;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * A multilayer perceptron: dense layers with an activation between them. A hidden layer is dense, norm,
 * activation, dropout, as far as they are asked for.
 *
 * @throws RangeError for a width below 1
 * @throws TypeError from `apply` when x is not (batch, inputs), or labels are missing of a conditional one
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
  const { name, inputs, hidden, outputs, output = linear, minibatch, classes, random } = options;
  const first = inputs + (classes ?? 0);
  const widths = [first, ...hidden];
  const steps = hidden.flatMap((width, i) => hiddenSteps(options, i + 1, widths[i], width));
  const compare = minibatchLayer(minibatch, {
    name: `${name}/minibatch`,
    inputs: widths.at(-1)!,
    random,
  });
  const last = denseLayer(options, hidden.length + 1, compare.outputs, outputs);
  return lever(
    "network",
    "mlp",
    options,
    sequential({
      name,
      inputShape: [inputs],
      outputShape: [outputs],
      steps: [
        ...(classes === undefined ? [] : [labelVector(`${name}/labels`, classes)]),
        ...steps,
        ...compare.layers,
        last,
        ...(output === linear ? [] : [output]),
      ],
      ...(classes !== undefined && { traits: { classes } }),
    }),
  );
}

function hiddenSteps(options: MlpOptions, number: number, inputs: number, width: number): Step[] {
  const { name, norm = "none", activation = relu, dropout = 0 } = options;
  return [
    denseLayer(options, number, inputs, width),
    ...normLayers(norm, `${name}/${number}/norm`, width),
    activation,
    ...(dropout === 0 ? [] : [dropoutLayer({ name: `${name}/${number}/dropout`, rate: dropout })]),
  ];
}

function denseLayer(options: MlpOptions, number: number, inputs: number, outputs: number): Layer {
  const { name, hidden, norm = "none", spectral = false, init, random } = options;
  return dense({
    name: `${name}/${number}`,
    inputs,
    outputs,
    bias: number > hidden.length || weightOptions(norm).bias,
    spectral,
    random,
    ...(init && { init }),
  });
}
