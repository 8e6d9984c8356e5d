import * as tf from "@tensorflow/tfjs";
import { inBatches, type FeatureExtractor } from "./extractor";
import { unpackWeights, type PackedClassifier } from "./packed";
import { applyToFeatures, applyToLogits, smallNetFeatures, smallNetShapes } from "./small-net";
import { fashion28 } from "./weights/fashion-28";
import { mnist14 } from "./weights/mnist-14";
import { mnist28 } from "./weights/mnist-28";

const packed = { "mnist-28": mnist28, "mnist-14": mnist14, "fashion-28": fashion28 };

/** The classifiers that come with the library: "mnist-28", "mnist-14" and "fashion-28". */
export type ClassifierName = keyof typeof packed;

/** A trained classifier as an extractor. */
export interface ClassifierFeatures extends FeatureExtractor {
  readonly classes: number;
  /** Share of its 10,000 test pictures that it gets right. */
  readonly accuracy: number;
  probabilitiesOf: NonNullable<FeatureExtractor["probabilitiesOf"]>;
}

const batch = 500;

/**
 * A small classifier, trained here, whose last hidden layer gives 64 features. It takes the place of
 * Inception (Salimans et al. 2016, Heusel et al. 2017) for pictures that Inception was not made for, and
 * it is small enough for every notebook. Numbers over its features compare with numbers over the same
 * features only, never with a published FID.
 *
 * | name | pictures | right of 10,000 test pictures |
 * |---|---|---|
 * | `mnist-28` | digits of 28 x 28 | 99.31 % |
 * | `mnist-14` | digits of 14 x 14 | 99.15 % |
 * | `fashion-28` | clothes of 28 x 28 | 91.14 % |
 *
 * Two convolutions and two dense layers without batch norm (114,096 weights in a byte each); the features
 * are taken after their ReLU, as FID takes Inception's. Pixels run from -1 to 1, as the data sets give them.
 * The probabilities are a softmax. A classifier is sure of most pictures that are no digits at all: what
 * it says of samples far from its training data means little.
 *
 * @throws RangeError for another name
 * @example
 * ```ts
 * import { classifierFeatures, seeded } from "gan-clinic";
 * const digits = classifierFeatures("mnist-14");
 * const noise = seeded(1).uniforms(3 * 196, -1, 1);
 * assert.equal(digits.featuresOf(noise).length, 3 * digits.features);
 * const [first] = [digits.probabilitiesOf(noise).subarray(0, 10)];
 * assert.ok(Math.abs(first.reduce((sum, p) => sum + p) - 1) < 1e-5);
 * ```
 */
export function classifierFeatures(name: ClassifierName): ClassifierFeatures {
  if (!(name in packed)) {
    const names = Object.keys(packed).join(", ");
    throw new RangeError(`classifierFeatures name: wanted one of ${names}, found "${name}"`);
  }
  const plan: PackedClassifier = packed[name];
  const { side, classes, accuracy } = plan;
  const shapes = smallNetShapes(plan);
  const arrays = unpackWeights(
    plan.weights,
    shapes.map((shape) => tf.util.sizeFromShape(shape)),
  );
  // The weights become tensors for each batch: so nothing is held, and nothing has to be disposed.
  const tensors = () => arrays.map((array, i) => tf.tensor(array, shapes[i]));
  const shared = { inputs: side * side, batch, what: `${name} samples` };
  return {
    name,
    inputs: side * side,
    features: smallNetFeatures,
    classes,
    accuracy,
    featuresOf: (samples) =>
      inBatches(samples, { ...shared, outputs: smallNetFeatures }, (x) =>
        applyToFeatures(x, tensors(), plan),
      ), // (n, 64)
    probabilitiesOf: (samples) =>
      inBatches(samples, { ...shared, outputs: classes }, (x) => {
        const weights = tensors();
        return tf.softmax(applyToLogits(applyToFeatures(x, weights, plan), weights));
      }), // (n, classes)
  };
}
