import type * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import { allNumbers, dataFacts, expectNumbers, type DataFacts, type Numbers } from "../data/facts";
import { sizeOf } from "../data/finite";
import { isUnboundedCritic } from "../networks/critic-bound";
import { shapeText } from "../shape";
import type { MonitorBatch } from "./monitor";
import type { TrainingPlan } from "./options";
import type { TrainingProblem } from "./problem";

/** What is plain before the first step, for {@link diagnose}: what was given, not what came of it. */
export interface TrainingFacts {
  /** What a look at the data found. */
  readonly data: DataFacts;
  /** The loss wants a critic of bounded slope, and nothing bounds it. */
  readonly unboundedCritic: boolean;
}

/**
 * Looks at the data before step 1: at all numbers of a finite set, and at a batch of any. Draws nothing: the batch
 * is the monitors'.
 *
 * @throws TypeError for a batch of another shape
 * @throws RangeError for numbers outside of the declared range, or labels that are not classes, unless the training
 *   is unchecked
 */
export function lookAtData(plan: TrainingPlan, batch: MonitorBatch): TrainingFacts {
  const { data, heldOut, unchecked } = plan;
  const drawn = drawnNumbers(data, batch.real, batch.realLabels, "data");
  const others =
    heldOut && batch.heldOut && drawnNumbers(heldOut, batch.heldOut, batch.heldOutLabels, "heldOut");
  const facts = dataFacts(data, allNumbers(data) ?? drawn);
  if (!unchecked) {
    const looks: [Dataset | undefined, Numbers | undefined, string][] = [
      [data, allNumbers(data), "data"],
      [data, drawn, "data"],
      [heldOut, heldOut && allNumbers(heldOut), "heldOut"],
      [heldOut, others, "heldOut"],
    ];
    for (const [set, numbers, option] of looks) {
      if (set && numbers) expectNumbers(set, numbers, `trainGan ${option} "${set.name}"`);
    }
  }
  return { data: facts, unboundedCritic: isUnboundedCritic(plan) };
}

/** The same for the real examples of a step. */
export function lookAtBatch(
  { data, unchecked }: TrainingPlan,
  { real, realLabels }: { readonly real?: tf.Tensor; readonly realLabels?: tf.Tensor1D },
): void {
  if (!real || unchecked) return;
  const numbers = drawnNumbers(data, real, realLabels, "data");
  expectNumbers(data, numbers, `trainGan data "${data.name}"`);
}

/** Data that are not finite end a training before its first step. */
export function problemOf(
  { unchecked }: TrainingPlan,
  { data }: TrainingFacts,
  step: number,
): TrainingProblem | undefined {
  if (data.firstNotFinite === undefined || unchecked) return undefined;
  const tensor = `data "${data.name}"`;
  return {
    step,
    tensor,
    message:
      `${tensor} is not finite before the first step: ${data.notFinite} of its numbers are NaN or infinite, ` +
      `the first is ${data.firstNotFinite}. Leave these examples out: cleaned(data, dataReport(data))`,
  };
}

function drawnNumbers(
  { name, shape }: Dataset,
  examples: tf.Tensor,
  labels: tf.Tensor1D | undefined,
  option: string,
): Numbers {
  const [n, ...rest] = examples.shape;
  if (sizeOf(rest) !== sizeOf(shape)) {
    throw new TypeError(
      `trainGan ${option} "${name}" sample: wanted examples of shape ${shapeText(shape)}, as it says, found ` +
        `${shapeText(rest)}. Correct its shape or what its sample draws`,
    );
  }
  if (labels && labels.size !== n) {
    throw new TypeError(
      `trainGan ${option} "${name}" sampleLabelled: wanted ${n} labels, one for each example, found ${labels.size}`,
    );
  }
  return { values: examples.dataSync(), ...(labels && { labels: labels.dataSync() }) };
}
