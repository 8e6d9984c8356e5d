import * as tf from "@tensorflow/tfjs";
import type { ConditionTable } from "../data/bag-of-words";
import { labelsOf, type ApplyContext } from "../layers/layer";
import { expectInteger, expectShape } from "../shape";
import { conditionCount, conditionRows } from "./condition";
import { dcganGenerator, type DcganGeneratorOptions } from "./dcgan-generator";
import type { Network } from "./network";

/** Options of {@link captionGenerator}: those of {@link dcganGenerator}, with vectors in the place of classes. */
export interface CaptionGeneratorOptions extends Omit<DcganGeneratorOptions, "classes"> {
  /** The vector of each condition, such as {@link bagOfWords} makes of captions. */
  readonly conditions: ConditionTable;
}

/** A generator that can be asked in two ways: by a condition's number, or by any vector. */
export interface CaptionGenerator extends Network {
  /** Numbers in the vector of a condition. */
  readonly conditionSize: number;
  /**
   * Makes examples from latent vectors and conditions that are given as vectors: also ones that the table has not, or half
   * of a word.
   */
  from(
    latent: tf.Tensor, // (batch, inputs)
    condition: tf.Tensor, // (batch, conditionSize)
    context?: Omit<ApplyContext, "labels">,
  ): tf.Tensor; // (batch, outputs)
}

/**
 * DCGAN's generator, told what to make by a vector: it stands behind the latent vector, as a class would, but for each word
 * a number. So what was learned of a word serves every caption that has it, and captions that no example had can be asked for
 * (Reed et al. 2016, figure 2, with a bag of words in the place of their text encoder).
 *
 * A training hands over numbers, not vectors: the label of an example is the number of its caption, and `conditions` has the
 * vector of each.
 *
 * @throws RangeError for a size that is not one of these, or a width, channels, latentSize or condition size below 1
 * @throws TypeError for vectors that are not whole rows; from `apply` without labels; from `from` for another shape
 * @example
 * ```ts
 * import { bagOfWords, captionGenerator, seeded, tf } from "gan-clinic";
 * const conditions = bagOfWords(["red ball", "blue ball", "blue box"]);
 * const generator = captionGenerator({
 *   name: "generator", size: 8, channels: 3, width: 4, latentSize: 2, conditions, random: seeded(1),
 * });
 * const latent = tf.zeros([1, 2]);
 * const byNumber = generator.apply(latent, { labels: tf.tensor1d([2], "int32") });
 * const byWords = generator.from(latent, tf.tensor2d([...conditions.read("a blue box").vector], [1, 4]));
 * assert.deepEqual(byWords.dataSync(), byNumber.dataSync());
 * ```
 */
export function captionGenerator({
  conditions,
  ...options
}: CaptionGeneratorOptions): CaptionGenerator {
  const { name, latentSize } = options;
  const { size } = conditions;
  const classes = conditionCount(conditions, name);
  expectInteger(latentSize, `${name} latentSize`, { atLeast: 1 });
  const network = dcganGenerator({ ...options, latentSize: latentSize + size });
  const joined = (latent: tf.Tensor, condition: tf.Tensor): tf.Tensor => {
    expectShape(latent, [null, latentSize], `${name} input`);
    expectShape(condition, [latent.shape[0], size], `${name} condition`);
    return tf.concat([latent, condition], 1); // (batch, latentSize + size)
  };
  const told = (latent: tf.Tensor, context: ApplyContext | undefined): tf.Tensor => {
    expectShape(latent, [null, latentSize], `${name} input`);
    const labels = expectShape(labelsOf(context, name), [latent.shape[0]], `${name} labels`);
    return joined(latent, conditionRows(conditions, labels));
  };
  return {
    ...network,
    inputs: latentSize,
    conditionSize: size,
    traits: { ...network.traits, classes },
    apply: (latent, context) => tf.tidy(() => network.apply(told(latent, context), context)),
    features: (latent, context) => tf.tidy(() => network.features!(told(latent, context), context)),
    from: (latent, condition, context) =>
      tf.tidy(() => network.apply(joined(latent, condition), context)),
  };
}
