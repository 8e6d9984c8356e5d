import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import { expectPairing } from "../networks/pairing";
import { shapeText } from "../shape";
import type { TrainingPlan } from "./plan";

/**
 * The data, the latent vectors, the networks and the options must fit each other.
 *
 * @throws TypeError that names the first that does not
 */
export function expectFit(plan: TrainingPlan): void {
  const { data, generator, discriminator, latentSize, packing, batchSize, accumulate } = plan;
  const size = tf.util.sizeFromShape([...data.shape]);
  const packed = packing === 1 ? "one example of the data" : `${packing} examples of the data`;
  const whole = "a part of the batch";
  const parts = batchSize / (packing * accumulate);
  const fits: [string, number, string, number][] = [
    [`discriminator "${discriminator.name}" inputs`, discriminator.inputs, packed, packing * size],
    [`generator "${generator.name}" outputs`, generator.outputs, "one example of the data", size],
    [`latentSize`, latentSize, `generator "${generator.name}" inputs`, generator.inputs],
    [`discriminator "${discriminator.name}" outputs`, discriminator.outputs, "one score", 1],
    [`batchSize / (packing × accumulate)`, parts, whole, Math.max(1, Math.round(parts))],
  ];
  for (const [what, found, whose, wanted] of fits) {
    if (found !== wanted) {
      throw new TypeError(`trainGan ${what}: wanted ${wanted} (${whose}), found ${found}`);
    }
  }
  if (plan.heldOut) expectAlike(plan.heldOut, plan);
  const { loss, terms } = plan;
  if (!plan.unchecked) {
    expectPairing({ generator, discriminator, latentSize, data, terms, loss, packing });
  }
  expectLabelled(plan);
}

/** Held-out examples must be such as the data have. */
function expectAlike(heldOut: Dataset, { data }: TrainingPlan): void {
  const given = heldOut as Partial<Dataset>;
  if (!Array.isArray(given.shape) || typeof given.sample !== "function") {
    throw new TypeError(
      "trainGan heldOut: wanted a data set, with a shape and a sample, as data is; found " +
        `${typeof heldOut === "object" ? (heldOut as object).constructor.name : typeof heldOut}. ` +
        "Make one with split or finiteDataset",
    );
  }
  const what = `trainGan heldOut "${heldOut.name}"`;
  const [shape, wanted] = [heldOut.shape, data.shape].map(shapeText);
  if (shape !== wanted) {
    throw new TypeError(
      `${what} shape: wanted ${wanted}, the shape of data "${data.name}", found ${shape}. ` +
        "Hold out examples of the data themselves (split)",
    );
  }
  const [own, others] = [heldOut.range, data.range];
  if (own && others && (own[0] !== others[0] || own[1] !== others[1])) {
    throw new TypeError(
      `${what} range: wanted ${others.join(" to ")}, the range of data "${data.name}", found ${own.join(" to ")}. ` +
        "Bring both to one range (normalisePixels)",
    );
  }
}

/** Where a network takes labels, each example has one. */
function expectLabelled(plan: TrainingPlan): void {
  const { data, heldOut, generator, discriminator } = plan;
  const classes = generator.traits?.classes ?? discriminator.traits?.classes;
  if (classes === undefined) return;
  for (const [option, set] of Object.entries({ data, ...(heldOut && { heldOut }) })) {
    if (set.sampleLabelled && set.classes !== undefined && set.classes <= classes) continue;
    const found = set.sampleLabelled ? `${set.classes} classes` : "no labels";
    throw new TypeError(
      `trainGan ${option} "${set.name}" labels: wanted those of ${classes} classes, which the networks take, found ` +
        `${found}. Take data with labels, or networks without classes`,
    );
  }
}
