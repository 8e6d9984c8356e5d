import type { GraphBuilder } from "../graph";
import type { KernelAttrs } from "../values";
import { inType } from "./casts";
import type { KernelRow } from "./row";
import { floats, numbers } from "./types";

// Resizing a picture is linear in each direction: y = A x Bᵀ, with one row of weights for each new pixel.
// The gradient is the same with both matrices transposed. Whole factors of the nearest-neighbour kind,
// which generators use, are quicker as repetition, and as sums over blocks backwards.

type Size = readonly [height: number, width: number];

/** The old pixel along one axis that stands in each new place, as TensorFlow.js finds it. */
function nearestPixels(from: number, to: number, attrs: KernelAttrs): number[] {
  const { alignCorners, halfPixelCenters } = attrs as Record<string, boolean>;
  const corners = alignCorners && to > 1;
  const scale = (corners ? from - 1 : from) / (corners ? to - 1 : to);
  return Array.from({ length: to }, (_, i) => {
    const at = scale * (i + (halfPixelCenters ? 0.5 : 0));
    const nearest = Math.min(from - 1, alignCorners ? Math.round(at) : Math.floor(at));
    return Math.max(0, nearest);
  });
}

/** Weights (to, from) of the old pixels in each new one, as TensorFlow.js computes them. */
function weights(
  kind: "nearest" | "bilinear",
  from: number,
  to: number,
  attrs: KernelAttrs,
): Float32Array {
  const { alignCorners, halfPixelCenters } = attrs as Record<string, boolean>;
  const corners = alignCorners && to > 1;
  const scale = (corners ? from - 1 : from) / (corners ? to - 1 : to);
  const matrix = new Float32Array(to * from);
  if (kind === "nearest") {
    nearestPixels(from, to, attrs).forEach((pixel, i) => (matrix[i * from + pixel] = 1));
    return matrix;
  }
  const half = halfPixelCenters ? 0.5 : 0;
  for (let i = 0; i < to; i++) {
    const at = scale * (i + half) - half;
    const low = Math.max(0, Math.floor(at));
    const high = Math.min(from - 1, Math.ceil(at));
    matrix[i * from + low] += 1 - (at - low);
    matrix[i * from + high] += at - low;
  }
  return matrix;
}

function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  return matrix.map((_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)]);
}

/** Multiplies (batch, H, W, C) by a matrix along H and another along W. */
function apply(
  b: GraphBuilder,
  x: string,
  shape: readonly number[],
  to: Size,
  [along, across]: readonly [Float32Array, Float32Array],
): string {
  const [batch, height, width, channels] = shape;
  const [newHeight, newWidth] = to;
  const columns = b.emit("Reshape", [x, b.ints([batch, height, width * channels])]);
  const tall = b.emit("MatMul", [b.constant(along, [newHeight, height], "float32"), columns]);
  const rows = b.emit("Reshape", [tall, b.ints([batch * newHeight, width, channels])]);
  const wide = b.emit("MatMul", [b.constant(across, [newWidth, width], "float32"), rows]);
  return b.emit("Reshape", [wide, b.ints([batch, newHeight, newWidth, channels])]);
}

function sizeOfPicture(shape: readonly number[]): Size {
  return [shape[1], shape[2]];
}

/** How often each pixel is repeated, when that is all there is to do. */
function wholeFactors(from: Size, to: Size, attrs: KernelAttrs): Size | undefined {
  const factors: Size = [to[0] / from[0], to[1] / from[1]];
  const whole = factors.every((factor) => Number.isInteger(factor));
  return whole && !attrs.alignCorners ? factors : undefined;
}

function repeat(b: GraphBuilder, x: string, shape: readonly number[], [tall, wide]: Size): string {
  const [batch, height, width, channels] = shape;
  const spread = b.emit("Reshape", [x, b.ints([batch, height, 1, width, 1, channels])]);
  const blocks = b.emit("Expand", [spread, b.ints([batch, height, tall, width, wide, channels])]);
  return b.emit("Reshape", [blocks, b.ints([batch, height * tall, width * wide, channels])]);
}

/** Rows, then columns, by their numbers: a pixel that is not finite touches no other. */
function lookUp(b: GraphBuilder, x: string, from: Size, to: Size, attrs: KernelAttrs): string {
  const [rows, columns] = [0, 1].map((axis) => nearestPixels(from[axis], to[axis], attrs));
  const tall = b.emit("Gather", [x, b.ints(rows)], { axis: 1 });
  return b.emit("Gather", [tall, b.ints(columns)], { axis: 2 });
}

function sumBlocks(
  b: GraphBuilder,
  dy: string,
  shape: readonly number[],
  [tall, wide]: Size,
): string {
  const [batch, height, width, channels] = shape;
  const blocks = b.emit("Reshape", [dy, b.ints([batch, height, tall, width, wide, channels])]);
  return b.emit("ReduceSum", [blocks, b.ints([2, 4])], { keepdims: 0 });
}

function rows(kind: "nearest" | "bilinear", kernel: string): KernelRow[] {
  return [
    {
      kernel,
      types: numbers,
      shape: ({ images: { shape, dtype } }, { size }) => ({
        shape: [shape[0], ...(size as Size), shape[3]],
        dtype: kind === "nearest" ? dtype : "float32",
      }),
      lower: ({ b, inputs: { images }, attrs, outputs, full }) => {
        const { uniform } = images;
        if (uniform !== undefined && Number.isFinite(uniform)) return { uniform };
        const [from, to] = [sizeOfPicture(images.shape), sizeOfPicture(outputs[0].shape)];
        const factors = wholeFactors(from, to, attrs);
        if (kind === "nearest" && factors) return repeat(b, full(images), images.shape, factors);
        if (kind === "nearest") return lookUp(b, full(images), from, to, attrs);
        const name = inType(b, full, images, "float32");
        return apply(b, name, images.shape, to, [
          weights(kind, from[0], to[0], attrs),
          weights(kind, from[1], to[1], attrs),
        ]);
      },
    },
    {
      kernel: `${kernel}Grad`,
      types: floats,
      shape: ({ images, dy }) => ({ shape: images.shape, dtype: dy.dtype }),
      lower: ({ b, inputs: { images, dy }, attrs, full }) => {
        const [from, to] = [sizeOfPicture(images.shape), sizeOfPicture(dy.shape)];
        const factors = wholeFactors(from, to, attrs);
        if (kind === "nearest" && factors) return sumBlocks(b, full(dy), images.shape, factors);
        return apply(b, full(dy), dy.shape, from, [
          transposed(weights(kind, from[0], to[0], attrs), to[0], from[0]),
          transposed(weights(kind, from[1], to[1], attrs), to[1], from[1]),
        ]);
      },
    },
  ];
}

export const resizeKernels: KernelRow[] = [
  ...rows("nearest", "ResizeNearestNeighbor"),
  ...rows("bilinear", "ResizeBilinear"),
];
