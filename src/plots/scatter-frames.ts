import { chartFrom, titleOver, type Chart, type JsonObject } from "./chart";
import { filmLayers, filmOf, frameLabel, frameRow, type FilmOptions } from "./film";
import { expectCount } from "./numbers";
import { flattenPoints, planeEncoding } from "./plane";

/** Options of {@link scatterFrames}. */
export interface ScatterFramesOptions extends FilmOptions {
  /** The most pictures in a row; a last row is kept full if it can be; 4. */
  readonly columns?: number;
}

/** How many pictures stand in a row, so that the last row is full if it can be, and their side. */
export function frameGrid(count: number, most = 4): { columns: number; side: number } {
  expectCount(most, "columns");
  const columns = Math.ceil(count / Math.ceil(count / most));
  return { columns, side: columns > 4 ? 110 : columns > 2 ? 140 : 220 }; // pixels
}

/** The axes of one picture: y at the left end of a row, x at the lower end of a column. */
export function frameEncoding(shared: JsonObject, isLeft: boolean, isLowest: boolean): JsonObject {
  const hidden = { title: null, axis: { labels: false, ticks: false, tickCount: 5 } };
  const x = isLowest ? shared.x : { ...(shared.x as JsonObject), ...hidden };
  const y = isLeft ? shared.y : { ...(shared.y as JsonObject), ...hidden };
  return { ...shared, x, y };
}

/**
 * Generated 2-D samples at several training steps, as small pictures side by side. Frames with labels can
 * be of several runs.
 *
 * All pictures have the same square and equal units. At most `maxPoints` of each kind are drawn in
 * each; points outside are counted over the picture.
 *
 * @param options As described there, and `columns`, the pictures in a row; 4.
 * @throws TypeError if samples are not (count, 2) or a text is empty.
 * @throws RangeError if there are no frames, the steps do not rise, or samples are not finite.
 *
 * @example
 * ```ts
 * import { scatterFrames } from "gan-clinic";
 * const chart = scatterFrames({
 *   title: "The generated points move from mode to mode",
 *   alt: "At step 0 all generated points are on the left, at step 100 on the right.",
 *   frames: [{ step: 0, samples: [[-1, 0]] }, { step: 100, samples: [[1, 0]] }],
 *   real: [[-1, 0], [1, 0]],
 * });
 * assert.equal(chart.spec.columns, 2);
 * ```
 */
export function scatterFrames(options: ScatterFramesOptions): Chart {
  const film = filmOf(options);
  const count = film.steps.length;
  const { columns, side } = frameGrid(count, options.columns);
  const shared = planeEncoding(options, film.square, film.kinds);
  const concat = film.steps.map((_, i) => {
    const data = { values: [frameRow(film, i, options, {})] };
    return {
      title: { text: frameLabel(film, i), fontSize: 11, fontWeight: "normal", offset: 4 },
      width: side,
      height: side,
      layer: filmLayers(film, { data, transform: [flattenPoints] }, side),
      encoding: frameEncoding(shared, i % columns === 0, i + columns >= count),
    };
  });
  const title = titleOver(columns * (side + 18), options.title);
  const spacing = { row: 26, column: 18 };
  const spec = { title, datasets: film.datasets, concat, columns, spacing, bounds: "flush" };
  return chartFrom(spec, options.alt);
}
