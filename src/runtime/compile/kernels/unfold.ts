import type { GraphBuilder } from "../graph";
import type { Geometry } from "./conv-geometry";

/**
 * All windows of x side by side: (batch · outHeight · outWidth, kernelHeight · kernelWidth · channels).
 * With it a convolution is one matrix product, and so is the gradient of its filter; both share it.
 *
 * One Gather does it: the pixels of a picture are one axis, with a pixel of zeros at its end for the
 * padding, and each window is a list of places on it. A pixel's channels lie side by side, so each
 * place is one block copied.
 */
export function unfold(b: GraphBuilder, x: string, g: Geometry): string {
  return b.memo(`unfold ${x} ${JSON.stringify(g)}`, () => {
    const pixels = withZeroPixel(b, x, [g.batch, g.height * g.width, g.channels]);
    const places = b.constant(windowPlaces(g), [windowPlaces(g).length], "int32");
    const windows = b.emit("Gather", [pixels, places], { axis: 1 });
    const [rows, columns] = [g.outHeight * g.outWidth, g.kernel[0] * g.kernel[1] * g.channels];
    return b.emit("Reshape", [windows, b.ints([g.batch * rows, columns])]);
  });
}

/** x as (batch, pixels + 1, channels), the last pixel zero. */
export function withZeroPixel(b: GraphBuilder, x: string, shape: number[]): string {
  return b.memo(`pixels ${x} ${shape.join()}`, () => {
    const pixels = b.emit("Reshape", [x, b.ints(shape)]);
    return b.emit("Pad", [pixels, b.ints([0, 0, 0, 0, 1, 0])]);
  });
}

/** The pixel behind each place of each window; the one past the last is the zero. */
function windowPlaces(g: Geometry): number[] {
  const places: number[] = [];
  for (let outY = 0; outY < g.outHeight; outY++) {
    for (let outX = 0; outX < g.outWidth; outX++) {
      for (let ky = 0; ky < g.kernel[0]; ky++) {
        const y = outY * g.strides[0] - g.before[0] + ky * g.dilations[0];
        for (let kx = 0; kx < g.kernel[1]; kx++) {
          const x = outX * g.strides[1] - g.before[1] + kx * g.dilations[1];
          const inside = y >= 0 && y < g.height && x >= 0 && x < g.width;
          places.push(inside ? y * g.width + x : g.height * g.width);
        }
      }
    }
  }
  return places;
}
