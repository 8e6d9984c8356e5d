import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger, expectShape } from "../shape";
import { firstWeights, xavierUniform, type Initializer } from "./init";
import { namedVariable, type Layer } from "./layer";
import { layerWeights, type WeightOptions } from "./weights";

// Convolutions. Pictures are (batch, height, width, channels). A sound or a line of text is a picture of height 1.

/** Height and width, or one number for both. */
export type Size2d = number | readonly [height: number, width: number];

/** Options of {@link conv2d}. */
export interface Conv2dOptions extends WeightOptions {
  /** Begins the names of its variables, and stands in messages. */
  readonly name: string;
  /** Channels of a pixel, before. */
  readonly inputs: number;
  /** Channels of a pixel, after. */
  readonly outputs: number;
  /** Height and width of the filter. */
  readonly kernel: Size2d;
  /** Steps from one window to the next; 1 when left out. */
  readonly stride?: Size2d;
  /** "same" adds zeros at the border, "valid" none; "same" when left out. */
  readonly padding?: "same" | "valid";
  /** Whether it adds a bias; it does when left out. Leave it out in front of batch norm, which takes it away. */
  readonly bias?: boolean;
  /** First weights; Xavier's when left out. Biases start at 0. */
  readonly init?: Initializer;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * A convolution: the same dense layer at every place, from a window of `kernel` × `kernel` pixels to one pixel.
 * With "same" padding (batch, height, width, inputs) becomes (batch, ⌈height / stride⌉, ⌈width / stride⌉,
 * outputs): stride 2 halves a picture, as in DCGAN's discriminator (Radford et al. 2016). A kernel of [1, 25] and a
 * stride of [1, 4] go along a sound.
 *
 * @throws RangeError for inputs, outputs, kernel or stride below 1
 * @throws TypeError from `apply` when x is not (batch, height, width, inputs)
 * @example
 * ```ts
 * import { conv2d, seeded, tf } from "gan-clinic";
 * const random = seeded(1);
 * const layer = conv2d({ name: "example", inputs: 3, outputs: 8, kernel: 4, stride: 2, random });
 * assert.deepEqual(layer.apply(tf.zeros([5, 16, 16, 3])).shape, [5, 8, 8, 8]);
 * assert.equal(layer.variables[0].size, 4 * 4 * 3 * 8);
 * ```
 */
export function conv2d(options: Conv2dOptions): Layer {
  const { inputs, outputs, kernel, stride = 1, padding = "same" } = options;
  return lever(
    "layer",
    "conv2d",
    options,
    filtered(options, [...pair(kernel), inputs, outputs], (x, filter) =>
      tf.conv2d(x, filter, pair(stride), padding),
    ),
  );
}

/** Options of {@link convTranspose2d}: those of {@link conv2d}, but that the padding always is "same". */
export type ConvTranspose2dOptions = Omit<Conv2dOptions, "padding">;

/**
 * The transpose of a convolution: every pixel adds its filter, times the pixel, to a larger picture, at places
 * that are `stride` apart. (batch, height, width, inputs) becomes (batch, height · stride, width · stride,
 * outputs). DCGAN's generator is made of these (Radford et al. 2016).
 *
 * It can put a checkerboard on the picture. Where `kernel` is not a multiple of `stride`, some pixels get more
 * taps than others, so even equal weights give one (Odena et al. 2016). A multiple evens out the number of taps,
 * no more: each of the stride² pixels of a block has taps of its own, and drawn weights differ. So with a stride above
 * 1 an untrained layer has one with any kernel, and has to learn it away. `upsampleConv2d` has none to begin with.
 *
 * Its filter is (kernel, kernel, outputs, inputs), that of the convolution it transposes; the two have the same
 * spectral norm. `init` is asked for (kernel, kernel, inputs, outputs), as it is for any convolution: but with
 * a stride, only one tap in stride² reaches a pixel, so He's weights give numbers of size 1 / stride.
 *
 * @throws RangeError for inputs, outputs, kernel or stride below 1
 * @throws TypeError from `apply` when x is not (batch, height, width, inputs)
 * @example
 * ```ts
 * import { convTranspose2d, seeded, tf } from "gan-clinic";
 * const random = seeded(1);
 * const layer = convTranspose2d({
 *   name: "example", inputs: 8, outputs: 3, kernel: 4, stride: 2, random,
 * });
 * assert.deepEqual(layer.apply(tf.zeros([5, 8, 8, 8])).shape, [5, 16, 16, 3]);
 * ```
 */
export function convTranspose2d(options: ConvTranspose2dOptions): Layer {
  const { name, inputs, outputs, kernel, stride = 1, init = xavierUniform } = options;
  const [down, across] = pair(stride);
  const turned: Initializer = (random, [, , to, from]) =>
    tf.tidy(() =>
      tf.transpose(firstWeights(init, random, [...pair(kernel), from, to], name), [0, 1, 3, 2]),
    );
  const shape = [...pair(kernel), outputs, inputs];
  return lever(
    "layer",
    "convTranspose2d",
    options,
    filtered({ ...options, init: turned }, shape, (x, filter) => {
      const [batch, height, width] = x.shape;
      const size: tf.Tensor4D["shape"] = [batch, height * down, width * across, outputs];
      return tf.conv2dTranspose(x, filter, size, [down, across], "same");
    }),
  );
}

function pair(size: Size2d): [height: number, width: number] {
  return typeof size === "number" ? [size, size] : [...size];
}

type Filtering = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor;

/** A layer with a filter, and a bias for each channel. */
function filtered(options: Conv2dOptions, shape: readonly number[], filtering: Filtering): Layer {
  const { name, inputs, outputs, kernel, stride = 1, bias = true, init = xavierUniform } = options;
  for (const [what, size] of Object.entries({ inputs, outputs, kernel, stride })) {
    for (const side of pair(size)) expectInteger(side, `${name} ${what}`, { atLeast: 1 });
  }
  const weights = layerWeights({ ...options, init, shape });
  const biases = bias ? namedVariable(tf.zeros([outputs]), `${name}/biases`) : undefined;
  return {
    name,
    variables: biases ? [weights.variable, biases] : [weights.variable],
    states: weights.states,
    apply(x, context) {
      expectShape(x, [null, null, null, inputs], `${name} input`);
      return tf.tidy(() => {
        const y = filtering(x as tf.Tensor4D, weights.value(context) as tf.Tensor4D);
        return biases ? tf.add(y, biases) : y;
      });
    },
  };
}
