import { axesOf, sizeOf, type KernelRow } from "./row";

// Kernels that look numbers up by index, and their gradients, which add them up by index.

const gather: KernelRow = {
  kernel: "GatherV2",
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
    if (batchDims === 0) return b.emit("Gather", [full(x), full(indices)], { axis });
    // one table for all batches, whose numbers are shifted by the size of one
    const lead = sizeOf(x.shape.slice(0, batchDims));
    const [middle, size] = [x.shape.slice(batchDims, axis), x.shape[axis]];
    if (middle.length > 0)
      throw new TypeError("gather: wanted the axis right after the batch axes");
    const rest = x.shape.slice(axis + 1);
    const chosen = sizeOf(indices.shape.slice(batchDims));
    const table = b.emit("Reshape", [full(x), b.ints([lead * size, ...rest])]);
    const shifts = b.constant(
      Array.from({ length: lead }, (_, i) => i * size),
      [lead, 1],
      "int32",
    );
    const flat = b.emit("Reshape", [full(indices), b.ints([lead, chosen])]);
    const at = b.emit("Add", [flat, shifts]);
    const found = b.emit("Gather", [table, at], { axis: 0 });
    return b.emit("Reshape", [found, b.ints(outputs[0].shape)]);
  },
};

const segmentSum: KernelRow = {
  kernel: "UnsortedSegmentSum",
  shape: ({ x, segmentIds }, { numSegments }) => ({
    shape: [numSegments as number, ...x.shape.slice(segmentIds.shape.length)],
    dtype: x.dtype,
  }),
  lower: ({ b, inputs: { x, segmentIds }, outputs, full }) => {
    const empty = b.emit("Expand", [b.scalar(0, x.dtype), b.ints(outputs[0].shape)]);
    const ids = b.emit("Cast", [full(segmentIds)], { to: 7 });
    const at = b.emit("Unsqueeze", [ids, b.ints([segmentIds.shape.length])]);
    return b.emit("ScatterND", [empty, at, full(x)], { reduction: "add" });
  },
};

const gatherNd: KernelRow = {
  kernel: "GatherNd",
  shape: ({ params, indices }) => ({
    shape: [...indices.shape.slice(0, -1), ...params.shape.slice(indices.shape.at(-1))],
    dtype: params.dtype,
  }),
  lower: ({ b, inputs: { params, indices }, full }) =>
    b.emit("GatherND", [full(params), b.emit("Cast", [full(indices)], { to: 7 })]),
};

const scatterNd: KernelRow = {
  kernel: "ScatterNd",
  shape: ({ updates }, { shape }) => ({ shape: shape as number[], dtype: updates.dtype }),
  lower: ({ b, inputs: { indices, updates }, outputs, full }) => {
    const empty = b.emit("Expand", [b.scalar(0, updates.dtype), b.ints(outputs[0].shape)]);
    const at = b.emit("Cast", [full(indices)], { to: 7 });
    return b.emit("ScatterND", [empty, at, full(updates)], { reduction: "add" });
  },
};

const oneHot: KernelRow = {
  kernel: "OneHot",
  shape: ({ indices }, { depth, dtype }) => ({
    shape: [...indices.shape, depth as number],
    dtype: (dtype as "float32" | "int32" | undefined) ?? "int32",
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
    const [on, off] = [onValue, offValue].map((value) => b.scalar(value, dtype));
    return b.emit("Where", [b.emit("Equal", [at, classes]), on, off]);
  },
};

const topK: KernelRow = {
  kernel: "TopK",
  shape: ({ x }, { k }) => {
    const shape = [...x.shape.slice(0, -1), k as number];
    return [
      { shape, dtype: x.dtype },
      { shape, dtype: "int32" },
    ];
  },
  lower: ({ b, inputs: { x }, attrs, full }) => {
    const [values, at] = b.emitMany("TopK", [full(x), b.ints([attrs.k as number])], 2);
    return [values, b.emit("Cast", [at], { to: 6 })];
  },
};

export const gatherKernels: KernelRow[] = [gather, segmentSum, gatherNd, scatterNd, oneHot, topK];
