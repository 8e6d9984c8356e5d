import { shapeText } from "../../../shape";
import * as tf from "@tensorflow/tfjs";
import type { Info, KernelAttrs } from "../values";
import { inType } from "./casts";
import { axesOf, like, sizeOf, unlessUniform, type KernelRow } from "./row";
import { anything, refuseKernel } from "./types";

// Kernels that join tensors, cut parts out of them, or add an edge.

function joinedShape(list: readonly Info[], axis: number): number[] {
  const shape = [...list[0].shape];
  shape[axis] = list.reduce((sum, info) => sum + info.shape[axis], 0);
  return shape;
}

const concat: KernelRow = {
  kernel: "Concat",
  // the first one's type is the result's, and numbers are no bools
  types: { ...anything, mixed: true },
  shape: (inputs, { axis }) => {
    const list = Object.values(inputs);
    const [at] = axesOf(axis as number, list[0].shape.length);
    const [{ dtype }] = list;
    if (dtype === "bool" && list.some((part) => part.dtype !== "bool")) {
      refuseKernel("Concat", "of bool and numbers", 'Cast the bools: tf.cast(x, "int32")');
    }
    return { shape: joinedShape(list, at), dtype };
  },
  lower: ({ b, list, attrs, outputs, full }) => {
    const [{ shape, dtype }] = outputs;
    const filled = list.filter((part) => sizeOf(part.shape) > 0);
    if (filled.length === 0) return { uniform: 0 }; // of no numbers
    const parts = filled.map((part) => inType(b, full, part, dtype));
    const [axis] = axesOf(attrs.axis as number, shape.length);
    return parts.length === 1 ? parts[0] : b.emit("Concat", parts, { axis });
  },
};

const pack: KernelRow = {
  kernel: "Pack",
  types: anything,
  shape: (inputs, { axis }) => {
    const list = Object.values(inputs);
    const shape = [...list[0].shape];
    const other = list.findIndex((part) => part.shape.join() !== shape.join());
    if (other >= 0) {
      throw new TypeError(
        `stack: wanted tensors of one shape, found ${shapeText(shape)} and ${shapeText(list[other].shape)}`,
      );
    }
    shape.splice(packAxis(axis as number, shape.length), 0, list.length);
    return { shape, dtype: list[0].dtype };
  },
  lower: ({ b, list, attrs, outputs, full }) => {
    const axis = packAxis(attrs.axis as number, outputs[0].shape.length - 1);
    const parts = list.map((part) => b.emit("Unsqueeze", [full(part), b.ints([axis])]));
    return b.emit("Concat", parts, { axis });
  },
};

function packAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank + 1 : axis;
}

const splitV: KernelRow = {
  kernel: "SplitV",
  types: anything,
  shape: ({ x }, attrs) => {
    const [axis] = axesOf(attrs.axis as number, x.shape.length);
    return splitSizes(attrs.numOrSizeSplits as number | number[], x.shape[axis]).map((size) => ({
      shape: x.shape.map((n, i) => (i === axis ? size : n)),
      dtype: x.dtype,
    }));
  },
  lower: ({ b, inputs: { x }, attrs, outputs, full }) => {
    if (x.uniform !== undefined) return outputs.map(() => ({ uniform: x.uniform! }));
    const [axis] = axesOf(attrs.axis as number, x.shape.length);
    const sizes = b.ints(outputs.map(({ shape }) => shape[axis]));
    return b.emitMany("Split", [full(x), sizes], outputs.length, { axis });
  },
};

/** Sizes of the parts; one of them may be -1, "the rest". */
function splitSizes(parts: number | number[], whole: number): number[] {
  if (typeof parts === "number") return new Array<number>(parts).fill(whole / parts);
  const rest = whole - parts.reduce((sum, size) => sum + Math.max(size, 0), 0);
  return parts.map((size) => (size === -1 ? rest : size));
}

const unpack: KernelRow = {
  kernel: "Unpack",
  types: anything,
  shape: ({ value }, attrs) => {
    const [axis] = axesOf(attrs.axis as number, value.shape.length);
    const shape = value.shape.filter((_, i) => i !== axis);
    return Array.from({ length: value.shape[axis] }, () => ({ shape, dtype: value.dtype }));
  },
  lower: ({ b, inputs: { value }, attrs, outputs, full }) => {
    const [axis] = axesOf(attrs.axis as number, value.shape.length);
    const ones = b.ints(outputs.map(() => 1));
    const parts = b.emitMany("Split", [full(value), ones], outputs.length, { axis });
    return parts.map((part) => b.emit("Squeeze", [part, b.ints([axis])]));
  },
};

const slice: KernelRow = {
  kernel: "Slice",
  types: anything,
  shape: ({ x }, { begin, size }) => {
    const from = [begin as number | number[]].flat();
    const sizes = [size as number | number[]].flat();
    const shape = x.shape.map((n, i) => {
      const wanted = sizes[i] ?? -1;
      return wanted === -1 ? n - (from[i] ?? 0) : wanted;
    });
    return { shape, dtype: x.dtype };
  },
  lower: unlessUniform("x", ({ b, attrs, outputs }, x) => {
    const from = [attrs.begin as number | number[]].flat();
    const starts = outputs[0].shape.map((_, i) => from[i] ?? 0);
    const ends = outputs[0].shape.map((n, i) => starts[i] + n);
    return b.emit("Slice", [x, b.ints(starts), b.ints(ends)]);
  }),
};

/** Where a strided slice starts, ends and how it steps, after its masks; TensorFlow.js works it out. */
function strides(shape: readonly number[], attrs: KernelAttrs) {
  const { begin, end, strides: steps } = attrs as Record<string, number[]>;
  const masks = attrs as Record<string, number>;
  return tf.slice_util.sliceInfo(
    [...shape],
    begin,
    end,
    steps,
    masks.beginMask,
    masks.endMask,
    masks.ellipsisMask,
    masks.newAxisMask,
    masks.shrinkAxisMask,
  );
}

const stridedSlice: KernelRow = {
  kernel: "StridedSlice",
  types: anything,
  shape: ({ x }, attrs) => ({ shape: strides(x.shape, attrs).finalShape, dtype: x.dtype }),
  lower: ({ b, inputs: { x }, attrs, outputs, full }) => {
    if (x.uniform !== undefined) return { uniform: x.uniform };
    const { begin, end, strides: steps } = strides(x.shape, attrs);
    // an end of -1 is "past the first number" here, and "the last number" in ONNX
    const ends = end.map((at, i) => (steps[i] < 0 && at < 0 ? -(2 ** 31) : at));
    const axes = x.shape.map((_, i) => i);
    const cut = b.emit("Slice", [full(x), ...[begin, ends, axes, steps].map((v) => b.ints(v))]);
    return b.emit("Reshape", [cut, b.ints(outputs[0].shape)]);
  },
};

const reverse: KernelRow = {
  kernel: "Reverse",
  types: anything,
  shape: like(),
  lower: unlessUniform("x", ({ b, attrs, outputs }, x) => {
    const axes = axesOf(attrs.dims as number[], outputs[0].shape.length);
    if (axes.length === 0) return x;
    const all = (value: number) => b.ints(axes.map(() => value));
    return b.emit("Slice", [x, all(-1), all(-(2 ** 31)), b.ints(axes), all(-1)]);
  }),
};

function padded({ x }: Record<string, Info>, paddings: [number, number][]): Info {
  const shape = x.shape.map((n, i) => n + paddings[i][0] + paddings[i][1]);
  return { shape, dtype: x.dtype };
}

function pads(paddings: [number, number][]): number[] {
  return [...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)];
}

const pad: KernelRow = {
  kernel: "PadV2",
  types: anything,
  shape: (inputs, attrs) => padded(inputs, attrs.paddings as [number, number][]),
  lower: ({ b, inputs: { x }, attrs, full }) => {
    const value = b.scalar(attrs.constantValue as number, x.dtype);
    return b.emit("Pad", [full(x), b.ints(pads(attrs.paddings as [number, number][])), value]);
  },
};

const mirrorPad: KernelRow = {
  kernel: "MirrorPad",
  types: anything,
  shape: (inputs, attrs) => padded(inputs, attrs.paddings as [number, number][]),
  lower: unlessUniform("x", ({ b, inputs, attrs, outputs }, x) => {
    const paddings = attrs.paddings as [number, number][];
    if (attrs.mode === "reflect") {
      return b.emit("Pad", [x, b.ints(pads(paddings))], { mode: "reflect" });
    }
    // symmetric repeats the edge too, which ONNX has no mode for: gather along each padded axis
    return outputs[0].shape.reduce((name, size, axis) => {
      const n = inputs.x.shape[axis];
      if (size === n) return name;
      const at = Array.from({ length: size }, (_, i) => {
        const from = (((i - paddings[axis][0]) % (2 * n)) + 2 * n) % (2 * n);
        return from < n ? from : 2 * n - 1 - from;
      });
      return b.emit("Gather", [name, b.ints(at)], { axis });
    }, x);
  }),
};

export const partKernels: KernelRow[] = [
  concat,
  pack,
  splitV,
  unpack,
  slice,
  stridedSlice,
  reverse,
  pad,
  mirrorPad,
];
