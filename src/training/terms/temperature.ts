import * as tf from "@tensorflow/tfjs";
import { namedState } from "../../layers/layer";
import { expectInteger, expectNumber } from "../../shape";
import type { Term } from "../term";

/** Options of {@link fallingTemperature}. */
export interface FallingTemperatureOptions {
  /** In the first step; above 0. */
  readonly from: number;
  /** From step `steps` on; above 0. */
  readonly to: number;
  /** When it arrives, 2 or more. */
  readonly steps: number;
}

/** A temperature and what changes it. */
export interface FallingTemperature {
  /** A scalar, for the `temperature` of `textGenerator` or `gumbelSoftmax`. */
  readonly temperature: tf.Variable;
  /** Belongs among the `terms` of the training. It adds nothing to the loss. */
  readonly term: Term;
}

/**
 * A temperature of {@link gumbelSoftmax} that changes after each update of the generator by the same factor, from `from` to
 * `to` (Jang et al. 2017, part 2.2, take such a schedule): soft choices first, whose gradient varies little, nearly hard ones
 * at the end. It changes within compiled steps, too, and a checkpoint keeps it.
 *
 * With one generator update in a step, the temperature of step t is from · (to / from)^((t - 1) / (steps - 1)).
 *
 * @throws RangeError for a temperature that is not positive, or fewer than two steps
 * @example
 * ```ts
 * import { fallingTemperature } from "gan-clinic";
 * const { temperature, term } = fallingTemperature({ from: 2, to: 0.5, steps: 3 });
 * assert.equal(temperature.dataSync()[0], 2);
 * term.afterUpdate!({});
 * assert.ok(Math.abs(temperature.dataSync()[0] - 1) < 1e-6); // half way, by factors
 * ```
 */
export function fallingTemperature({
  from,
  to,
  steps,
}: FallingTemperatureOptions): FallingTemperature {
  expectNumber(from, "fallingTemperature from", { above: 0 });
  expectNumber(to, "fallingTemperature to", { above: 0 });
  expectInteger(steps, "fallingTemperature steps", { atLeast: 2 });
  const temperature = namedState(tf.scalar(from), "temperature");
  const factor = (to / from) ** (1 / (steps - 1));
  const clipped = to < from ? tf.maximum : tf.minimum; // no further than `to`
  const term: Term = {
    name: "temperature",
    player: "generator",
    weight: 1,
    states: [temperature],
    value: () => tf.scalar(0),
    afterUpdate: () => {
      tf.tidy(() => {
        temperature.assign(clipped(tf.mul(temperature, factor), to));
      });
    },
  };
  return { temperature, term };
}
