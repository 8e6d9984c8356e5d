import * as tf from "@tensorflow/tfjs";
import type { KernelAttrs } from "../values";
import { refuseKernel } from "./types";

/** The sizes of a convolution, forward: (batch, height, width, channels) → (batch, outHeight, …). */
export interface Geometry {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  /** Rows and columns of zeros before the first and after the last. */
  readonly before: Pair;
  readonly after: Pair;
}

export type Pair = readonly [height: number, width: number];
type Shape4 = [number, number, number, number];

/** TensorFlow.js's own arithmetic, from a kernel's attributes. */
export function geometryOf(
  input: readonly number[],
  filter: readonly number[],
  attrs: KernelAttrs,
  depthwise = false,
): Geometry {
  const { dataFormat } = attrs as { dataFormat?: string };
  if (dataFormat === "NCHW") {
    const remedy = "Compiled, pictures have their channels last: tf.transpose them there";
    refuseKernel(depthwise ? "DepthwiseConv2dNative" : "Conv2D", "with dataFormat NCHW", remedy);
  }
  const info = tf.backend_util.computeConv2DInfo(
    [...input] as Shape4,
    [...filter] as Shape4,
    attrs.strides as number,
    (attrs.dilations as number | undefined) ?? 1,
    attrs.pad as "same",
    attrs.dimRoundingMode as "floor",
    depthwise,
  );
  return geometryFrom(info);
}

/** The geometry of a pool: its window is a filter without weights. */
export function poolGeometryOf(input: readonly number[], attrs: KernelAttrs): Geometry {
  const info = tf.backend_util.computePool2DInfo(
    [...input] as Shape4,
    attrs.filterSize as number,
    attrs.strides as number,
    1,
    attrs.pad as "same",
    attrs.dimRoundingMode as "floor",
  );
  return geometryFrom(info);
}

function geometryFrom(info: tf.backend_util.Conv2DInfo): Geometry {
  const { padInfo } = info;
  return {
    batch: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    kernel: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    before: [padInfo.top, padInfo.left],
    after: [padInfo.bottom, padInfo.right],
  };
}

export function inputShape(g: Geometry): number[] {
  return [g.batch, g.height, g.width, g.channels];
}

export function outputShape(g: Geometry): number[] {
  return [g.batch, g.outHeight, g.outWidth, g.outChannels];
}

/** ONNX's attributes of this window. */
export function windowAttributes(g: Geometry) {
  return {
    kernel_shape: g.kernel,
    strides: g.strides,
    dilations: g.dilations,
    pads: [...g.before, ...g.after],
  };
}

/** Whether it is one matrix product over the channels of each pixel. */
export function isPointwise(g: Geometry): boolean {
  const ones = [...g.kernel, ...g.strides].every((size) => size === 1);
  return ones && [...g.before, ...g.after].every((pad) => pad === 0);
}
