import type { GraphBuilder } from "../graph";
import { inputShape, isPointwise, windowAttributes, type Geometry } from "./conv-geometry";
import { withZeroPixel } from "./unfold";

// The gradient of a convolution by its input, which is also the transposed convolution that generators
// use. With stride s, the pixels of the result fall into s · s phases: those of one phase get their
// numbers from the same few taps of the filter. So each phase is a convolution of dy by stride 1 with
// those taps: a Gather of dy's pixels, and one matrix product. The phases are interleaved at the end.
//
// Measured on one thread, batch 64, in milliseconds (ConvTranspose | the taps' products added up by
// Col2Im | phases):
//
//     5x5 stride 2,  7x7x64  → 14x14x32      6.2 | 5.3 | 4.1
//     4x4 stride 2,  4x4x128 → 8x8x64        6.1 | 3.1 | 2.7
//     3x3, 16x16x64 → 16x16x64, batch 16     4.4 | 4.3 | 3.4
//     3x3, 32x32x16 → 32x32x8, batch 16      1.2 | 1.2 | 1.8
//     5x5 stride 2, 14x14x32 → 28x28x1       0.8 | 0.6 | 4.2
//
// Phases pay where the result has many channels: a matrix product of few columns is slow.
const fewestChannels = 16;
const fewestGathered = 4;

/** dy (batch, outHeight, outWidth, outChannels) → (batch, height, width, channels). */
export function lowerInputGradient(
  b: GraphBuilder,
  dy: string,
  filter: string,
  g: Geometry,
): string {
  if (isPointwise(g)) {
    const columns = b.emit("Reshape", [dy, b.ints([-1, g.outChannels])]);
    const matrix = b.emit("Reshape", [filter, b.ints([g.channels, g.outChannels])]);
    const product = b.emit("Gemm", [columns, matrix], { transB: 1 });
    return b.emit("Reshape", [product, b.ints(inputShape(g))]);
  }
  const even = g.height % g.strides[0] === 0 && g.width % g.strides[1] === 0;
  const dense = g.dilations.every((dilation) => dilation === 1);
  const large = g.channels >= fewestChannels && g.outChannels >= fewestGathered;
  if (even && dense && large) return phases(b, dy, filter, g);
  return exactlyCovered(g) ? addedTaps(b, dy, filter, g) : plain(b, dy, filter, g);
}

/** The taps k of one axis that reach pixels of this phase: s · out = pixel + before - k. */
function tapsOf(phase: number, g: Geometry, axis: 0 | 1): number[] {
  const taps = Array.from({ length: g.kernel[axis] }, (_, k) => k);
  const stride = g.strides[axis];
  return taps.filter((k) => (((phase + g.before[axis] - k) % stride) + stride) % stride === 0);
}

function phases(b: GraphBuilder, dy: string, filter: string, g: Geometry): string {
  const [tall, wide] = [g.height / g.strides[0], g.width / g.strides[1]];
  const pixels = withZeroPixel(b, dy, [g.batch, g.outHeight * g.outWidth, g.outChannels]);
  const [kh, kw] = g.kernel;
  const taps = b.memo(`taps ${filter}`, () =>
    // (taps, outChannels, channels)
    b.emit(
      "Transpose",
      [b.emit("Reshape", [filter, b.ints([kh * kw, g.channels, g.outChannels])])],
      { perm: [0, 2, 1] },
    ),
  );
  const lines = range(g.strides[0]).map((phaseY) => {
    const line = range(g.strides[1]).map((phaseX) => {
      const [ky, kx] = [tapsOf(phaseY, g, 0), tapsOf(phaseX, g, 1)];
      const result = b.ints([g.batch * tall, wide, 1, g.channels]);
      const count = ky.length * kx.length;
      if (count === 0) {
        const size = [g.batch * tall, wide, 1, g.channels];
        return b.emit("Expand", [b.scalar(0), b.ints(size)]);
      }
      const chosen = ky.flatMap((y) => kx.map((x) => y * kw + x));
      const places = phasePlaces(g, [phaseY, phaseX], ky, kx);
      const gathered = b.emit("Gather", [pixels, b.constant(places, [places.length], "int32")], {
        axis: 1,
      });
      const windows = b.emit("Reshape", [gathered, b.ints([-1, count * g.outChannels])]);
      const tapped = b.emit("Gather", [taps, b.constant(chosen, [count], "int32")], { axis: 0 });
      const matrix = b.emit("Reshape", [tapped, b.ints([count * g.outChannels, g.channels])]);
      return b.emit("Reshape", [b.emit("Gemm", [windows, matrix]), result]);
    });
    const joined = line.length === 1 ? line[0] : b.emit("Concat", line, { axis: 2 });
    return b.emit("Reshape", [joined, b.ints([g.batch * tall, 1, g.width * g.channels])]);
  });
  const all = lines.length === 1 ? lines[0] : b.emit("Concat", lines, { axis: 1 });
  return b.emit("Reshape", [all, b.ints(inputShape(g))]);
}

/** For each pixel of a phase, the pixels of dy that its taps meet. */
function phasePlaces(
  g: Geometry,
  [phaseY, phaseX]: readonly [number, number],
  ky: readonly number[],
  kx: readonly number[],
): number[] {
  const places: number[] = [];
  const outside = g.outHeight * g.outWidth;
  for (let y = phaseY; y < g.height; y += g.strides[0]) {
    for (let x = phaseX; x < g.width; x += g.strides[1]) {
      for (const tapY of ky) {
        const outY = (y + g.before[0] - tapY) / g.strides[0];
        for (const tapX of kx) {
          const outX = (x + g.before[1] - tapX) / g.strides[1];
          const inside = outY >= 0 && outY < g.outHeight && outX >= 0 && outX < g.outWidth;
          places.push(inside ? outY * g.outWidth + outX : outside);
        }
      }
    }
  }
  return places;
}

/** Whether the windows end at the last padded pixel: Col2Im wants that. */
function exactlyCovered(g: Geometry): boolean {
  return [g.height, g.width].every((size, axis) => {
    const out = [g.outHeight, g.outWidth][axis];
    const reach = (out - 1) * g.strides[axis] + (g.kernel[axis] - 1) * g.dilations[axis] + 1;
    return reach === size + g.before[axis] + g.after[axis];
  });
}

/** Every tap's product with dy, added up where the taps fall. */
function addedTaps(b: GraphBuilder, dy: string, filter: string, g: Geometry): string {
  const places = g.outHeight * g.outWidth;
  const rows = b.emit("Reshape", [dy, b.ints([g.batch, places, g.outChannels])]);
  const columns = b.emit("Transpose", [rows], { perm: [0, 2, 1] });
  const taps = b.emit("Transpose", [filter], { perm: [2, 0, 1, 3] });
  const matrix = b.emit("Reshape", [taps, b.ints([-1, g.outChannels])]);
  const { strides, dilations, pads } = windowAttributes(g);
  const summed = b.emit(
    "Col2Im",
    [b.emit("MatMul", [matrix, columns]), b.ints([g.height, g.width]), b.ints(g.kernel)],
    { strides, dilations, pads },
  );
  return b.emit("Transpose", [summed], { perm: [0, 2, 3, 1] });
}

function plain(b: GraphBuilder, dy: string, filter: string, g: Geometry): string {
  const missing = [g.height, g.width].map((size, axis) => {
    const out = [g.outHeight, g.outWidth][axis];
    const reach = (out - 1) * g.strides[axis] + (g.kernel[axis] - 1) * g.dilations[axis] + 1;
    return size + g.before[axis] + g.after[axis] - reach;
  });
  const inputs = [
    b.emit("Transpose", [dy], { perm: [0, 3, 1, 2] }),
    b.emit("Transpose", [filter], { perm: [3, 2, 0, 1] }),
  ];
  const result = b.emit("ConvTranspose", inputs, {
    ...windowAttributes(g),
    output_padding: missing,
  });
  return b.emit("Transpose", [result], { perm: [0, 2, 3, 1] });
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
