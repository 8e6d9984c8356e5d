import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import { constant } from "../runtime/gradients/tape";
import { expectInteger, expectNumber, shapeText } from "../shape";
import { labelsOf, namedState, namedVariable, type ApplyContext, type Layer } from "./layer";
import { expectChannels, normalise, type NormOptions } from "./norms";

/** Options of {@link batchNorm}. */
export interface BatchNormOptions extends NormOptions {
  /** How much of the moving averages stays at each step; .9 when left out. */
  readonly momentum?: number;
}

/**
 * Batch normalisation: each channel gets mean 0 and variance 1 over the batch (and the pixels), then a learned
 * scale and offset (Ioffe and Szegedy 2015, algorithm 1). In training these are the batch's own moments, and
 * moving averages of them are kept as states; otherwise the moving averages are used.
 *
 * In training an example's output depends on its whole batch: real and fake examples in one batch are scored
 * against each other, and a gradient penalty has no meaning. In a generator it is what made deep ones train
 * (Radford et al. 2016).
 *
 * @throws RangeError for channels below 1, a momentum outside [0, 1) or an epsilon that is not positive
 * @throws TypeError from `apply` for x that is not (batch, channels) or (batch, height, width, channels), and in
 *   training for one with a single number in each channel
 * @example
 * ```ts
 * import { batchNorm, tf } from "gan-clinic";
 * const layer = batchNorm({ name: "example", channels: 1 });
 * const y = layer.apply(tf.tensor2d([[10], [30]]), { training: true });
 * assert.ok(Math.abs(y.dataSync()[1] - 1) < 1e-3);
 * assert.equal(layer.states![0].dataSync()[0], 2); // .9 of 0 and .1 of the mean, 20
 * ```
 */
export function batchNorm(options: BatchNormOptions): Layer {
  const { name, channels, epsilon = 1e-5 } = options;
  const moments = movingMoments(options);
  const scale = namedVariable(tf.ones([channels]), `${name}/scale`);
  const offset = namedVariable(tf.zeros([channels]), `${name}/offset`);
  return lever("layer", "batchNorm", options, {
    name,
    variables: [scale, offset],
    states: moments.states,
    mixesBatch: "batch norm",
    apply: (x, context) =>
      tf.tidy(() => normalise(x, moments.of(x, context), { scale, offset, epsilon })),
  });
}

/** Options of {@link conditionalBatchNorm}. */
export interface ConditionalBatchNormOptions extends BatchNormOptions {
  /** How many classes, each with a scale and an offset of its own. */
  readonly classes: number;
}

/**
 * Batch normalisation with a scale and an offset for each class (Dumoulin et al. 2017; in GANs Miyato and
 * Koyama 2018): how a generator is told what to make. The moments are those of the whole batch.
 *
 * @throws RangeError for classes or channels below 1, a momentum outside [0, 1) or an epsilon that is not positive
 * @throws TypeError from `apply` without `labels`, or for what {@link batchNorm} refuses
 * @example
 * ```ts
 * import { conditionalBatchNorm, tf } from "gan-clinic";
 * const layer = conditionalBatchNorm({ name: "example", channels: 1, classes: 2 });
 * const [, offsets] = layer.variables;
 * offsets.assign(tf.tensor2d([[0], [100]]));
 * const y = layer.apply(tf.zeros([2, 1]), { labels: tf.tensor1d([1, 0], "int32") });
 * assert.deepEqual([...y.dataSync()], [100, 0]);
 * ```
 */
export function conditionalBatchNorm(options: ConditionalBatchNormOptions): Layer {
  const { name, channels, classes, epsilon = 1e-5 } = options;
  expectInteger(classes, `${name} classes`, { atLeast: 1 });
  const moments = movingMoments(options);
  const scales = namedVariable(tf.ones([classes, channels]), `${name}/scales`);
  const offsets = namedVariable(tf.zeros([classes, channels]), `${name}/offsets`);
  return lever("layer", "conditionalBatchNorm", options, {
    name,
    variables: [scales, offsets],
    states: moments.states,
    mixesBatch: "conditional batch norm",
    apply(x, context) {
      const labels = labelsOf(context, name);
      return tf.tidy(() => {
        const shape = [-1, ...x.shape.slice(1, -1).map(() => 1), channels];
        const [scale, offset] = [scales, offsets].map(
          (table) => tf.reshape(tf.gather(table, labels), shape), // (batch, channels) or (batch, 1, 1, channels)
        );
        return normalise(x, moments.of(x, context), { scale, offset, epsilon });
      });
    },
  });
}

interface Moments {
  readonly mean: tf.Tensor; // (channels)
  readonly variance: tf.Tensor; // (channels)
}

interface MovingMoments {
  readonly states: readonly tf.Variable[];
  /** In training the batch's own, and the moving averages move on; else the moving averages. */
  readonly of: (x: tf.Tensor, context?: ApplyContext) => Moments;
}

/**
 * The moving averages start at mean 0 and variance 1. The variance of a batch of n is on average (n - 1) / n of
 * the true one: the average that is kept makes up for it (Ioffe and Szegedy 2015, algorithm 2).
 */
function movingMoments(options: BatchNormOptions): MovingMoments {
  const { name, channels, momentum = 0.9, epsilon = 1e-5 } = options;
  expectInteger(channels, `${name} channels`, { atLeast: 1 });
  expectNumber(momentum, `${name} momentum`, { atLeast: 0, below: 1 });
  expectNumber(epsilon, `${name} epsilon`, { above: 0 });
  const mean = namedState(tf.zeros([channels]), `${name}/mean`);
  const variance = namedState(tf.ones([channels]), `${name}/variance`);
  const move = (average: tf.Variable, to: () => tf.Tensor) => {
    average.assign(constant(() => tf.add(tf.mul(average, momentum), tf.mul(to(), 1 - momentum))));
  };
  return {
    states: [mean, variance],
    of(x, context) {
      expectChannels(x, channels, name);
      if (!context?.training) return { mean, variance };
      const count = x.size / channels;
      if (count < 2) {
        throw new TypeError(
          `${name} input: training wants two or more numbers in each channel, which have a variance; ` +
            `found shape ${shapeText(x.shape)}`,
        );
      }
      const own = tf.moments(x, x.shape.map((_, axis) => axis).slice(0, -1));
      move(mean, () => own.mean);
      move(variance, () => tf.mul(own.variance, count / (count - 1)));
      return own;
    },
  };
}
