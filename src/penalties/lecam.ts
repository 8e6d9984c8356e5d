import * as tf from "@tensorflow/tfjs";
import { namedState } from "../layers/layer";
import { expectNumber } from "../shape";

/** Options of {@link lecam}. */
export interface LecamOptions {
  /** Comes before the names of the states. */
  readonly name?: string;
  /** How much of the running means stays at each record, 0 to below 1; .99. */
  readonly decay?: number;
}

/** The penalty, and the mean scores that it remembers. */
export interface Lecam {
  /** The decayed sums of the mean scores of real examples and of fakes, and of their weights. */
  readonly states: readonly tf.Variable[];
  /** How far the scores of each side are from the other side's mean; 0 before the first record. */
  readonly penalty: (realScores: tf.Tensor, fakeScores: tf.Tensor) => tf.Scalar;
  /** Takes scores into the means. After each update of the discriminator. */
  readonly record: (realScores: tf.Tensor, fakeScores: tf.Tensor) => void;
}

/**
 * LeCam regularisation, E[(D(x) - α_F)²] + E[(D(G(z)) - α_R)²], with α_R and α_F the moving averages of the scores of
 * real examples and of fakes (Tseng et al. 2021, eq. 5 to 7). With little data a discriminator begins to know its
 * examples by heart, and the scores of the two sides part; the penalty draws each side to where the other one was.
 *
 * An average of n records weighs the k-th from the end decay^(k-1), and all weights together are 1. The averages count
 * as constants. (The authors' program penalises only what lies beyond the other side's average.)
 *
 * @throws RangeError for a decay outside [0, 1)
 * @example
 * ```ts
 * import { lecam, tf } from "gan-clinic";
 * const { penalty, record } = lecam();
 * record(tf.tensor2d([[3], [5]]), tf.tensor2d([[-1]])); // averages: 4 of real examples, -1 of fakes
 * const value = penalty(tf.tensor2d([[2]]), tf.tensor2d([[1]]));
 * assert.ok(Math.abs(value.dataSync()[0] - ((2 - -1) ** 2 + (1 - 4) ** 2)) < 1e-4);
 * ```
 */
export function lecam({ name = "lecam", decay = 0.99 }: LecamOptions = {}): Lecam {
  expectNumber(decay, "lecam decay", { atLeast: 0, below: 1 });
  const [real, fake, weight] = ["real", "fake", "weight"].map((each) =>
    namedState(tf.scalar(0), `${name}/${each}`),
  );
  const average = (sum: tf.Tensor) => tf.div(sum, tf.maximum(weight, 1e-12));
  const distance = (scores: tf.Tensor, other: tf.Tensor) =>
    tf.mean<tf.Scalar>(tf.square(tf.sub(scores, average(other))));
  const moveOn = (sum: tf.Variable, value: tf.Tensor) => {
    sum.assign(tf.add(tf.mul(sum, decay), tf.mul(value, 1 - decay)));
  };
  return {
    states: [real, fake, weight],
    penalty: (realScores, fakeScores) =>
      tf.tidy(() => {
        const both = tf.add(distance(realScores, fake), distance(fakeScores, real));
        return tf.mul<tf.Scalar>(both, tf.sign(weight)); // 0 before the first record
      }),
    record: (realScores, fakeScores) => {
      tf.tidy(() => {
        moveOn(real, tf.mean(realScores));
        moveOn(fake, tf.mean(fakeScores));
        moveOn(weight, tf.scalar(1));
      });
    },
  };
}
