import type { Call, WasmKernel } from "./backend";
import { forEachRow, poolOf, type PoolAttrs } from "./geometry";

// Gradients of kernels that are linear, y = A x: dx = Aᵀ dy.

/**
 * Average pooling: a window gives its dy in equal parts to the pixels that it lies on. The backend divides
 * by the size of the window, padding included, though its pool does not count padding: right only where
 * there is none.
 */
const averagePool: WasmKernel<PoolAttrs> = {
  kernel: "AvgPoolGrad",
  compute: (call, { dy, input }, attrs, own) => {
    const g = poolOf(input.shape, attrs);
    const { top, bottom, left, right } = g.padInfo;
    if (top + bottom + left + right === 0) return call.runFunc(own!, { dy, input }, attrs);
    const dx = call.make(input.shape);
    const [from, to] = [call.numbers(dy), call.numbers(dx)];
    const counts = new Float64Array(g.batchSize * g.outHeight * g.outWidth);
    forEachRow(g, (window, _pixel, _tap, taps) => {
      counts[window] += taps;
    });
    to.fill(0);
    const c = g.inChannels;
    forEachRow(g, (window, pixel, _tap, taps) => {
      for (let i = 0; i < taps * c; i++)
        to[pixel * c + i] += from[window * c + (i % c)] / counts[window];
    });
    return dx;
  },
};

interface ResizeAttrs {
  readonly alignCorners: boolean;
  readonly halfPixelCenters?: boolean;
}

interface Part {
  readonly from: number;
  readonly weight: number;
}

/**
 * The old rows that make up each new row. Resizing a unit matrix, whose row i is 1 in channel i, says it:
 * so every rule of the kernel is kept (corners, half pixels, rounding).
 */
function partsOf(call: Call, kernel: string, old: number, size: number, attrs: ResizeAttrs) {
  const { alignCorners, halfPixelCenters = false } = attrs;
  const images = call.make([1, old, 1, old]);
  const unit = call.numbers(images).fill(0);
  for (let i = 0; i < old; i++) unit[i * old + i] = 1;
  const resized = call.run(kernel, { images }, { alignCorners, halfPixelCenters, size: [size, 1] });
  const weights = call.numbers(resized); // (size, old)
  return Array.from({ length: size }, (_, row): Part[] =>
    Array.from(weights.subarray(row * old, (row + 1) * old), (weight, from) => ({
      from,
      weight,
    })).filter(({ weight }) => weight !== 0),
  );
}

/**
 * A new pixel is a weighted mean of old ones: rows times columns of them. Each of those gets its part of dy.
 * The backend's own gradients leave half pixels out, and round otherwise than the kernel itself.
 */
function resize(kernel: string): WasmKernel<ResizeAttrs> {
  return {
    kernel: `${kernel}Grad`,
    compute: (call, { images, dy }, attrs) => {
      const [batch, height, width, c] = images.shape;
      const rows = partsOf(call, kernel, height, dy.shape[1], attrs);
      const columns = partsOf(call, kernel, width, dy.shape[2], attrs);
      const dx = call.make(images.shape);
      const [from, to] = [call.numbers(dy), call.numbers(dx)];
      to.fill(0);
      let source = 0;
      for (let picture = 0; picture < batch; picture++) {
        for (const row of rows) {
          for (const column of columns) {
            for (const y of row) {
              for (const x of column) {
                const target = ((picture * height + y.from) * width + x.from) * c;
                const weight = y.weight * x.weight;
                for (let j = 0; j < c; j++) to[target + j] += weight * from[source + j];
              }
            }
            source += c;
          }
        }
      }
      return dx;
    },
  };
}

export const resamplingKernels: WasmKernel[] = [
  averagePool,
  resize("ResizeNearestNeighbor"),
  resize("ResizeBilinear"),
];
