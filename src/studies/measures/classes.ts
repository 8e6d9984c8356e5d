import { classifierFeatures, type ClassifierName } from "../../metrics/features/classifier";
import { classCoverage } from "../../metrics/nearest";
import { samplesUnder } from "../budget";
import { measureOf, type Measure } from "./measure";

/** What {@link classesOf} reports. */
export type ClassReport = "covered" | "commonest";

/** Options of {@link classesOf}. */
export interface ClassesOfOptions {
  /** The classifier that says of which class a sample is. */
  readonly classifier: ClassifierName;
  /** "covered": how many classes occur; "commonest": the share of the commonest one; "covered". */
  readonly report?: ClassReport;
  /** How many samples are drawn; 2000. */
  readonly samples?: number;
}

/**
 * How a run's samples spread over the classes that a classifier of the library tells apart. Each sample gets the class
 * that it is most like, however bad it is: this measures variety, not quality. With ten classes, a share of .1 is even
 * and 1 is a collapse on one class.
 *
 * @example
 * ```ts
 * import { classesOf } from "gan-clinic";
 * const commonest = classesOf({ classifier: "mnist-14", report: "commonest" });
 * assert.equal(commonest.better, "less");
 * ```
 */
export function classesOf({
  classifier,
  report = "covered",
  samples = 2000,
}: ClassesOfOptions): Measure {
  const network = classifierFeatures(classifier);
  const { classes } = network;
  const title = report === "covered" ? `classes of ${classes}` : "share of the commonest class";
  return measureOf(
    "classesOf",
    { classifier, report, samples },
    { title, unit: title, better: report === "covered" ? "more" : "less" },
    async (run) => {
      const fake = await run.sample(samplesUnder(run.budget, samples));
      const sure = network.probabilitiesOf(fake); // (n, classes)
      const labels = Uint8Array.from({ length: fake.shape[0] }, (_, i) => {
        const row = sure.subarray(classes * i, classes * (i + 1));
        return row.indexOf(Math.max(...row));
      });
      fake.dispose();
      const coverage = classCoverage(labels, { classes });
      return report === "covered" ? coverage.classes : Math.max(...coverage.shares);
    },
  );
}
