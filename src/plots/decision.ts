import { chartFrom, titleOver, type Chart, type JsonObject } from "./chart";
import { decisionLayers, decisionNote, decisionRows, viewOf } from "./decision-layers";
import type { DecisionLook, DecisionMoment } from "./decision-layers";
import { expectRising } from "./film";
import { expectSome, stepLabel } from "./numbers";
import { planeAxes, wholeSide } from "./plane";
import { frameEncoding, frameGrid } from "./scatter-frames";
import { cornerLabel } from "./scatter-scrub";
import { stepSlider } from "./slider";

/** Options of {@link decisionSurface}. */
export interface DecisionOptions extends DecisionLook, DecisionMoment {}

/** The discriminator's answers at one training step. */
export interface DecisionFrame extends DecisionMoment {
  /** The training step. */
  readonly step: number;
}

/** Options of {@link decisionFrames} and {@link decisionScrub}. */
export interface DecisionFilmOptions extends DecisionLook {
  /** Over training, in the order of their steps; all over the same square. */
  readonly frames: readonly DecisionFrame[];
}

/**
 * What the discriminator says all over the plane, as a heat map behind the samples: blue where it
 * says "real", orange where it says "generated", a line where it is undecided, and arrows at the
 * generated samples for where its gradient sends them. GAN Lab (Kahng et al. 2018) made this picture
 * of a GAN known. Short arrows are what a vanished gradient looks like.
 *
 * The longest arrow is an eighth of the picture; the line under the title says how large a gradient
 * that is.
 *
 * @throws TypeError if a shape is wrong or a text is empty
 * @throws RangeError if a number is not finite, or a value that should be a probability is none
 * @example
 * ```ts
 * import { arrowsOf, decisionSurface, surfaceOf, tf } from "gan-clinic";
 * const discriminator = (x: tf.Tensor) => tf.sigmoid(tf.sum(x, 1, true)); // (n, 2) -> (n, 1)
 * const chart = decisionSurface({
 *   title: "The discriminator cuts the plane in two",
 *   alt: "D(x) rises from the lower left, where the generated points are, to the upper right.",
 *   surface: surfaceOf(discriminator, [-3, 3], 8),
 *   real: [[2, 2]],
 *   fake: [[-1, -1]],
 *   arrows: arrowsOf((x) => tf.log(discriminator(x)), [[-1, -1]]),
 * });
 * assert.match(JSON.stringify(chart.spec.title), /Longest arrow: gradient of 1.2/); // (1 - D) √2
 * ```
 */
export function decisionSurface(options: DecisionOptions): Chart {
  const view = viewOf(options, [options]);
  const spec = {
    title: titleOver(wholeSide, options.title, decisionNote(view)),
    width: wholeSide,
    height: wholeSide,
    layer: decisionLayers([decisionRows(options, view, {})], view, wholeSide),
  };
  return chartFrom(spec, options.alt);
}

function expectFrames({ frames }: DecisionFilmOptions): number[] {
  expectSome(frames, "frames");
  const steps = frames.map(({ step }) => step);
  expectRising(steps);
  return steps;
}

/**
 * {@link decisionSurface} at several training steps, as small pictures side by side. Colours and
 * arrows have one scale over all of them.
 *
 * @param options as there, with `frames`, and `columns`, the most pictures in a row; 4.
 * @throws TypeError and RangeError as {@link decisionSurface}, and RangeError if there are no frames, the steps do not rise or squares differ
 * @example
 * ```ts
 * import { decisionFrames, surfaceOf, tf } from "gan-clinic";
 * const at = (slope: number) =>
 *   surfaceOf((x) => tf.sigmoid(tf.mul(slope, tf.sum(x, 1, true))), [-3, 3], 8);
 * const chart = decisionFrames({
 *   title: "The discriminator becomes sure of itself",
 *   alt: "D(x) is near 0.5 everywhere at step 0; at step 100 it is 0 or 1 almost everywhere.",
 *   frames: [{ step: 0, surface: at(0.1) }, { step: 100, surface: at(5) }],
 * });
 * assert.equal(chart.spec.columns, 2);
 * ```
 */
export function decisionFrames(
  options: DecisionFilmOptions & { readonly columns?: number },
): Chart {
  const { frames } = options;
  const steps = expectFrames(options);
  const view = viewOf(options, frames);
  const { columns, side } = frameGrid(steps.length, options.columns);
  const { x, y } = planeAxes(options, view.square);
  // Labels stay within the picture's height: one that stands out would push up its step.
  const shared = { x, y: { ...(y as JsonObject), axis: { tickCount: 5, labelFlush: true } } };
  const concat = frames.map((frame, i) => ({
    title: { text: stepLabel(steps[i]), fontSize: 11, fontWeight: "normal", offset: 4 },
    width: side,
    height: side,
    layer: decisionLayers([decisionRows(frame, view, {})], view, side, {
      axes: frameEncoding(shared, i % columns === 0, i + columns >= steps.length),
    }),
  }));
  const title = titleOver(columns * (side + 18), options.title, decisionNote(view));
  const spacing = { row: 26, column: 18 };
  return chartFrom({ title, concat, columns, spacing, bounds: "flush" }, options.alt);
}

/**
 * {@link decisionSurface} with a slider over the training steps, and a box that plays them. The PNG that travels with
 * the chart shows the last frame. Colours and arrows have one scale over all frames, so arrows that become short are
 * gradients that become small.
 *
 * @throws TypeError and RangeError as {@link decisionFrames}, and RangeError if there are fewer than two frames
 * @example
 * ```ts
 * import { decisionScrub, surfaceOf, tf } from "gan-clinic";
 * const at = (slope: number) =>
 *   surfaceOf((x) => tf.sigmoid(tf.mul(slope, tf.sum(x, 1, true))), [-3, 3], 8);
 * const chart = decisionScrub({
 *   title: "The discriminator becomes sure",
 *   alt: "D(x) goes from 0.5 everywhere to 0 or 1 almost everywhere.",
 *   frames: [{ step: 0, surface: at(0.1) }, { step: 100, surface: at(5) }],
 * });
 * assert.match(JSON.stringify(chart.spec.params), /training step/);
 * ```
 */
export function decisionScrub(options: DecisionFilmOptions): Chart {
  return chartFrom(scrubSpec(options, wholeSide), options.alt);
}

/** The specification of {@link decisionScrub}, `side` pixels wide. */
export function scrubSpec(options: DecisionFilmOptions, side: number): JsonObject {
  const { frames } = options;
  const { params, spans, filter } = stepSlider(expectFrames(options));
  const view = viewOf(options, frames);
  const rows = frames.map((frame, i) => decisionRows(frame, view, { ...spans[i] }));
  const labels = spans.map((span, i) => ({ ...span, label: stepLabel(frames[i].step) }));
  return {
    title: titleOver(wholeSide, options.title, decisionNote(view)),
    params,
    width: side,
    height: side,
    layer: [
      ...decisionLayers(rows, view, side, { transform: [filter] }),
      { data: { values: labels }, transform: [filter], ...cornerLabel },
    ],
  };
}
