import * as tf from "@tensorflow/tfjs";
import { namedState } from "../layers/layer";

/** A player's past, and its distance from it. */
export interface HistoricalAveraging {
  /** The average of each variable, in their order, and how many values are in it. */
  readonly states: readonly tf.Variable[];
  /** The squared distance of the variables from their averages. */
  readonly penalty: () => tf.Scalar;
  /** Takes the variables' values into the averages. After each update of the player. */
  readonly record: () => void;
}

/**
 * Historical averaging, ‖θ - (1/t) Σ θ[i]‖² over a player's weights θ and their past values θ[1] … θ[t]
 * (Salimans et al. 2016, section 3.3). Two players that run round in circles are both far from where they
 * were on average; the penalty draws each of them to the middle of its circle.
 *
 * The mean is kept without the past: a[t] = a[t-1] + (θ[t] - a[t-1]) / t. Before the first value the averages
 * are the weights themselves, and the penalty is 0. The averages count as constants.
 *
 * @param name comes before the names of the states
 * @example
 * ```ts
 * import { historicalAveraging, namedVariable, tf } from "gan-clinic";
 * const weight = namedVariable(tf.scalar(1), "example/weight");
 * const history = historicalAveraging([weight], "example/history");
 * history.record();
 * weight.assign(tf.scalar(3));
 * history.record(); // the average is 2
 * assert.equal(history.penalty().dataSync()[0], (3 - 2) ** 2);
 * ```
 */
export function historicalAveraging(
  variables: readonly tf.Variable[],
  name = "historical averaging",
): HistoricalAveraging {
  const averages = variables.map((v) => namedState(tf.clone(v), `${name}/${v.name}`));
  const count = namedState(tf.scalar(0), `${name}/count`);
  return {
    states: [...averages, count],
    penalty: () =>
      tf.tidy(() =>
        tf.addN(variables.map((v, i) => tf.sum<tf.Scalar>(tf.square(tf.sub(v, averages[i]))))),
      ),
    record: () => {
      tf.tidy(() => {
        count.assign(tf.add(count, 1));
        variables.forEach((v, i) => {
          averages[i].assign(tf.add(averages[i], tf.div(tf.sub(v, averages[i]), count)));
        });
      });
    },
  };
}
