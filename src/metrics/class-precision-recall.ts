import { expectInteger } from "../shape";
import { mean } from "../statistics";
import { numbersOf, widthOf, type Features } from "./points";
import {
  expectNeighbours,
  precisionRecall,
  type NeighbourOptions,
  type PrecisionRecall,
} from "./precision-recall";

/** Features with the class of each example. */
export interface LabelledFeatures {
  /** (n, d) features, row by row. */
  readonly features: Features;
  /** (n): of real examples their class, of fakes the class that they were made for. */
  readonly labels: Uint8Array | Int32Array;
}

/** Options of {@link classPrecisionRecall}. */
export interface ClassPrecisionRecallOptions extends NeighbourOptions {
  /** How many classes there are; 10. */
  readonly classes?: number;
}

/** What {@link classPrecisionRecall} found: the means over the classes, and each class. */
export interface ClassPrecisionRecall extends PrecisionRecall {
  /** Precision and recall of each class by itself. */
  readonly byClass: readonly PrecisionRecall[];
}

/**
 * Precision and recall of each class by itself ({@link precisionRecall} of the fakes made for it against its real
 * examples), and their means, in which all classes count alike. A generator that makes one good picture of each class
 * has high precision and low recall here, where an overall recall may forgive it: the ten pictures lie far apart, and so
 * the balls around them are large. A fake of the wrong class counts against precision, unless it looks like the right one
 * too.
 *
 * @param real at least k + 1 examples of each class
 * @param fake at least k + 1 of each class; compare generators at the same numbers
 * @throws TypeError for features that are not (n, d), or not a label for each; RangeError for a label that is not below
 *   `classes`, or too few examples of a class
 * @example
 * ```ts
 * import { classPrecisionRecall } from "gan-clinic";
 * const real = { features: Float32Array.of(0, 1, 2, 10, 11, 12), labels: Uint8Array.of(0, 0, 0, 1, 1, 1) };
 * const fake = { features: Float32Array.of(0, 1, 2, 10, 10, 10), labels: Uint8Array.of(0, 0, 0, 1, 1, 1) };
 * const found = await classPrecisionRecall(real, fake, { d: 1, k: 1, classes: 2 });
 * assert.deepEqual(found.byClass, [{ precision: 1, recall: 1 }, { precision: 1, recall: 1 / 3 }]);
 * assert.equal(found.recall, 2 / 3);
 * ```
 */
export async function classPrecisionRecall(
  real: LabelledFeatures,
  fake: LabelledFeatures,
  { classes = 10, d, k = 3 }: ClassPrecisionRecallOptions = {},
): Promise<ClassPrecisionRecall> {
  const what = "classPrecisionRecall";
  expectInteger(classes, `${what} classes`, { atLeast: 1 });
  const width = widthOf(real.features, d, what, "real");
  const reals = partsOf(real, width, classes, `${what} real`);
  const fakes = partsOf(fake, width, classes, `${what} fake`);
  reals.forEach((own, c) => {
    expectNeighbours(k, own.length / width, fakes[c].length / width, `${what} class ${c}`);
  });
  const byClass: PrecisionRecall[] = [];
  for (const [c, own] of reals.entries()) {
    byClass.push(await precisionRecall(own, fakes[c], { d: width, k }));
  }
  return {
    precision: mean(byClass.map(({ precision }) => precision)),
    recall: mean(byClass.map(({ recall }) => recall)),
    byClass,
  };
}

/** The features of each class, row by row. */
function partsOf(
  { features, labels }: LabelledFeatures,
  width: number,
  classes: number,
  what: string,
): Float64Array[] {
  const numbers = numbersOf(features, width, what);
  const rows = numbers.length / width;
  if (labels.length !== rows) {
    throw new TypeError(
      `${what} labels: wanted ${rows}, one for each example; found ${labels.length}`,
    );
  }
  const parts = Array.from({ length: classes }, (): number[] => []);
  labels.forEach((label, i) => {
    expectInteger(label, `${what} label ${i}`, { atLeast: 0, below: classes });
    for (let j = i * width; j < (i + 1) * width; j++) parts[label].push(numbers[j]);
  });
  return parts.map((part) => Float64Array.from(part));
}
