import type * as tf from "@tensorflow/tfjs";
import type { Call, Own, WasmKernel } from "./backend";
import { convOf, forEachRow, type Conv, type ConvAttrs } from "./geometry";

// A convolution is a product of matrices: with U (windows, taps · channels) all windows of x side by side,
// y = U F, for the filter as F (taps · channels, outChannels). So the gradient of the filter is Uᵀ dy, and
// that of the input is dy Fᵀ, each number of it added to the pixel that it came from. U is written by
// plain loops here: they only copy, whole rows of a window at a time where the taps touch.

/** Uᵀ dy as (dyᵀ U)ᵀ: dy is the smaller of the two to transpose. */
function filterGradient(call: Call, x: tf.TensorInfo, dy: tf.TensorInfo, g: Conv): tf.TensorInfo {
  const windows = g.batchSize * g.outHeight * g.outWidth;
  const pixels = g.filterHeight * g.filterWidth * g.inChannels;
  const u = isPointwise(g) ? call.reshape(x, [1, windows, pixels]) : unfold(call, x, g);
  const columns = call.reshape(dy, [1, windows, g.outChannels]);
  const product = call.run(
    "BatchMatMul",
    { a: columns, b: u },
    { transposeA: true, transposeB: false },
  ); // (1, outChannels, taps · channels)
  const turned = call.run("Transpose", { x: product }, { perm: [0, 2, 1] });
  return call.reshape(turned, g.filterShape);
}

function unfold(call: Call, x: tf.TensorInfo, g: Conv): tf.TensorInfo {
  const c = g.inChannels;
  const length = g.filterHeight * g.filterWidth * c;
  const u = call.make([1, g.batchSize * g.outHeight * g.outWidth, length]);
  const [from, to] = [call.numbers(x), call.numbers(u)];
  to.fill(0);
  const step = g.dilationWidth * c;
  forEachRow(g, (window, pixel, tap, taps) => {
    let source = pixel * c;
    let target = window * length + tap * c;
    if (step === c) {
      for (const end = target + taps * c; target < end;) to[target++] = from[source++];
      return;
    }
    for (let i = 0; i < taps; i++, source += step) {
      for (let j = 0; j < c; j++) to[target++] = from[source + j];
    }
  });
  return u;
}

function isPointwise(g: Conv): boolean {
  const { top, bottom, left, right } = g.padInfo;
  const sizes = [g.filterHeight, g.filterWidth, g.strideHeight, g.strideWidth];
  return sizes.every((size) => size === 1) && [top, bottom, left, right].every((n) => n === 0);
}

/** dy Fᵀ, folded: each number is added to its pixel. */
function inputGradient(
  call: Call,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  g: Conv,
): tf.TensorInfo {
  const c = g.inChannels;
  const length = g.filterHeight * g.filterWidth * c;
  const a = call.reshape(dy, [1, g.batchSize * g.outHeight * g.outWidth, g.outChannels]);
  const b = call.reshape(filter, [1, length, g.outChannels]);
  const product = call.run("BatchMatMul", { a, b }, { transposeA: false, transposeB: true });
  if (isPointwise(g)) return call.reshape(product, g.inShape);
  const dx = call.make(g.inShape);
  const [from, to] = [call.numbers(product), call.numbers(dx)];
  to.fill(0);
  const step = g.dilationWidth * c;
  forEachRow(g, (window, pixel, tap, taps) => {
    let source = window * length + tap * c;
    let target = pixel * c;
    if (step === c) {
      for (const end = target + taps * c; target < end;) to[target++] += from[source++];
      return;
    }
    for (let i = 0; i < taps; i++, target += step) {
      for (let j = 0; j < c; j++) to[target + j] += from[source++];
    }
  });
  return dx;
}

/**
 * Where a stride leaves rows that no window reaches, the backend places the windows of "same" padding
 * one row too far. So it gets the padding in numbers.
 */
function withPlainPadding(kernel: string, depthwise: boolean): WasmKernel<ConvAttrs> {
  return {
    kernel,
    compute: (call, inputs, attrs, own: Own) => {
      if (attrs.pad !== "same") return call.runFunc(own!, inputs, attrs);
      const { top, bottom, left, right } = convOf(
        inputs.x.shape,
        inputs.filter.shape,
        attrs,
        depthwise,
      ).padInfo;
      const pad = [[0, 0], [top, bottom], [left, right], [0, 0]]; // prettier-ignore
      return call.runFunc(own!, inputs, { ...attrs, pad });
    },
  };
}

export const convKernels: WasmKernel<never>[] = [
  {
    kernel: "Conv2DBackpropFilter",
    compute: (call, { x, dy }, attrs: ConvAttrs & { filterShape: number[] }) =>
      filterGradient(call, x, dy, convOf(x.shape, attrs.filterShape, attrs)),
  },
  {
    kernel: "Conv2DBackpropInput",
    compute: (call, { dy, filter }, attrs: ConvAttrs & { inputShape: number[] }) =>
      inputGradient(call, dy, filter, convOf(attrs.inputShape, filter.shape, attrs)),
  },
  withPlainPadding("Conv2D", false),
  withPlainPadding("FusedConv2D", false),
  withPlainPadding("DepthwiseConv2dNative", true),
  withPlainPadding("FusedDepthwiseConv2D", true),
];
