import type { JsonObject } from "./chart";
import { encodePng } from "./png";
import type { Rgb } from "./ramp";
import type { Surface } from "./surface";

/** A rectangle of cells, each with a value. Shape (rows, columns), row by row from the top. */
export interface Cells {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

/**
 * Cells as the data URL of a PNG with one pixel for each: a hundred times smaller than a mark for
 * each.
 */
export function cellsUrl(
  { rows, columns, values }: Cells,
  colourOf: (value: number) => Rgb,
): string {
  const rgba = new Uint8Array(rows * columns * 4).fill(255);
  for (let i = 0; i < rows * columns; i++) rgba.set(colourOf(values[i]), 4 * i);
  const png = encodePng(rgba, columns, rows);
  return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
}

/** The picture of a square grid of values, for a grid whose rows begin at the lowest y: an image begins at the top. */
export function gridUrl(
  { size, values }: Pick<Surface, "size" | "values">,
  colourOf: (value: number) => Rgb,
): string {
  const fromTop = Array.from(
    { length: size * size },
    (_, i) => values[(size - 1 - Math.floor(i / size)) * size + (i % size)],
  );
  return cellsUrl({ rows: size, columns: size, values: fromTop }, colourOf);
}

/** A layer that stretches the image of a field `url` over the whole picture, without smoothing. */
export function cellsLayer(source: JsonObject, width: number, height: number): JsonObject {
  const size = { width, height, align: "left", baseline: "top" };
  return {
    ...source,
    mark: { type: "image", ...size, aspect: false, smooth: false },
    encoding: { x: { value: 0 }, y: { value: 0 }, url: { field: "url", type: "nominal" } },
  };
}
