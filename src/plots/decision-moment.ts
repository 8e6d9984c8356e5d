import * as tf from "@tensorflow/tfjs";
import type { DecisionMoment } from "./decision-layers";
import { coordinates, thin, type Points } from "./points";
import { arrowsOf, surfaceOf, type ScoreFunction } from "./surface";

/** What {@link decisionAt} is given. */
export interface DecisionAtOptions {
  /** (n, 2) -> (n, 1): a discriminator's scores, before the sigmoid. */
  readonly score: ScoreFunction;
  /** Generated samples at this moment. Shape (count, 2). */
  readonly samples: Points;
  /** Least and greatest coordinate of the picture, the same on both axes. */
  readonly domain: readonly [number, number];
  /** Cells along each axis of the heat map; 40. */
  readonly cells?: number;
  /** At how many of the samples an arrow starts, at most; 60. */
  readonly arrows?: number;
}

/**
 * What GAN Lab shows of one moment of training (Kahng et al. 2018, https://arxiv.org/abs/1809.01587): D(x) = sigmoid of
 * the score all over the plane, the samples, and at some of them where the non-saturating loss pushes them, the gradient
 * of log D(x). Collect these in `onSnapshot` of `trainGan`, and {@link decisionScrub} makes the film.
 *
 * @throws TypeError and RangeError as {@link surfaceOf} and {@link arrowsOf}
 * @example
 * ```ts
 * import { decisionAt, tf } from "gan-clinic";
 * const score = (x: tf.Tensor) => tf.sum(x, 1, true);
 * const moment = decisionAt({ score, samples: [[0, 0]], domain: [-1, 1], cells: 2 });
 * assert.equal(moment.surface.values.length, 4);
 * assert.ok(Math.abs(moment.arrows.vectors[0] - 0.5) < 1e-6); // 1 - D(x) at 0
 * ```
 */
export function decisionAt({
  score,
  samples,
  domain,
  cells = 40,
  arrows = 60,
}: DecisionAtOptions): DecisionMoment & Required<Pick<DecisionMoment, "arrows" | "fake">> {
  const some = thin(coordinates(samples, "decisionAt samples"), arrows);
  const starts = some.x.map((x, i) => [x, some.y[i]]);
  return {
    surface: surfaceOf((x) => tf.sigmoid(score(x)), domain, cells),
    fake: samples,
    arrows: arrowsOf((x) => tf.neg(tf.softplus(tf.neg(score(x)))), starts), // log sigmoid
  };
}
