import * as tf from "@tensorflow/tfjs";
import type { TrainingPlan } from "./options";

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
  expectLabels(plan);
  expectTerms(plan);
}

function expectLabels({ data, generator, discriminator }: TrainingPlan): void {
  for (const { name, traits } of [generator, discriminator]) {
    if (traits?.classes === undefined || traits.classes === data.classes) continue;
    throw new TypeError(
      `trainGan ${name}: it is conditional on ${traits.classes} classes, and the data "${data.name}" ` +
        `have ${data.classes ?? "no"} classes. Use data with as many, or another network`,
    );
  }
}

function expectTerms({ terms, discriminator }: TrainingPlan): void {
  const names = terms.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new TypeError(
      `trainGan terms: wanted a name of its own for each, found "${twice}" twice`,
    );
  }
  const mixed = discriminator.traits?.mixesBatch;
  const slope = terms.find((term) => term.slope);
  if (mixed !== undefined && slope) {
    throw new TypeError(
      `trainGan terms "${slope.name}": it is about the slope at single examples, and in the discriminator ` +
        `"${discriminator.name}" ${mixed} makes each score depend on the whole batch. Use layer ` +
        `normalisation or none (Gulrajani et al. 2017, section 4)`,
    );
  }
}
