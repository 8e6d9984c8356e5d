import * as tf from "@tensorflow/tfjs";
import type { Shape4 } from "./backend";

export interface ConvAttrs {
  readonly strides: [number, number] | number;
  readonly pad: "same" | "valid" | number | [number, number][];
  readonly dilations?: [number, number] | number;
  readonly dataFormat?: string;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

export type Conv = tf.backend_util.Conv2DInfo;

/** TensorFlow.js's own arithmetic of a convolution from (batch, height, width, channels). */
export function convOf(
  x: readonly number[],
  filter: readonly number[],
  attrs: ConvAttrs,
  depthwise = false,
): Conv {
  if (attrs.dataFormat === "NCHW") {
    throw new TypeError(
      'dataFormat: the wasm engine convolves pictures with channels last only, found "NCHW", wanted ' +
        '"NHWC": transpose the pictures with tf.transpose(x, [0, 2, 3, 1])',
    );
  }
  return tf.backend_util.computeConv2DInfo(
    x as Shape4,
    filter as Shape4,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad as "same",
    attrs.dimRoundingMode,
    depthwise,
  );
}

export interface PoolAttrs {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: "same" | "valid" | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

export function poolOf(x: readonly number[], attrs: PoolAttrs): Conv {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  return tf.backend_util.computePool2DInfo(
    x as Shape4,
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
}

/**
 * Calls `visit` for each row of each window that lies on the picture: with the index of the window, the
 * index of the pixel that its first tap on the picture looks at, that tap, and the number of taps on the
 * picture. Taps of a row are `dilationWidth` pixels apart.
 */
export function forEachRow(
  g: Conv,
  visit: (window: number, pixel: number, tap: number, taps: number) => void,
): void {
  const { top, left } = g.padInfo;
  let window = 0;
  for (let picture = 0; picture < g.batchSize; picture++) {
    for (let outY = 0; outY < g.outHeight; outY++) {
      for (let outX = 0; outX < g.outWidth; outX++, window++) {
        const x = outX * g.strideWidth - left;
        const first = x < 0 ? Math.ceil(-x / g.dilationWidth) : 0;
        const last = Math.min(g.filterWidth, Math.ceil((g.inWidth - x) / g.dilationWidth));
        if (first >= last) continue;
        for (let ky = 0; ky < g.filterHeight; ky++) {
          const y = outY * g.strideHeight - top + ky * g.dilationHeight;
          if (y < 0 || y >= g.inHeight) continue;
          const pixel = (picture * g.inHeight + y) * g.inWidth + x + first * g.dilationWidth;
          visit(window, pixel, ky * g.filterWidth + first, last - first);
        }
      }
    }
  }
}
