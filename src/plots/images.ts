import { chartFrom, titleOver, type Chart, type ChartOptions, type JsonObject } from "./chart";
import { expectCount, expectEqual, expectSome, expectLength, stepLabel } from "./numbers";
import { countPictures, sheetFor, sheetUrl, type Pictures, type Sheet } from "./pixels";
import { ink } from "./theme";

/** Options of {@link imageGrid}. */
export interface ImageGridOptions extends ChartOptions, Pictures {
  /** Pictures in a row; 8. */
  readonly columns?: number;
  /** A text under each picture. */
  readonly captions?: readonly string[];
}

/** Options of {@link imageFrames}. */
export interface ImageFramesOptions extends ChartOptions, Omit<Pictures, "images"> {
  /** Pictures at several moments of training; the same number each time. */
  readonly frames: readonly {
    /** The training step. */
    readonly step: number;
    /** (count, height * width * channels) numbers, row by row; or a tensor of them. */
    readonly images: Pictures["images"];
  }[];
  /** Pictures in a row of one frame; 4. */
  readonly columns?: number;
}

const labelHeight = 18; // pixels

const pixel = (field: string): JsonObject => ({
  field,
  type: "quantitative",
  scale: null,
  axis: null,
});

// Enlarged where it is drawn, without smoothing: the file stays as small as the pictures are.
export function imageLayer(
  places: readonly JsonObject[],
  { width, height, zoom }: Sheet,
): JsonObject {
  const size = { width: width * zoom, height: height * zoom, align: "left", baseline: "top" };
  return {
    data: { values: places },
    mark: { type: "image", ...size, aspect: false, smooth: false },
    encoding: { x: pixel("x"), y: pixel("y"), url: { field: "url", type: "nominal" } },
  };
}

function textLayer(labels: readonly JsonObject[], limit: number): JsonObject {
  return {
    data: { values: labels },
    mark: { type: "text", baseline: "top", fontSize: 11, color: ink, limit },
    encoding: { x: pixel("x"), y: pixel("y"), text: { field: "text", type: "nominal" } },
  };
}

/**
 * Pictures in a grid, enlarged without smoothing so that each of their pixels can be seen.
 *
 * @throws TypeError if `images` does not hold whole pictures, or captions are not one for each.
 * @throws RangeError if a value is not finite or a size is not a whole number above 0.
 *
 * @example
 * ```ts
 * import { imageGrid } from "gan-clinic";
 * const chart = imageGrid({
 *   title: "A black and a white picture",
 *   alt: "The first picture is black, the second is white.",
 *   images: new Float32Array([-1, -1, -1, -1, 1, 1, 1, 1]), // (2, 2, 2, 1)
 *   height: 2,
 *   width: 2,
 * });
 * assert.match(JSON.stringify(chart.spec), /data:image\/png/);
 * ```
 */
export function imageGrid(options: ImageGridOptions): Chart {
  const count = countPictures(options);
  expectCount(options.columns ?? 8, "columns");
  const { captions } = options;
  if (captions) expectLength(captions, count, "captions");
  const columns = Math.min(options.columns ?? 8, count);
  const sheet = sheetFor(options, count, columns, 56, captions ? labelHeight : 0);
  const [pitchX, pitchY] = [sheet.stepX * sheet.zoom, sheet.stepY * sheet.zoom];
  const labels = (captions ?? []).map((text, i) => ({
    text,
    x: (i % columns) * pitchX + (options.width * sheet.zoom) / 2,
    y: Math.floor(i / columns) * pitchY + options.height * sheet.zoom + 3,
  }));
  const place = { url: sheetUrl(options, count, sheet), x: 0, y: 0 };
  const spec = {
    title: titleOver(sheet.width * sheet.zoom, options.title),
    width: sheet.width * sheet.zoom,
    height: sheet.height * sheet.zoom,
    view: { stroke: null },
    layer: [imageLayer([place], sheet), ...(captions ? [textLayer(labels, pitchX)] : [])],
  };
  return chartFrom(spec, options.alt);
}

/**
 * Grids of pictures at several training steps, side by side, each under its step.
 *
 * @throws TypeError if `images` of a frame do not hold whole pictures.
 * @throws RangeError if there is no frame, frames differ in size, or a value is not finite.
 *
 * @example
 * ```ts
 * import { imageFrames } from "gan-clinic";
 * const chart = imageFrames({
 *   title: "The picture turns white",
 *   alt: "The picture is black at step 0 and white at step 100.",
 *   frames: [
 *     { step: 0, images: new Float32Array([-1]) }, // (1, 1, 1, 1)
 *     { step: 100, images: new Float32Array([1]) },
 *   ],
 *   height: 1,
 *   width: 1,
 * });
 * assert.match(JSON.stringify(chart.spec), /step 100/);
 * ```
 */
export function imageFrames(options: ImageFramesOptions): Chart {
  const { frames, title, alt, ...form } = options;
  expectSome(frames, "frames");
  expectCount(options.columns ?? 4, "columns");
  const counts = frames.map(({ images }) => countPictures({ ...form, images }));
  counts.forEach((count, i) => {
    expectEqual(count, counts[0], `Pictures in frames[${i}]`);
  });
  const columns = Math.min(options.columns ?? 4, counts[0]);
  const side = Math.min(40, 600 / (columns * frames.length)); // all frames fit in a notebook
  const sheet = sheetFor(form, counts[0], columns, side);
  const shown = sheet.width * sheet.zoom; // pixels
  const pitch = shown + 16;
  const places = frames.map(({ images }, i) => {
    return { url: sheetUrl({ ...form, images }, counts[i], sheet), x: i * pitch, y: labelHeight };
  });
  const labels = frames.map(({ step }, i) => {
    return { text: stepLabel(step), x: i * pitch + shown / 2, y: 0 };
  });
  const width = frames.length * pitch - 16;
  const spec = {
    title: titleOver(width, title),
    width,
    height: sheet.height * sheet.zoom + labelHeight,
    view: { stroke: null },
    layer: [imageLayer(places, sheet), textLayer(labels, pitch)],
  };
  return chartFrom(spec, alt);
}
