import { chartFrom, titleOver, type Chart } from "./chart";
import { filmLayers, filmOf, frameLabel, frameRow, type FilmOptions } from "./film";
import { flattenPoints, planeEncoding, wholeSide } from "./plane";
import { ink } from "./theme";

/** The largest step with which a slider meets every frame: the greatest common divisor. */
function commonStep(steps: readonly number[]): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  return steps.slice(1).reduce((common, step, i) => divisor(common, step - steps[i]), 0);
}

const cornerLabel = {
  mark: { type: "text", align: "left", baseline: "top", fontSize: 12, color: ink },
  encoding: { x: { value: 6 }, y: { value: 6 }, text: { field: "label" } },
};

/**
 * Generated 2-D samples with a slider over the training steps. The last frame is drawn at first,
 * and in the PNG that travels with the chart.
 *
 * @throws As {@link scatterFrames}; RangeError too if there are fewer than two frames.
 *
 * @example
 * ```ts
 * import { scatterScrub } from "gan-clinic";
 * const chart = scatterScrub({
 *   title: "Slide to see the points move",
 *   alt: "The generated point moves from the left at step 0 to the right at step 100.",
 *   frames: [{ step: 0, samples: [[-1, 0]] }, { step: 100, samples: [[1, 0]] }],
 *   real: [[-1, 0], [1, 0]],
 * });
 * assert.match(JSON.stringify(chart.spec.params), /range/);
 * ```
 */
export function scatterScrub(options: FilmOptions): Chart {
  const film = filmOf(options);
  const { steps } = film;
  if (steps.length < 2) throw new RangeError("frames has 1 frame; wanted at least 2 to slide over");
  const [first, last] = [steps[0], steps[steps.length - 1]];
  // A frame is shown from its own step until the next one's.
  const spans = steps.map((from, i) => ({ from, until: steps[i + 1] ?? last + 1 }));
  const filter = "datum.from <= shownStep && shownStep < datum.until";
  const values = spans.map((span, i) => frameRow(film, i, options, span));
  const generated = { data: { values }, transform: [{ filter }, flattenPoints] };
  const labels = spans.map((span, i) => ({ ...span, label: frameLabel(film, i) }));
  const step = commonStep(steps);
  const bind = { input: "range", min: first, max: last, step, name: "training step " };
  const spec = {
    title: titleOver(wholeSide, options.title),
    params: [{ name: "shownStep", value: last, bind }],
    datasets: film.datasets,
    width: wholeSide,
    height: wholeSide,
    layer: [
      {
        layer: filmLayers(film, generated, wholeSide),
        encoding: planeEncoding(options, film.square, film.kinds),
      },
      { data: { values: labels }, transform: [{ filter }], ...cornerLabel },
    ],
  };
  return chartFrom(spec, options.alt);
}
