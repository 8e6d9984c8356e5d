import type * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import { allNumbers, lookAt, type DataFacts, type Look, type Numbers } from "../data/facts";
import { outOfReach, type OutOfReach } from "../data/out-of-reach";
import { isUnboundedCritic } from "../networks/critic-bound";
import { expectTensor } from "../shape";
import type { StepDraws } from "./draws";
import type { MonitorBatch } from "./monitor";
import type { TrainingPlan } from "./plan";
import type { TrainingProblem } from "./problem";

/** What is plain before the first step, for {@link diagnose}: what was given, not what came of it. */
export interface TrainingFacts {
  /** What a look at the data found. */
  readonly data: DataFacts;
  /** The loss wants a critic of bounded slope, and nothing bounds it. */
  readonly unboundedCritic: boolean;
  /**
   * Where the generator's last activation bounds its outputs (tanh, sigmoid): the least mean squared error that any
   * weights leave, by the data's variance. 0 is all within its reach.
   */
  readonly outOfReach?: OutOfReach;
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
  const { data, heldOut } = plan;
  const { real, realLabels, heldOut: others, heldOutLabels } = batch;
  const all = lookAtAll(plan, "data", data);
  const drawn = lookAtBatch(plan, "data", data, real, realLabels);
  if (heldOut && others) {
    expectFinite(plan, heldOut, lookAtAll(plan, "heldOut", heldOut));
    expectFinite(plan, heldOut, lookAtBatch(plan, "heldOut", heldOut, others, heldOutLabels));
  }
  const outputRange = plan.generator.traits?.outputRange;
  const numbers = allNumbers(data)?.values ?? (outputRange ? real.dataSync() : []);
  return {
    data: (all ?? drawn).facts(),
    unboundedCritic: isUnboundedCritic(plan),
    ...(outputRange && { outOfReach: outOfReach(numbers, outputRange) }),
  };
}

/** The first step's real examples, as they were drawn. */
export function lookAtFirstBatches(plan: TrainingPlan, { discriminator }: StepDraws): void {
  for (const { real, realLabels } of discriminator) {
    lookAtBatch(plan, "data", plan.data, real!, realLabels);
  }
}

/** Of a finite set. */
function lookAtAll(plan: TrainingPlan, option: "data" | "heldOut", set: Dataset): Look | undefined {
  const numbers = allNumbers(set);
  return numbers && expectSound(plan, option, set, lookAt(set, numbers));
}

function lookAtBatch(
  plan: TrainingPlan,
  option: "data" | "heldOut",
  set: Dataset,
  examples: tf.Tensor,
  labels: tf.Tensor1D | undefined,
): Look {
  return expectSound(plan, option, set, lookAt(set, drawnNumbers(set, examples, labels, option)));
}

function expectSound(
  { unchecked }: TrainingPlan,
  option: "data" | "heldOut",
  { name }: Dataset,
  look: Look,
): Look {
  if (look.fault === undefined || unchecked) return look;
  throw new RangeError(`trainGan ${option} "${name}" ${look.fault}`);
}

/** Held-out examples are only looked at: there is no training to end. */
function expectFinite(
  { unchecked }: TrainingPlan,
  { name }: Dataset,
  look: Look | undefined,
): void {
  const notFinite = look?.notFinite;
  if (notFinite === undefined || unchecked) return;
  throw new RangeError(
    `trainGan heldOut "${name}" numbers: wanted finite ones, found ${notFinite}. Leave these examples out: ` +
      "cleaned(heldOut, dataReport(heldOut))",
  );
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
  { name }: Dataset,
  examples: tf.Tensor,
  labels: tf.Tensor1D | undefined,
  option: string,
): Numbers {
  const [n] = examples.shape;
  if (labels) expectTensor(labels, `trainGan ${option} "${name}" sampleLabelled labels`);
  if (labels && labels.size !== n) {
    throw new TypeError(
      `trainGan ${option} "${name}" sampleLabelled: wanted ${n} labels, one for each example, found ${labels.size}`,
    );
  }
  return { values: examples.dataSync(), ...(labels && { labels: labels.dataSync() }) };
}
