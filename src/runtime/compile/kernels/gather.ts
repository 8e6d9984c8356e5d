import type { GraphBuilder } from "../graph";
import { elementTypes } from "../onnx-model";
import type { DType } from "../values";
import { cast, converted, inType } from "./casts";
import { axesOf, sizeOf, type KernelRow, type Operand } from "./row";
import { anything, floats, numbers, refuseKernel } from "./types";

// Kernels that look numbers up by index, and their gradients, which add them up by index. ONNX counts a
// negative index from the end, where TensorFlow.js has none: it is made too large, which ONNX Runtime refuses.

/** Whether ids are from 0 to below a limit, one for each. */
function isInside(b: GraphBuilder, ids: string, limit: string): string {
  const [high, low] = [b.emit("Less", [ids, limit]), b.emit("Less", [ids, b.scalar(0, "int32")])];
  return b.emit("And", [high, b.emit("Not", [low])]);
}

/** Known of indices that a lookup has checked: they are below that. */
function checked(ids: string, size: number): string {
  return `${ids} from 0 to below ${size}`;
}

/** Indices along an axis of that size; those that are known now are checked now. */
function inRange(
  b: GraphBuilder,
  full: (operand: Operand) => string,
  indices: Operand,
  size: number,
): string {
  const { uniform, known = uniform === undefined ? undefined : [uniform] } = indices;
  const ids = full(indices);
  const bad = known && Array.from(known).find((index) => index < 0 || index >= size);
  if (bad !== undefined) {
    throw new RangeError(
      `gather indices: found ${bad}, wanted whole numbers from 0 to ${size - 1}`,
    );
  }
  b.memo(checked(ids, size), () => ids);
  if (known) return ids;
  const negative = b.emit("Less", [ids, b.scalar(0, "int32")]);
  return b.emit("Where", [negative, b.scalar(size, "int32"), ids]);
}

/** Rows of indices, one for each of the first axes of `shape`. */
function places(b: GraphBuilder, rows: string, shape: readonly number[], depth: number): string {
  const limits = b.constant(shape.slice(0, depth), [depth], "int32");
  const negative = b.emit("Less", [rows, b.scalar(0, "int32")]);
  const refused = b.emit("Where", [negative, limits, rows]);
  return b.emit("Cast", [refused], { to: elementTypes.int64 });
}

const gather: KernelRow = {
  kernel: "GatherV2",
  types: { ...anything, but: { indices: ["int32"] } },
  shape: ({ x, indices }, { axis, batchDims = 0 }) => {
    const [at] = axesOf(axis as number, x.shape.length);
    const chosen = indices.shape.slice(batchDims as number);
    return {
      shape: [...x.shape.slice(0, at), ...chosen, ...x.shape.slice(at + 1)],
      dtype: x.dtype,
    };
  },
  lower: ({ b, inputs: { x, indices }, attrs, outputs, full }) => {
    const [axis] = axesOf(attrs.axis as number, x.shape.length);
    const batchDims = (attrs.batchDims as number | undefined) ?? 0;
    if (batchDims === 0) {
      return b.emit("Gather", [full(x), inRange(b, full, indices, x.shape[axis])], { axis });
    }
    // one table for all batches, whose numbers are shifted by the size of one
    const lead = sizeOf(x.shape.slice(0, batchDims));
    const [middle, size] = [x.shape.slice(batchDims, axis), x.shape[axis]];
    if (middle.length > 0) {
      refuseKernel(
        "GatherV2",
        `with axis ${axis} and ${batchDims} batch axes`,
        "The axis has to be the one right after the batch axes: tf.transpose it there",
      );
    }
    const rest = x.shape.slice(axis + 1);
    const chosen = sizeOf(indices.shape.slice(batchDims));
    const table = b.emit("Reshape", [full(x), b.ints([lead * size, ...rest])]);
    const shifts = b.constant(
      Array.from({ length: lead }, (_, i) => i * size),
      [lead, 1],
      "int32",
    );
    const flat = b.emit("Reshape", [full(indices), b.ints([lead, chosen])]);
    const inside = isInside(b, flat, b.scalar(size, "int32"));
    const outside = b.scalar(lead * size, "int32"); // past the end of all tables
    const at = b.emit("Where", [inside, b.emit("Add", [flat, shifts]), outside]);
    const found = b.emit("Gather", [table, at], { axis: 0 });
    return b.emit("Reshape", [found, b.ints(outputs[0].shape)]);
  },
};

const segmentSum: KernelRow = {
  kernel: "UnsortedSegmentSum",
  types: { ...floats, but: { segmentIds: ["int32"] } },
  shape: ({ x, segmentIds }, { numSegments }) => ({
    shape: [numSegments as number, ...x.shape.slice(segmentIds.shape.length)],
    dtype: x.dtype,
  }),
  lower: ({ b, inputs: { x, segmentIds }, outputs, full }) => {
    const [{ shape }] = outputs;
    const [segments, ...rest] = shape;
    const [axis] = [segmentIds.shape.length];
    const sums = (ids: string, count: number) => {
      const empty = b.emit("Expand", [b.scalar(0, x.dtype), b.ints([count, ...rest])]);
      const wide = b.emit("Cast", [ids], { to: elementTypes.int64 });
      const at = b.emit("Unsqueeze", [wide, b.ints([axis])]);
      return b.emit("ScatterND", [empty, at, full(x)], { reduction: "add" });
    };
    const ids = full(segmentIds);
    if (b.knows(checked(ids, segments))) return sums(ids, segments);
    // ids outside are left out: they go to a segment of their own, which is cut off
    const inside = isInside(b, ids, b.scalar(segments, "int32"));
    const kept = b.emit("Where", [inside, ids, b.scalar(segments, "int32")]);
    return b.emit("Slice", [sums(kept, segments + 1), b.ints([0]), b.ints([segments])]);
  },
};

const gatherNd: KernelRow = {
  kernel: "GatherNd",
  types: { ...anything, but: { indices: ["int32"] } },
  shape: ({ params, indices }) => ({
    shape: [...indices.shape.slice(0, -1), ...params.shape.slice(indices.shape.at(-1))],
    dtype: params.dtype,
  }),
  lower: ({ b, inputs: { params, indices }, full }) =>
    b.emit("GatherND", [
      full(params),
      places(b, full(indices), params.shape, indices.shape.at(-1)!),
    ]),
};

const scatterNd: KernelRow = {
  kernel: "ScatterNd",
  types: { ...numbers, but: { indices: ["int32"] } },
  shape: ({ updates }, { shape }) => ({ shape: shape as number[], dtype: updates.dtype }),
  lower: ({ b, inputs: { indices, updates }, outputs, full }) => {
    const empty = b.emit("Expand", [b.scalar(0, updates.dtype), b.ints(outputs[0].shape)]);
    const at = places(b, full(indices), outputs[0].shape, indices.shape.at(-1)!);
    return b.emit("ScatterND", [empty, at, full(updates)], { reduction: "add" });
  },
};

const oneHot: KernelRow = {
  kernel: "OneHot",
  types: { of: ["int32"] },
  shape: ({ indices }, { depth, dtype }) => ({
    shape: [...indices.shape, depth as number],
    dtype: (dtype as DType | undefined) ?? "int32",
  }),
  lower: ({ b, inputs: { indices }, attrs, outputs, full }) => {
    const { depth, offValue, onValue } = attrs as Record<string, number>;
    // ONNX counts negative indices from the end, TensorFlow.js has no 1 for them: compare instead
    const classes = b.constant(
      Array.from({ length: depth }, (_, i) => i),
      [depth],
      "int32",
    );
    const at = b.emit("Unsqueeze", [full(indices), b.ints([-1])]);
    const { dtype } = outputs[0];
    const same = b.emit("Equal", [at, classes]);
    const [on, off] = [onValue, offValue].map((value) => converted(value, dtype));
    if (dtype !== "bool") return b.emit("Where", [same, b.scalar(on, dtype), b.scalar(off, dtype)]);
    if (on === off) return { uniform: on };
    return on === 1 ? same : b.emit("Not", [same]);
  },
};

const topK: KernelRow = {
  kernel: "TopK",
  types: anything,
  shape: ({ x }, { k }) => {
    const shape = [...x.shape.slice(0, -1), k as number];
    return [
      { shape, dtype: x.dtype },
      { shape, dtype: "int32" },
    ];
  },
  lower: ({ b, inputs: { x }, attrs, full }) => {
    const bools = x.dtype === "bool"; // which ONNX can not put in order
    const name = inType(b, full, x, bools ? "int32" : x.dtype);
    const [values, at] = b.emitMany("TopK", [name, b.ints([attrs.k as number])], 2);
    const back = bools ? cast(b, values, "int32", "bool") : values;
    return [back, b.emit("Cast", [at], { to: elementTypes.int32 })];
  },
};

export const gatherKernels: KernelRow[] = [gather, segmentSum, gatherNd, scatterNd, oneHot, topK];
