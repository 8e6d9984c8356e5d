import type { GraphBuilder } from "../graph";
import { elementTypes } from "../onnx-model";
import type { DType } from "../values";
import { toFloat64 } from "./casts";
import { channelsFirst, channelsLast } from "./conv";
import {
  inputShape,
  outputShape,
  poolGeometryOf,
  windowAttributes,
  type Geometry,
} from "./conv-geometry";
import type { KernelRow, Lowering } from "./row";
import { floats, numbers, type Types } from "./types";

// Pools. Windows that lie side by side, which is what networks use, are blocks of a reshaped picture;
// for all others ONNX's own pools, which want the channels first.

/** Whether the windows cover the picture without overlap or padding. */
function inBlocks(g: Geometry): boolean {
  const tiled = g.kernel.every((size, axis) => size === g.strides[axis]);
  const covered = g.outHeight * g.kernel[0] === g.height && g.outWidth * g.kernel[1] === g.width;
  return tiled && covered && [...g.before, ...g.after].every((pad) => pad === 0);
}

/** (batch, outHeight, kernelHeight, outWidth, kernelWidth, channels) */
function blockShape(g: Geometry, [kh, kw]: readonly number[] = g.kernel): number[] {
  return [g.batch, g.outHeight, kh, g.outWidth, kw, g.channels];
}

/** ONNX Runtime's MaxPool takes floats only; those of 64 bits hold all of int32. */
function poolable(b: GraphBuilder, x: string, dtype: DType): string {
  return dtype === "float32" ? x : toFloat64(b, x);
}

function poolBack(b: GraphBuilder, x: string, dtype: DType): string {
  return dtype === "float32" ? x : b.emit("Cast", [x], { to: elementTypes[dtype] });
}

function pool(kernel: string, onnx: string, reduction: string, types: Types): KernelRow {
  return {
    kernel,
    types,
    shape: ({ x }, attrs) => ({
      shape: outputShape(poolGeometryOf(x.shape, attrs)),
      dtype: x.dtype,
    }),
    lower: ({ b, inputs: { x }, attrs, full }) => {
      const g = poolGeometryOf(x.shape, attrs);
      if (!inBlocks(g)) {
        const { kernel_shape, strides, pads } = windowAttributes(g);
        const inputs = [channelsFirst(b, poolable(b, full(x), x.dtype))];
        const pooled = b.emit(onnx, inputs, { kernel_shape, strides, pads });
        return channelsLast(b, poolBack(b, pooled, x.dtype));
      }
      const blocks = b.emit("Reshape", [full(x), b.ints(blockShape(g))]);
      return b.emit(reduction, [blocks, b.ints([2, 4])], { keepdims: 0 });
    },
  };
}

/** How many pixels, without the padding, the window of each place of the output has. */
function windowSizes(g: Geometry): number[] {
  const along = (axis: 0 | 1) => {
    const [size, out] = axis === 0 ? [g.height, g.outHeight] : [g.width, g.outWidth];
    return Array.from({ length: out }, (_, i) => {
      const start = i * g.strides[axis] - g.before[axis];
      return Math.min(start + g.kernel[axis], size) - Math.max(start, 0);
    });
  };
  const [rows, columns] = [along(0), along(1)];
  return rows.flatMap((row) => columns.map((column) => row * column));
}

/** Every pixel of a window gets the same share of the window's dy. */
function lowerAverageGradient({ b, inputs: { dy, input }, attrs, full }: Lowering): string {
  const g = poolGeometryOf(input.shape, attrs);
  const sizes = windowSizes(g);
  const counts = b.constant(sizes, [1, g.outHeight, g.outWidth, 1], "float32");
  const shares = b.emit("Div", [full(dy), counts]);
  if (inBlocks(g)) {
    const spread = b.emit("Reshape", [shares, b.ints(blockShape(g, [1, 1]))]);
    const blocks = b.emit("Expand", [spread, b.ints(blockShape(g))]);
    return b.emit("Reshape", [blocks, b.ints(inputShape(g))]);
  }
  const ones = b.emit("Expand", [b.scalar(1), b.ints([g.channels, 1, ...g.kernel])]);
  const reach = (axis: 0 | 1, out: number) => (out - 1) * g.strides[axis] + g.kernel[axis];
  const missing = [
    g.height + g.before[0] + g.after[0] - reach(0, g.outHeight),
    g.width + g.before[1] + g.after[1] - reach(1, g.outWidth),
  ];
  const spread = b.emit("ConvTranspose", [channelsFirst(b, shares), ones], {
    ...windowAttributes(g),
    group: g.channels,
    output_padding: missing,
  });
  return channelsLast(b, spread);
}

/** dy goes to the first of the largest pixels of its window. */
function lowerMaxGradient({ b, inputs: { dy, input }, attrs, full }: Lowering): string {
  const g = poolGeometryOf(input.shape, attrs);
  const { kernel_shape, strides, pads } = windowAttributes(g);
  const first = channelsFirst(b, full(input));
  const [, places] = b.emitMany("MaxPool", [first], 2, { kernel_shape, strides, pads });
  const flat = (name: string) => b.emit("Reshape", [name, b.ints([-1])]);
  const size = g.batch * g.height * g.width * g.channels;
  const empty = b.emit("Expand", [b.scalar(0), b.ints([size])]);
  const inputs = [empty, flat(places), flat(channelsFirst(b, full(dy)))];
  const summed = b.emit("ScatterElements", inputs, { axis: 0, reduction: "add" });
  const picture = b.emit("Reshape", [summed, b.ints([g.batch, g.channels, g.height, g.width])]);
  return channelsLast(b, picture);
}

/** The largest numbers, and where they lie in the input as TensorFlow.js counts: channels last. */
const maxWithPlaces: KernelRow = {
  kernel: "MaxPoolWithArgmax",
  types: numbers,
  shape: ({ x }, attrs) => {
    const shape = outputShape(poolGeometryOf(x.shape, attrs));
    return [
      { shape, dtype: x.dtype },
      { shape, dtype: "int32" },
    ];
  },
  lower: ({ b, inputs: { x }, attrs, full }) => {
    const g = poolGeometryOf(x.shape, attrs);
    const { kernel_shape, strides, pads } = windowAttributes(g);
    const inputs = [channelsFirst(b, poolable(b, full(x), x.dtype))];
    const [largest, places] = b.emitMany("MaxPool", inputs, 2, { kernel_shape, strides, pads });
    // ONNX counts ((n · channels + c) · pixels + pixel), TensorFlow.js (n · pixels + pixel) · channels + c
    const pixels = g.height * g.width;
    const pixel = b.emit("Mod", [places, b.scalar(pixels, "int64")]);
    const first = Array.from({ length: g.batch * g.channels }, (_, i) => {
      const picture = attrs.includeBatchInIndex ? Math.floor(i / g.channels) : 0;
      return picture * pixels * g.channels + (i % g.channels);
    });
    const offsets = b.constant(first, [g.batch, g.channels, 1, 1], "int64");
    const scaled = b.emit("Mul", [pixel, b.scalar(g.channels, "int64")]);
    const counted = b.emit("Cast", [b.emit("Add", [scaled, offsets])], { to: 6 });
    return [channelsLast(b, poolBack(b, largest, x.dtype)), channelsLast(b, counted)];
  },
};

export const poolKernels: KernelRow[] = [
  maxWithPlaces,
  pool("AvgPool", "AveragePool", "ReduceMean", floats),
  pool("MaxPool", "MaxPool", "ReduceMax", numbers),
  {
    kernel: "AvgPoolGrad",
    types: floats,
    shape: ({ input, dy }) => ({ shape: input.shape, dtype: dy.dtype }),
    lower: lowerAverageGradient,
  },
  {
    kernel: "MaxPoolGrad",
    types: floats,
    shape: ({ input, dy }) => ({ shape: input.shape, dtype: dy.dtype }),
    lower: lowerMaxGradient,
  },
];
