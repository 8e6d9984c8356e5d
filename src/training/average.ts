import * as tf from "@tensorflow/tfjs";
import { namedState } from "../layers/layer";
import type { Network } from "../networks/network";
import { withStandIns } from "../runtime/stand-in";
import { expectNumber } from "../shape";

/** A moving average of a network's weights. */
export interface WeightAverage {
  /** The network whose weights are averaged. */
  readonly network: Network;
  /** How much of the average stays at each step, 0 to below 1. */
  readonly decay: number;
  /** The averages, in the order of the network's variables. */
  readonly variables: readonly tf.Variable[];
  /** The network with the averages in the place of its weights. */
  apply: Network["apply"];
  /** Frees the averages. The network stays. */
  dispose(): void;
}

/**
 * A moving average of a network's weights (EMA): each step it goes a part 1 - decay of the way to the
 * weights. It starts at the weights as they are. A generator that circles around a good place has its
 * average near that place (Yazıcı et al. 2019); one that still moves has its average behind it.
 *
 * @param decay about 1 - 1 / (steps it looks back): .995 for 200 steps
 * @throws RangeError for a decay outside [0, 1)
 * @example
 * ```ts
 * import { averageOf, mlp, seeded, tf, updateAverage } from "gan-clinic";
 * const network = mlp({ name: "g", inputs: 1, hidden: [], outputs: 1, random: seeded(1) });
 * const [weight] = network.variables;
 * weight.assign(tf.zeros([1, 1]));
 * const average = averageOf(network, 0.75);
 * weight.assign(tf.ones([1, 1]));
 * updateAverage(average);
 * assert.equal(average.apply(tf.ones([1, 1])).dataSync()[0], 0.25);
 * ```
 */
export function averageOf(network: Network, decay: number): WeightAverage {
  expectNumber(decay, "averageOf decay", { atLeast: 0, below: 1 });
  const variables = network.variables.map((variable) =>
    namedState(tf.clone(variable), `${variable.name}/average`),
  );
  return {
    network,
    decay,
    variables,
    apply: (x, context) =>
      withStandIns(network.variables, variables, () => network.apply(x, context)),
    dispose() {
      tf.dispose([...variables]);
    },
  };
}

/**
 * Moves the average towards the weights as they are: a ← a + (1 - decay)(w - a).
 *
 * @example
 * ```ts
 * import { averageOf, mlp, seeded, updateAverage } from "gan-clinic";
 * const network = mlp({ name: "g", inputs: 1, hidden: [], outputs: 1, random: seeded(1) });
 * const average = averageOf(network, 0.9);
 * updateAverage(average); // the weights have not moved, so it does not either
 * assert.deepEqual(average.variables[0].dataSync(), network.variables[0].dataSync());
 * ```
 */
export function updateAverage({ network, decay, variables }: WeightAverage): void {
  tf.tidy(() => {
    variables.forEach((average, i) => {
      const way = tf.sub(network.variables[i], average);
      average.assign(tf.add(average, tf.mul(way, 1 - decay)));
    });
  });
}
