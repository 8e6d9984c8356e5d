import * as tf from "@tensorflow/tfjs";
import type { WasmKernel } from "./backend";

/** y(s, …) = Σ x(i, …) over all i of segment s. The gradient of tf.gather. Ids outside are left out. */
const segmentSum: WasmKernel<{ readonly numSegments: number }> = {
  kernel: "UnsortedSegmentSum",
  compute: (call, { x, segmentIds }, { numSegments }) => {
    if (segmentIds.shape.length !== 1 || segmentIds.shape[0] !== x.shape[0]) {
      throw new TypeError(
        `unsortedSegmentSum segmentIds: found shape [${segmentIds.shape.join()}], wanted ` +
          `[${x.shape[0]}]: one id for each row of x`,
      );
    }
    const rest = x.shape.slice(1);
    const row = tf.util.sizeFromShape(rest);
    const y = call.make([numSegments, ...rest], x.dtype);
    const [from, ids, to] = [x, segmentIds, y].map((info) => call.numbers(info));
    to.fill(0);
    ids.forEach((id, i) => {
      if (id < 0 || id >= numSegments) return;
      for (let j = 0; j < row; j++) to[id * row + j] += from[i * row + j];
    });
    return y;
  },
};

/**
 * Lookups in a batch of tables. From the second table on, the backend looks past the ends of both its
 * inputs. With all tables one below the other, and each index moved to its own table, it is one lookup.
 */
const gather: WasmKernel<{ readonly axis: number | number[]; readonly batchDims: number }> = {
  kernel: "GatherV2",
  compute: (call, { x, indices }, attrs, own) => {
    const { batchDims } = attrs;
    const axis = tf.util.parseAxisParam(attrs.axis, x.shape)[0];
    expectInside(call.numbers(indices), x.shape[axis], axis); // the backend reads what lies there
    if (batchDims === 0) return call.runFunc(own!, { x, indices }, attrs);
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
      tf.backend_util.segment_util.collectGatherOpShapeInfo(x, indices, axis, batchDims);
    const each = tf.util.sizeFromShape(indices.shape) / batchSize;
    const moved = call.make([batchSize * outerSize * each], "int32");
    const [from, to] = [call.numbers(indices), call.numbers(moved)];
    let at = 0;
    for (let table = 0; table < batchSize * outerSize; table++) {
      const first = Math.floor(table / outerSize) * each;
      for (let i = first; i < first + each; i++) {
        to[at++] = table * dimSize + from[i];
      }
    }
    const rows = call.reshape(x, [batchSize * outerSize * dimSize, sliceSize]);
    const found = call.runFunc(own!, { x: rows, indices: moved }, { axis: 0, batchDims: 0 });
    return call.reshape(found, outputShape);
  },
};

/** The backend copies the lowest 8 bits of a number: of 256 that is 0, and of 2 it is no bool. */
const cast: WasmKernel<{ readonly dtype: tf.DataType }> = {
  kernel: "Cast",
  compute: (call, { x }, attrs, own) => {
    if (attrs.dtype !== "bool" || x.dtype === "bool") return call.runFunc(own!, { x }, attrs);
    const y = call.make(x.shape, "bool");
    const to = call.numbers(y);
    call.numbers(x).forEach((value, i) => {
      to[i] = value === 0 ? 0 : 1;
    });
    return y;
  },
};

function expectInside(indices: ArrayLike<number>, size: number, axis: number): void {
  for (let i = 0; i < indices.length; i++) {
    if (indices[i] >= 0 && indices[i] < size) continue;
    throw new RangeError(
      `gather indices: found ${indices[i]}, wanted whole numbers from 0 to ${size - 1}, the places of ` +
        `axis ${axis}`,
    );
  }
}

/** The backend takes an axis that is counted from the end for another one, and has no booleans. */
const cumsum: WasmKernel<{ readonly axis: number }> = {
  kernel: "Cumsum",
  compute: (call, { x }, attrs, own) => {
    const [axis] = tf.util.parseAxisParam(attrs.axis, x.shape);
    const numbers = x.dtype === "bool" ? call.run("Cast", { x }, { dtype: "int32" }) : x;
    return call.runFunc(own!, { x: numbers }, { ...attrs, axis });
  },
};

/** The backend moves four bytes a number; a bool has one. */
const reverse: WasmKernel<object> = {
  kernel: "Reverse",
  compute: (call, { x }, attrs, own) => {
    if (x.dtype !== "bool") return call.runFunc(own!, { x }, attrs);
    const numbers = call.run("Cast", { x }, { dtype: "int32" });
    return call.run("Cast", { x: call.runFunc(own!, { x: numbers }, attrs) }, { dtype: "bool" });
  },
};

/** The backend calls what it gives float32, whatever it was given: whole numbers are turned back into themselves. */
const stridedSlice: WasmKernel<object> = {
  kernel: "StridedSlice",
  compute: (call, { x }, attrs, own) => {
    if (x.dtype === "bool") {
      const numbers = call.run("Cast", { x }, { dtype: "int32" });
      const part = call.run("StridedSlice", { x: numbers }, attrs);
      return call.run("Cast", { x: part }, { dtype: "bool" });
    }
    const part = call.runFunc(own!, { x }, attrs);
    if (x.dtype === part.dtype) return part;
    const y = call.make(part.shape, x.dtype);
    const [bits, to] = [part, y].map((info) => call.numbers(info));
    to.set(new Int32Array(bits.buffer, bits.byteOffset, bits.length)); // the same four bytes a number
    return y;
  },
};

/** The backend gives float32 for whole numbers too. */
const resizeNearest: WasmKernel<object> = {
  kernel: "ResizeNearestNeighbor",
  compute: (call, { images }, attrs, own) => {
    const y = call.runFunc(own!, { images }, attrs);
    return y.dtype === images.dtype ? y : call.run("Cast", { x: y }, { dtype: images.dtype });
  },
};

interface OneHotAttrs {
  readonly depth: number;
  readonly onValue: number;
  readonly offValue: number;
  readonly dtype: tf.DataType;
}

/** The backend writes whole numbers always: read as float32, their bits are numbers next to 0. */
const oneHot: WasmKernel<OneHotAttrs> = {
  kernel: "OneHot",
  compute: (call, { indices }, { depth, onValue, offValue, dtype }) => {
    const y = call.make([...indices.shape, depth], dtype);
    const to = call.numbers(y).fill(offValue);
    call.numbers(indices).forEach((index, i) => {
      if (index >= 0 && index < depth) to[i * depth + index] = onValue;
    });
    return y;
  },
};

/**
 * Products and sums by name, as TensorFlow.js plans them: each factor is turned and stretched to the axes
 * that remain, multiplied in, and an axis is summed up when all that have it are in.
 */
const einsum: WasmKernel<{ readonly equation: string }> = {
  kernel: "Einsum",
  compute: (call, inputs, { equation }) => {
    const factors = Object.values(inputs);
    const plan = tf.backend_util;
    const { allDims, summedDims, idDims } = plan.decodeEinsumEquation(equation, factors.length);
    plan.checkEinsumDimSizes(allDims.length, idDims, factors as unknown as tf.Tensor[]);
    const { path, steps } = plan.getEinsumComputePath(summedDims, idDims);
    let product: tf.TensorInfo | undefined;
    steps.forEach((step, i) => {
      const remaining = allDims.length - i;
      for (const factor of step) {
        const { permutationIndices: perm, expandDims } = plan.getEinsumPermutation(
          remaining,
          idDims[factor],
        );
        const turned = call.run("Transpose", { x: factors[factor] }, { perm });
        const shape = [...turned.shape];
        for (const axis of expandDims) shape.splice(axis, 0, 1);
        const a = call.reshape(turned, shape);
        product = product === undefined ? a : call.run("Multiply", { a, b: product });
      }
      if (i < steps.length - 1 && path[i] >= 0) {
        const axis = [path[i] - i];
        product = call.run("Sum", { x: product! }, { axis, keepDims: false });
      }
    });
    return product!;
  },
};

export const arrayKernels: WasmKernel[] = [
  segmentSum,
  gather,
  cast,
  oneHot,
  einsum,
  cumsum,
  reverse,
  stridedSlice,
  resizeNearest,
];
