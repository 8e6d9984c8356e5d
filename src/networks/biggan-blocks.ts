import * as tf from "@tensorflow/tfjs";
import { relu } from "../layers/activations";
import { batchNorm } from "../layers/batch-norm";
import { conv2d } from "../layers/conv";
import { dense } from "../layers/dense";
import type { Initializer } from "../layers/init";
import type { ApplyContext, Layer, StyledLayer } from "../layers/layer";
import { upsampleConv2d } from "../layers/resample";
import type { Random } from "../random";
import { together } from "./block";
import type { LayerParts } from "./build";

/** A block that a style vector steers, as a part of a network. */
export type StyledPart = LayerParts & StyledLayer;

export interface StyledBlockOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Size of a style vector. */
  readonly style: number;
  readonly spectral: boolean;
  readonly init: Initializer;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * BigGAN's generator block (Brock et al. 2019, figure 15b): twice batch norm, ReLU and a 3 x 3 convolution, the first
 * of which doubles height and width; the scales and offsets of batch norm come from the style vector.
 */
export function styledUpBlock(options: StyledBlockOptions): StyledPart {
  const { name, inputs, outputs, style, ...weights } = options;
  const norm1 = styledBatchNorm({ ...weights, name: `${name}/norm1`, channels: inputs, style });
  const norm2 = styledBatchNorm({ ...weights, name: `${name}/norm2`, channels: outputs, style });
  const conv = { ...weights, inputs, outputs, kernel: 3 };
  const conv1 = upsampleConv2d({ ...conv, name: `${name}/1` });
  const conv2 = conv2d({ ...conv, name: `${name}/2`, inputs: outputs });
  const shortcut = upsampleConv2d({ ...conv, name: `${name}/shortcut`, kernel: 1 });
  return {
    ...together(name, [norm1, conv1, norm2, conv2, shortcut]),
    apply(x, styles, context) {
      const middle = conv1.apply(relu(norm1.apply(x, styles, context)), context);
      const main = conv2.apply(relu(norm2.apply(middle, styles, context)), context);
      return tf.add(main, shortcut.apply(x, context));
    },
  };
}

interface StyledBatchNormOptions {
  readonly name: string;
  readonly channels: number;
  readonly style: number;
  readonly spectral: boolean;
  readonly init: Initializer;
  readonly random: Random;
}

/** Batch norm, then times 1 + (style times a matrix), plus style times another: at style 0 plain batch norm. */
function styledBatchNorm({
  name,
  channels,
  style,
  ...weights
}: StyledBatchNormOptions): StyledPart {
  const norm = batchNorm({ name, channels });
  const [toScale, toOffset] = ["to scale", "to offset"].map((part) =>
    dense({ ...weights, name: `${name}/${part}`, inputs: style, outputs: channels, bias: false }),
  );
  const each = (layer: Layer, styles: tf.Tensor, context?: ApplyContext) =>
    tf.reshape(layer.apply(styles, context), [-1, 1, 1, channels]);
  return {
    ...together(name, [norm, toScale, toOffset]),
    apply(x, styles, context) {
      const scaled = tf.mul(norm.apply(x, context), tf.add(each(toScale, styles, context), 1));
      return tf.add(scaled, each(toOffset, styles, context)); // (batch, height, width, channels)
    },
  };
}
