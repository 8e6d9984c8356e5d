import { expectInteger } from "../../shape";
import { numbersOf } from "../points";
import type { FeatureExtractor } from "./extractor";

/**
 * The examples themselves as features: for points of the plane, and as the base line that every other
 * extractor has to beat. Distances between pixels are ruled by brightness and place: a digit moved by two
 * pixels is further from itself than from another digit.
 *
 * @param inputs numbers in an example
 * @throws RangeError for inputs below 1
 * @example
 * ```ts
 * import { rawPixels } from "gan-clinic";
 * const extractor = rawPixels(2);
 * assert.equal(extractor.features, 2);
 * assert.deepEqual(extractor.featuresOf(Float32Array.of(1, 2, 3, 4)), Float32Array.of(1, 2, 3, 4));
 * ```
 */
export function rawPixels(inputs: number): FeatureExtractor {
  expectInteger(inputs, "rawPixels inputs", { atLeast: 1 });
  return {
    name: "raw pixels",
    inputs,
    features: inputs,
    featuresOf: (samples) => numbersOf(samples, inputs, "rawPixels samples").slice(), // (n, inputs)
  };
}
