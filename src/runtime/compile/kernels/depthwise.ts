import { channelsFirst, channelsLast } from "./conv";
import { geometryOf, outputShape, windowAttributes, type Geometry } from "./conv-geometry";
import type { KernelRow } from "./row";
import { unfold } from "./unfold";
import { floats } from "./types";

// Depthwise convolutions: each channel has filters (kh, kw, channels, times) of its own. ONNX has them as
// Conv with as many groups as channels.

type Attrs = Record<string, number[]>;

function geometry(input: readonly number[], filter: readonly number[], attrs: object): Geometry {
  return geometryOf(input, filter, attrs, true);
}

const forward: KernelRow = {
  kernel: "DepthwiseConv2dNative",
  types: floats,
  shape: ({ x, filter }, attrs) => ({
    shape: outputShape(geometry(x.shape, filter.shape, attrs)),
    dtype: x.dtype,
  }),
  lower: ({ b, inputs: { x, filter }, attrs, full }) => {
    const g = geometry(x.shape, filter.shape, attrs);
    const first = b.emit("Transpose", [full(filter)], { perm: [2, 3, 0, 1] });
    const weights = b.emit("Reshape", [first, b.ints([g.outChannels, 1, ...g.kernel])]);
    const inputs = [channelsFirst(b, full(x)), weights];
    return channelsLast(b, b.emit("Conv", inputs, { ...windowAttributes(g), group: g.channels }));
  },
};

const inputGradient: KernelRow = {
  kernel: "DepthwiseConv2dNativeBackpropInput",
  types: floats,
  shape: ({ dy }, attrs) => ({ shape: (attrs as Attrs).inputShape, dtype: dy.dtype }),
  lower: ({ b, inputs: { dy, filter }, attrs, full }) => {
    const g = geometry((attrs as Attrs).inputShape, filter.shape, attrs);
    const first = b.emit("Transpose", [full(filter)], { perm: [2, 3, 0, 1] });
    const weights = b.emit("Reshape", [first, b.ints([g.outChannels, 1, ...g.kernel])]);
    const missing = [g.height, g.width].map((size, axis) => {
      const out = [g.outHeight, g.outWidth][axis];
      const reach = (out - 1) * g.strides[axis] + (g.kernel[axis] - 1) * g.dilations[axis] + 1;
      return size + g.before[axis] + g.after[axis] - reach;
    });
    const spread = b.emit("ConvTranspose", [channelsFirst(b, full(dy)), weights], {
      ...windowAttributes(g),
      group: g.channels,
      output_padding: missing,
    });
    return channelsLast(b, spread);
  },
};

/** Each tap: the sum over all windows of its pixel times dy, channel by channel. */
const filterGradient: KernelRow = {
  kernel: "DepthwiseConv2dNativeBackpropFilter",
  types: floats,
  shape: ({ x }, attrs) => ({ shape: (attrs as Attrs).filterShape, dtype: x.dtype }),
  lower: ({ b, inputs: { x, dy }, attrs, full }) => {
    const { filterShape } = attrs as Attrs;
    const g = geometry(x.shape, filterShape, attrs);
    const taps = g.kernel[0] * g.kernel[1];
    const times = g.outChannels / g.channels;
    const windows = b.emit("Reshape", [unfold(b, full(x), g), b.ints([-1, taps, g.channels, 1])]);
    const rows = b.emit("Reshape", [full(dy), b.ints([-1, 1, g.channels, times])]);
    const summed = b.emit("ReduceSum", [b.emit("Mul", [windows, rows]), b.ints([0])], {
      keepdims: 0,
    });
    return b.emit("Reshape", [summed, b.ints(filterShape)]);
  },
};

export const depthwiseKernels: KernelRow[] = [forward, inputGradient, filterGradient];
