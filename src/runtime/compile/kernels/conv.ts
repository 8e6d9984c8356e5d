import type { GraphBuilder } from "../graph";
import {
  geometryOf,
  isPointwise,
  outputShape,
  windowAttributes,
  type Geometry,
} from "./conv-geometry";
import { lowerInputGradient } from "./conv-input-gradient";
import type { KernelRow } from "./row";
import { unfold } from "./unfold";
import { floats } from "./types";

// Convolutions. A filter that changes at every step can not be packed ahead, and ONNX Runtime's Conv is
// slow then. Measured on one thread, batch 64, in milliseconds (Conv with its transposes | unfolding and
// one matrix product, the unfolding alone in brackets):
//
//                                     forward            filter gradient
//     5x5 stride 2, 14x14x32 → 64     5.9 | 3.4 (1.2)    5.9 | 3.6
//     4x4 stride 2, 16x16x32 → 64     4.3 | 2.8 (1.0)    5.2 | 3.1
//     3x3, 32x32x32 → 32, batch 16    6.9 | 6.1 (2.0)   15.4 | 5.8
//     4x4 stride 2, 32x32x3 → 32      1.7 | 2.2 (1.3)    2.1 | 1.9
//     5x5 stride 2, 28x28x1 → 32      0.9 | 1.9 (1.4)    0.9 | 1.7
//
// The unfolding is shared by the two where both are there, so it pays from three channels on. With one
// or two, a pixel is too small a block to copy, and the transposes of the plain form cost next to nothing.
const fewestChannels = 3;

/** (batch, height, width, channels) and a filter (kh, kw, channels, outChannels). */
export function lowerConv(b: GraphBuilder, x: string, filter: string, g: Geometry): string {
  if (g.channels < fewestChannels && !isPointwise(g)) return plainConv(b, x, filter, g);
  const matrix = filterMatrix(b, filter, g);
  return b.emit("Reshape", [b.emit("Gemm", [windows(b, x, g), matrix]), b.ints(outputShape(g))]);
}

/** ∂/∂filter of Σ conv(x, filter) · dy: the windows' transpose times dy. */
function lowerFilterGradient(b: GraphBuilder, x: string, dy: string, g: Geometry): string {
  const { channels, outChannels } = g;
  const shape = b.ints([...g.kernel, channels, outChannels]);
  if (channels < fewestChannels && !isPointwise(g)) return plainFilterGradient(b, x, dy, g);
  const columns = b.emit("Reshape", [dy, b.ints([-1, outChannels])]);
  return b.emit("Reshape", [b.emit("Gemm", [windows(b, x, g), columns], { transA: 1 }), shape]);
}

/** The unfolded input; of a 1x1 convolution the input is already that. */
function windows(b: GraphBuilder, x: string, g: Geometry): string {
  return isPointwise(g) ? b.emit("Reshape", [x, b.ints([-1, g.channels])]) : unfold(b, x, g);
}

export function filterMatrix(b: GraphBuilder, filter: string, g: Geometry): string {
  return b.emit("Reshape", [filter, b.ints([-1, g.outChannels])]);
}

function plainConv(b: GraphBuilder, x: string, filter: string, g: Geometry): string {
  const inputs = [channelsFirst(b, x), b.emit("Transpose", [filter], { perm: [3, 2, 0, 1] })];
  return channelsLast(b, b.emit("Conv", inputs, windowAttributes(g)));
}

/** x as one picture a channel, dy as the filter; strides and dilations change places. */
function plainFilterGradient(b: GraphBuilder, x: string, dy: string, g: Geometry): string {
  const inputs = [x, dy].map((name) => b.emit("Transpose", [name], { perm: [3, 0, 1, 2] }));
  const whole = b.emit("Conv", inputs, {
    ...windowAttributes(g),
    kernel_shape: [g.outHeight, g.outWidth],
    strides: g.dilations,
    dilations: g.strides,
  });
  // rows that no window reached give more than the filter has
  const cut = b.emit("Slice", [whole, b.ints([0, 0]), b.ints(g.kernel), b.ints([2, 3])]);
  return b.emit("Transpose", [cut], { perm: [2, 3, 0, 1] });
}

export function channelsFirst(b: GraphBuilder, x: string): string {
  return b.memo(`channels first ${x}`, () => b.emit("Transpose", [x], { perm: [0, 3, 1, 2] }));
}

export function channelsLast(b: GraphBuilder, x: string): string {
  return b.emit("Transpose", [x], { perm: [0, 2, 3, 1] });
}

type Attrs = Record<string, number[]>;

export const convKernels: KernelRow[] = [
  {
    kernel: "Conv2D",
    types: floats,
    shape: ({ x, filter }, attrs) => ({
      shape: outputShape(geometryOf(x.shape, filter.shape, attrs)),
      dtype: x.dtype,
    }),
    lower: ({ b, inputs: { x, filter }, attrs, full }) =>
      lowerConv(b, full(x), full(filter), geometryOf(x.shape, filter.shape, attrs)),
  },
  {
    kernel: "Conv2DBackpropInput", // conv2dTranspose too
    types: floats,
    shape: ({ dy }, attrs) => ({ shape: (attrs as Attrs).inputShape, dtype: dy.dtype }),
    lower: ({ b, inputs: { dy, filter }, attrs, full }) => {
      const g = geometryOf((attrs as Attrs).inputShape, filter.shape, attrs);
      return lowerInputGradient(b, full(dy), full(filter), g);
    },
  },
  {
    kernel: "Conv2DBackpropFilter",
    types: floats,
    shape: ({ x }, attrs) => ({ shape: (attrs as Attrs).filterShape, dtype: x.dtype }),
    lower: ({ b, inputs: { x, dy }, attrs, full }) => {
      const g = geometryOf(x.shape, (attrs as Attrs).filterShape, attrs);
      return lowerFilterGradient(b, full(x), full(dy), g);
    },
  },
];
