import { chartFrom, type Chart, type Json, type JsonObject } from "./chart";
import { scrubSpec, type DecisionFilmOptions } from "./decision";
import { shownStep } from "./slider";
import { ink } from "./theme";

/** Options of {@link replay}. */
export interface ReplayOptions extends DecisionFilmOptions {
  /** Lines over the same training, as {@link curves} makes them, such as the two losses. */
  readonly curves: Chart;
}

/** The part of a specification that can stand in another one. */
function viewOf(spec: JsonObject, left: readonly string[]): JsonObject {
  const whole = ["$schema", "description", "background", "config", ...left];
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !whole.includes(key)));
}

// Plane, lines and slider together are to fit in a window of 720 pixels: who drags wants to see what changes.
const [side, linesHeight, spacing] = [260, 110, 8]; // pixels

/** Each of the two has legends of its own, beside itself. */
const apart = Object.fromEntries(
  ["color", "fill", "shape", "strokeDash"].map((channel) => [channel, "independent"]),
);

/** A line at the step that the slider shows. */
const marker: JsonObject = {
  data: { values: [{}] },
  transform: [{ calculate: shownStep, as: "step" }],
  mark: { type: "rule", color: ink, strokeWidth: 1.5 },
  encoding: { x: { field: "step", type: "quantitative", title: "training step" } },
};

/**
 * A training played back, as GAN Lab shows it (Kahng et al. 2018): the discriminator's answers, the samples and their
 * gradients, and below them curves with a mark that moves with the slider. So one sees what a loss looked like when the
 * samples were where they are.
 *
 * @param options as those of {@link decisionScrub}, with `curves`
 * @throws TypeError and RangeError as {@link decisionScrub}
 * @example
 * ```ts
 * import { curves, replay, surfaceOf, tf } from "gan-clinic";
 * const at = (slope: number) =>
 *   surfaceOf((x) => tf.sigmoid(tf.mul(slope, tf.sum(x, 1, true))), [-3, 3], 8);
 * const loss = curves({
 *   title: "The loss falls",
 *   alt: "The loss falls from 1.4 to 0.1.",
 *   x: [0, 100],
 *   series: [{ name: "discriminator", values: [1.4, 0.1] }],
 *   yTitle: "loss (nats)",
 * });
 * const chart = replay({
 *   title: "The discriminator becomes sure",
 *   alt: "D(x) goes from 0.5 everywhere to 0 or 1.",
 *   frames: [{ step: 0, surface: at(0.1) }, { step: 100, surface: at(5) }],
 *   curves: loss,
 * });
 * assert.match(JSON.stringify(chart.spec.vconcat), /shownStep/);
 * ```
 */
export function replay({ curves, ...options }: ReplayOptions): Chart {
  const film = scrubSpec(options, side);
  const lines = viewOf(curves.spec, []);
  const below = { ...lines, height: linesHeight, layer: [...(lines["layer"] as Json[]), marker] };
  const spec: JsonObject = {
    title: film["title"],
    params: film["params"],
    spacing,
    vconcat: [viewOf(film, ["title", "params"]), below],
    resolve: { scale: apart },
  };
  return chartFrom(spec, `${options.alt} ${curves.alt}`);
}
