import type { Chart, ChartOptions } from "./chart";
import { decisionScrub, decisionSurface, type DecisionFrame } from "./decision";
import type { DecisionLook } from "./decision-layers";
import { expectRising } from "./film";
import { liveChart } from "./live";
import { stepLabel } from "./numbers";

/** A discriminator's answers that change while it trains. */
export interface LiveDecision {
  /** Show this step, and keep it for the slider of the end. Steps rise. */
  add(frame: DecisionFrame): void;
  /** Show all steps with a slider, under a title that says what was found. */
  done(found: ChartOptions): Promise<Chart>;
}

/**
 * Start a picture of the plane that changes in place while a cell trains, as GAN Lab's does: each `add`
 * is drawn as {@link decisionSurface}, and `done` leaves {@link decisionScrub} over all of them. Add a
 * frame every hundred steps or so: each is a few kilobytes of the notebook.
 *
 * @param look what all frames share; `title` and `alt` are those of the picture while it trains
 * @throws TypeError and RangeError as {@link decisionScrub}
 *
 * @example
 * ```ts
 * import { liveDecision, surfaceOf, tf } from "gan-clinic";
 * const live = liveDecision({ title: "D(x) so far", alt: "D(x) over the plane.", real: [[1, 1]] });
 * for (const step of [0, 100]) {
 *   const score = (x: tf.Tensor) => tf.sigmoid(tf.mul(step / 10, tf.sum(x, 1, true)));
 *   live.add({ step, surface: surfaceOf(score, [-2, 2], 8) });
 * }
 * const chart = await live.done({ title: "D becomes sure", alt: "D(x) leaves 0.5 everywhere." });
 * assert.match(JSON.stringify(chart.spec.params), /training step/);
 * ```
 */
export function liveDecision(look: DecisionLook): LiveDecision {
  const live = liveChart();
  const frames: DecisionFrame[] = [];
  return {
    add(frame) {
      expectRising([...frames, frame].map(({ step }) => step));
      const title = `${look.title}, ${stepLabel(frame.step)}`;
      live.update(decisionSurface({ ...look, ...frame, title }));
      frames.push(frame);
    },
    async done({ title, alt }) {
      const chart = decisionScrub({ ...look, title, alt, frames });
      await live.done(chart);
      return chart;
    },
  };
}
