import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import { expectInteger, expectShape, shapeText } from "../shape";
import { conv2d, type Conv2dOptions } from "./conv";
import type { Layer } from "./layer";

// Larger and smaller pictures, (batch, height, width, channels), without weights of their own.

/**
 * A larger picture: every pixel becomes a block of `factor` × `factor` equal ones (nearest neighbour).
 *
 * @param x (batch, height, width, channels)
 * @returns (batch, height · factor, width · factor, channels)
 * @throws TypeError for other shapes; RangeError for a factor below 1
 * @example
 * ```ts
 * import { tf, upsample } from "gan-clinic";
 * const picture = tf.tensor4d([1, 2], [1, 1, 2, 1]);
 * assert.deepEqual([...upsample(picture).dataSync()], [1, 1, 2, 2, 1, 1, 2, 2]);
 * ```
 */
export function upsample(x: tf.Tensor, factor = 2): tf.Tensor {
  expectShape(x, [null, null, null, null], "upsample x");
  expectInteger(factor, "upsample factor", { atLeast: 1 });
  const [, height, width] = x.shape;
  return tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [height * factor, width * factor]);
}

/**
 * A smaller picture: every pixel is the mean of a block of `factor` × `factor`.
 *
 * @param x (batch, height, width, channels); height and width are multiples of the factor
 * @returns (batch, height / factor, width / factor, channels)
 * @throws TypeError for other shapes; RangeError for a factor below 1
 * @example
 * ```ts
 * import { downsample, tf } from "gan-clinic";
 * const picture = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
 * assert.deepEqual([...downsample(picture).dataSync()], [2.5]);
 * ```
 */
export function downsample(x: tf.Tensor, factor = 2): tf.Tensor {
  expectShape(x, [null, null, null, null], "downsample x");
  expectInteger(factor, "downsample factor", { atLeast: 1 });
  const [, height, width] = x.shape;
  if (height % factor !== 0 || width % factor !== 0) {
    throw new TypeError(
      `downsample x: wanted height and width that are multiples of ${factor}, found ${shapeText(x.shape)}`,
    );
  }
  return tf.avgPool(x as tf.Tensor4D, factor, factor, "valid");
}

/** Options of {@link avgPool2d}. */
export interface AvgPool2dOptions {
  /** Its name in messages and summaries. */
  readonly name: string;
  /** Height and width of a block; 2 when left out. */
  readonly factor?: number;
}

/**
 * {@link downsample} as a layer.
 *
 * @throws RangeError for a factor below 1
 * @throws TypeError from `apply` for pictures that can not be cut into blocks
 * @example
 * ```ts
 * import { avgPool2d, tf } from "gan-clinic";
 * const halved = avgPool2d({ name: "example" }).apply(tf.ones([3, 8, 8, 2]));
 * assert.deepEqual(halved.shape, [3, 4, 4, 2]);
 * ```
 */
export function avgPool2d({ name, factor = 2 }: AvgPool2dOptions): Layer {
  expectInteger(factor, `${name} factor`, { atLeast: 1 });
  return lever(
    "layer",
    "avgPool2d",
    { name, factor },
    { name, variables: [], apply: (x) => downsample(x, factor) },
  );
}

/** Options of {@link upsampleConv2d}. */
export interface UpsampleConv2dOptions extends Omit<Conv2dOptions, "stride" | "padding"> {
  /** How much larger the picture gets; 2 when left out. */
  readonly factor?: number;
}

/**
 * Nearest-neighbour upsampling, then a convolution: what {@link convTranspose2d} does, without its
 * checkerboard, since every pixel is made by the same weights (Odena et al. 2016).
 * (batch, height, width, inputs) becomes (batch, height · factor, width · factor, outputs).
 *
 * @throws RangeError for inputs, outputs, kernel or factor below 1
 * @throws TypeError from `apply` when x is not (batch, height, width, inputs)
 * @example
 * ```ts
 * import { seeded, tf, upsampleConv2d } from "gan-clinic";
 * const random = seeded(1);
 * const layer = upsampleConv2d({ name: "example", inputs: 8, outputs: 3, kernel: 3, random });
 * assert.deepEqual(layer.apply(tf.zeros([5, 8, 8, 8])).shape, [5, 16, 16, 3]);
 * ```
 */
export function upsampleConv2d({ factor = 2, ...options }: UpsampleConv2dOptions): Layer {
  expectInteger(factor, `${options.name} factor`, { atLeast: 1 });
  const layer = conv2d(options);
  return lever(
    "layer",
    "upsampleConv2d",
    { factor, ...options },
    {
      ...layer,
      apply(x, context) {
        expectShape(x, [null, null, null, options.inputs], `${options.name} input`);
        return tf.tidy(() => layer.apply(upsample(x, factor), context));
      },
    },
  );
}
