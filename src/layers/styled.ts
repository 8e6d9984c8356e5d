import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger, expectNumber, expectShape } from "../shape";
import { dense } from "./dense";
import { normalInit, xavierUniform, type Initializer } from "./init";
import type { Layer, StyledLayer } from "./layer";
import { normalise } from "./norms";
import { layerWeights, type WeightOptions } from "./weights";

// Layers that a style vector steers: the two generations of StyleGAN.

/** Options of {@link adaptiveInstanceNorm}. */
export interface AdaptiveInstanceNormOptions extends WeightOptions {
  /** Begins the names of its variables, and stands in messages. */
  readonly name: string;
  /** Size of the last axis. */
  readonly channels: number;
  /** Size of a style vector. */
  readonly style: number;
  /** Added to the variance; 1e-5 when left out. */
  readonly epsilon?: number;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * Adaptive instance normalisation (Huang and Belongie 2017, eq. 8; StyleGAN, Karras et al. 2019, eq. 1): every
 * channel of an example gets mean 0 and variance 1 over its pixels, then the scale and the offset that a dense
 * layer makes of the style vector. So a style says how strong each feature is, and forgets what was before.
 *
 * The dense layer gives 1 + scale and offset, and both start near 0.
 *
 * @returns a styled layer from (batch, height, width, channels) and (batch, style) to the shape of the first
 * @throws RangeError for channels or style below 1, or an epsilon that is not positive
 * @throws TypeError from `apply` for other shapes
 * @example
 * ```ts
 * import { adaptiveInstanceNorm, seeded, tf } from "gan-clinic";
 * const layer = adaptiveInstanceNorm({ name: "example", channels: 3, style: 2, random: seeded(1) });
 * const x = seeded(2).normal([1, 4, 4, 3]);
 * const [plain, brighter] = [x, tf.mul(x, 5)].map((each) => layer.apply(each, tf.ones([1, 2])));
 * assert.ok((plain.sub(brighter).abs().max().dataSync()[0]) < 1e-3); // contrast comes from the style alone
 * ```
 */
export function adaptiveInstanceNorm(options: AdaptiveInstanceNormOptions): StyledLayer {
  const { name, channels, style: styles, epsilon = 1e-5 } = options;
  expectInteger(channels, `${name} channels`, { atLeast: 1 });
  expectNumber(epsilon, `${name} epsilon`, { above: 0 });
  const toStyle = styleLayer(options, styles, 2 * channels);
  return lever("layer", "adaptiveInstanceNorm", options, {
    name,
    variables: toStyle.variables,
    states: toStyle.states ?? [],
    apply(x, style, context) {
      expectShape(x, [null, null, null, channels], `${name} input`);
      expectShape(style, [x.shape[0], styles], `${name} style`);
      return tf.tidy(() => {
        const both = tf.reshape(toStyle.apply(style, context), [-1, 1, 1, 2 * channels]);
        const [scale, offset] = tf.split(both, 2, 3); // (batch, 1, 1, channels) each
        const moments = tf.moments(x, [1, 2], true);
        return normalise(x, moments, { scale: tf.add(scale, 1), offset, epsilon });
      });
    },
  });
}

/** Options of {@link modulatedConv2d}. */
export interface ModulatedConv2dOptions extends WeightOptions {
  /** Begins the names of its variables, and stands in messages. */
  readonly name: string;
  /** Channels of a pixel, before. */
  readonly inputs: number;
  /** Channels of a pixel, after. */
  readonly outputs: number;
  /** Height and width of the filter. */
  readonly kernel: number;
  /** Size of a style vector. */
  readonly style: number;
  /** Whether the outputs are brought back to size 1; yes when left out, no in StyleGAN2's layers to colours. */
  readonly demodulate?: boolean;
  /** First weights; N(0, 1 / fanIn) when left out, which keeps a signal's size. */
  readonly init?: Initializer;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * StyleGAN2's modulated convolution (Karras et al. 2020, eq. 1 and 3). A dense layer makes a scale s_i for each
 * input channel of the style vector (1 at first); the filter of an example is w'_ijk = s_i w_ijk over input i,
 * output j and place k, divided by σ_j = √(Σ_ik w'_ijk² + 10⁻⁸). The division stands for an instance
 * normalisation: on inputs of size 1 that do not depend on each other, outputs have size 1 again.
 *
 * One filter for each example of a batch would need as many convolutions. But a convolution is linear: scaling
 * input i of the filter is scaling channel i of x, and dividing the filter of output j is dividing the output.
 *
 *     y_j = conv(s ⊙ x, w)_j / σ_j,      σ_j² = Σ_i s_i² (Σ_k w_ijk²) + 10⁻⁸
 *
 * So it is one convolution for all, and σ² is a product of two matrices, (batch, inputs) and (inputs, outputs).
 *
 * @returns a styled layer from (batch, height, width, inputs) and (batch, style) to (batch, height, width, outputs)
 * @throws RangeError for inputs, outputs, kernel or style below 1
 * @throws TypeError from `apply` for other shapes
 * @example
 * ```ts
 * import { modulatedConv2d, seeded, tf } from "gan-clinic";
 * const layer = modulatedConv2d({
 *   name: "example", inputs: 8, outputs: 4, kernel: 3, style: 2, random: seeded(1),
 * });
 * const y = layer.apply(seeded(2).normal([2, 8, 8, 8]), seeded(3).normal([2, 2]));
 * assert.deepEqual(y.shape, [2, 8, 8, 4]);
 * ```
 */
export function modulatedConv2d(options: ModulatedConv2dOptions): StyledLayer {
  const { name, inputs, outputs, kernel, style: styles, demodulate = true } = options;
  for (const [what, size] of Object.entries({ inputs, outputs, kernel })) {
    expectInteger(size, `${name} ${what}`, { atLeast: 1 });
  }
  const shape = [kernel, kernel, inputs, outputs];
  const init = options.init ?? normalInit((kernel * kernel * inputs) ** -0.5);
  const weights = layerWeights({ ...options, init, shape });
  const toStyle = styleLayer(options, styles, inputs);
  return lever("layer", "modulatedConv2d", options, {
    name,
    variables: [weights.variable, ...toStyle.variables],
    states: [...weights.states, ...(toStyle.states ?? [])],
    apply(x, style, context) {
      expectShape(x, [null, null, null, inputs], `${name} input`);
      expectShape(style, [x.shape[0], styles], `${name} style`);
      return tf.tidy(() => {
        const filter = weights.value(context) as tf.Tensor4D;
        const scales = tf.add(toStyle.apply(style, context), 1); // (batch, inputs)
        const modulated = tf.mul(x, tf.reshape(scales, [-1, 1, 1, inputs]));
        const y = tf.conv2d(modulated as tf.Tensor4D, filter, 1, "same");
        if (!demodulate) return y;
        const energies = tf.sum<tf.Tensor2D>(tf.square(filter), [0, 1]); // (inputs, outputs)
        const variance = tf.matMul<tf.Tensor2D>(tf.square(scales), energies); // (batch, outputs)
        const factor = tf.rsqrt(tf.add(variance, 1e-8));
        return tf.mul(y, tf.reshape(factor, [-1, 1, 1, outputs]));
      });
    },
  });
}

/** The dense layer from style vectors to what a styled layer is steered by. */
function styleLayer(
  options: WeightOptions & { readonly name: string; readonly random: Random },
  inputs: number,
  outputs: number,
): Layer {
  const name = `${options.name}/style`;
  return dense({ ...options, name, inputs, outputs, init: xavierUniform });
}
