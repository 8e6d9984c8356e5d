import type { Call, WasmKernel } from "./backend";
import { convOf, forEachRow, type Conv, type ConvAttrs } from "./geometry";
import type * as tf from "@tensorflow/tfjs";

// A depthwise convolution: each channel c has `times` filters of its own, and
// y(window, c · times + k) = Σ over taps of x(pixel(window, tap), c) · f(tap, c, k).
// There is no product of matrices in it, so these are plain loops over all (window, tap, c, k).

/** Calls `visit` with the places of dy, x and f in the formula above, times 1 channel and 1 filter. */
function forEachProduct(
  g: Conv,
  visit: (window: number, pixel: number, tap: number) => void,
): void {
  forEachRow(g, (window, pixel, tap, taps) => {
    for (let i = 0; i < taps; i++) visit(window, pixel + i * g.dilationWidth, tap + i);
  });
}

/** df(tap, c, k) = Σ over windows of x · dy */
function filterGradient(call: Call, x: tf.TensorInfo, dy: tf.TensorInfo, g: Conv): tf.TensorInfo {
  const channels = g.inChannels;
  const times = g.outChannels / channels;
  const df = call.make(g.filterShape);
  const [xs, dys] = [call.numbers(x), call.numbers(dy)];
  const sums = new Float64Array(dfLength(g));
  forEachProduct(g, (window, pixel, tap) => {
    let out = window * g.outChannels;
    let at = tap * g.outChannels;
    for (let c = 0; c < channels; c++) {
      const value = xs[pixel * channels + c];
      for (let k = 0; k < times; k++) sums[at++] += value * dys[out++];
    }
  });
  call.numbers(df).set(sums);
  return df;
}

function dfLength(g: Conv): number {
  return g.filterHeight * g.filterWidth * g.outChannels;
}

/** dx(pixel, c) = Σ over windows and k of dy · f */
function inputGradient(
  call: Call,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  g: Conv,
): tf.TensorInfo {
  const channels = g.inChannels;
  const times = g.outChannels / channels;
  const dx = call.make(g.inShape);
  const [dxs, dys, fs] = [call.numbers(dx), call.numbers(dy), call.numbers(filter)];
  dxs.fill(0);
  forEachProduct(g, (window, pixel, tap) => {
    let out = window * g.outChannels;
    let at = tap * g.outChannels;
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let k = 0; k < times; k++) sum += dys[out++] * fs[at++];
      dxs[pixel * channels + c] += sum;
    }
  });
  return dx;
}

export const depthwiseKernels: WasmKernel[] = [
  {
    kernel: "DepthwiseConv2dNativeBackpropFilter",
    compute: (call, { x, dy }, attrs: ConvAttrs & { filterShape: number[] }) =>
      filterGradient(call, x, dy, convOf(x.shape, attrs.filterShape, attrs, true)),
  },
  {
    kernel: "DepthwiseConv2dNativeBackpropInput",
    compute: (call, { dy, filter }, attrs: ConvAttrs & { inputShape: number[] }) =>
      inputGradient(call, dy, filter, convOf(attrs.inputShape, filter.shape, attrs, true)),
  },
];
