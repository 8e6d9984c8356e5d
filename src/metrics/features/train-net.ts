import * as tf from "@tensorflow/tfjs";
import { heNormal } from "../../layers/init";
import { namedVariable } from "../../layers/layer";
import type { Random } from "../../random";
import { compile } from "../../runtime/compile";
import { inBatches, type BatchPlan } from "./extractor";
import { packWeights, unpackWeights } from "./packed";

// What the scripts have in common that train the networks which come with the library.

const firstRate = 2e-3;

/** A training of such a network. */
export interface NetTraining {
  readonly name: string;
  /** Of the weights, kernel and bias of each layer. */
  readonly shapes: readonly number[][];
  /** Draws the first weights. */
  readonly random: Random;
  readonly inputs: { readonly pictures: number[]; readonly targets: number[] };
  readonly steps: number;
  readonly lossOf: (
    pictures: tf.Tensor,
    targets: tf.Tensor,
    weights: readonly tf.Tensor[],
  ) => tf.Scalar;
  readonly drawBatch: () => { pictures: Float32Array; targets: Float32Array };
}

/** Trains with Adam, whose rate falls by a cosine to 0, and packs the weights. */
export async function trainedNet(training: NetTraining): Promise<string> {
  const { name, shapes, random, inputs, steps, lossOf, drawBatch } = training;
  const weights = shapes.map((shape, i) =>
    namedVariable(
      shape.length === 1 ? tf.zeros(shape) : heNormal(random.stream(`${i}`), shape),
      `${name}/${i}`,
    ),
  );
  const optimizer = tf.train.adam(firstRate);
  const step = await compile(
    ({ pictures, targets }) => {
      const loss = () => lossOf(pictures, targets, weights);
      return { loss: optimizer.minimize(loss, true, weights)! };
    },
    { inputs },
  );
  for (let i = 0; i < steps; i++) {
    const fall = 0.5 * (1 + Math.cos((Math.PI * i) / steps)); // 1 to 0
    (optimizer as unknown as { learningRate: number }).learningRate = firstRate * fall;
    const { loss } = await step.run(drawBatch());
    if (i % 500 === 0) console.log(`${name}: step ${i}, loss ${loss.toFixed(4)}`);
  }
  const packed = packWeights(weights.map((weight) => Float32Array.from(weight.dataSync())));
  await step.dispose();
  return packed;
}

/** What a packed network makes of samples. */
export function outputsOf(
  {
    packed,
    shapes,
    samples,
    plan,
  }: {
    packed: string;
    shapes: readonly number[][];
    samples: Float32Array;
    plan: BatchPlan;
  },
  apply: (x: tf.Tensor, weights: readonly tf.Tensor[]) => tf.Tensor,
): Float32Array {
  const arrays = unpackWeights(packed, shapes.map(tf.util.sizeFromShape));
  const weights = arrays.map((array, i) => tf.tensor(array, shapes[i]));
  const found = inBatches(samples, plan, (x) => apply(x, weights));
  tf.dispose(weights);
  return found;
}
