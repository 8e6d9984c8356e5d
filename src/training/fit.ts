import * as tf from "@tensorflow/tfjs";
import { expectPairing } from "../networks/pairing";
import type { TrainingPlan } from "./options";

/**
 * The data, the latent vectors, the networks and the options must fit each other.
 *
 * @throws TypeError that names the first that does not
 */
export function expectFit(plan: TrainingPlan): void {
  const { data, generator, discriminator, latentSize, packing, batchSize, accumulate } = plan;
  if (packing > 1 && discriminator.traits?.classes !== undefined) {
    throw new TypeError(
      `trainGan discriminator "${discriminator.name}": wanted packing 1 with a conditional discriminator, ` +
        `found ${packing}. A pack has no class of its own`,
    );
  }
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
  expectTermNames(plan);
  if (plan.unchecked) return;
  const slopePenalty = plan.terms.some(({ slope }) => slope);
  const { loss } = plan;
  expectPairing({ generator, discriminator, latentSize, data, slopePenalty, loss, packing });
}

function expectTermNames({ terms }: TrainingPlan): void {
  const names = terms.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  throw new TypeError(`trainGan terms: wanted a name of its own for each, found "${twice}" twice`);
}
