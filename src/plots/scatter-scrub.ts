import { chartFrom, titleOver, type Chart } from "./chart";
import { filmLayers, filmOf, frameLabel, frameRow, type FilmOptions } from "./film";
import { flattenPoints, planeEncoding, wholeSide } from "./plane";
import { stepSlider } from "./slider";
import { ink } from "./theme";

/** A text in the upper left corner of a picture. */
export const cornerLabel = {
  mark: { type: "text", align: "left", baseline: "top", fontSize: 12, color: ink },
  encoding: { x: { value: 6 }, y: { value: 6 }, text: { field: "label" } },
};

/**
 * Generated 2-D samples with a slider over the training steps, and a box that plays them. The PNG that travels with
 * the chart shows the last frame, so let the title say what it shows too.
 *
 * @throws TypeError and RangeError as {@link scatterFrames}; RangeError too if there are fewer than two frames.
 *
 * @example
 * ```ts
 * import { scatterScrub } from "gan-clinic";
 * const chart = scatterScrub({
 *   title: "The point moves from the left to the right",
 *   alt: "The generated point moves from the left at step 0 to the right at step 100.",
 *   frames: [{ step: 0, samples: [[-1, 0]] }, { step: 100, samples: [[1, 0]] }],
 *   real: [[-1, 0], [1, 0]],
 * });
 * assert.match(JSON.stringify(chart.spec.params), /range/i);
 * ```
 */
export function scatterScrub(options: FilmOptions): Chart {
  const film = filmOf(options);
  const { params, spans, filter } = stepSlider(film.steps);
  const values = spans.map((span, i) => frameRow(film, i, options, span));
  const generated = { data: { values }, transform: [filter, flattenPoints] };
  const labels = spans.map((span, i) => ({ ...span, label: frameLabel(film, i) }));
  const spec = {
    title: titleOver(wholeSide, options.title),
    params,
    datasets: film.datasets,
    width: wholeSide,
    height: wholeSide,
    layer: [
      {
        layer: filmLayers(film, generated, wholeSide),
        encoding: planeEncoding(options, film.square, film.kinds),
      },
      { data: { values: labels }, transform: [filter], ...cornerLabel },
    ],
  };
  return chartFrom(spec, options.alt);
}
