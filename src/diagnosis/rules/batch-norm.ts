import { number } from "./numbers";
import type { Rule } from "./rule";

/** A generator that is another one in training than when it is used. */
export const batchNorm: Rule = {
  pitfall: "batch norm",
  notebook: "07",
  signs: [
    {
      looksAt: [["trainingGap", 0.25, 0.45]],
      why:
        "In training a sample is normalised by its batch, and afterwards by moving averages. The mean of few examples is " +
        "far from the average, so a sample depends on its companions, and the generator that is used has never been " +
        "trained; so too where the averages were not kept. In batches of 64 the gap is .1 to .2.",
      evidence: ({ trainingGap }) =>
        `What the generator makes of a latent vector in training and afterwards is ${number(trainingGap)} times as far apart as two samples: it depends on the batch.`,
    },
  ],
  explains: [
    "divergence",
    "overpowering discriminator",
    "vanishing gradient",
    "weak discriminator",
    "mode collapse",
    "oscillation",
    "mode dropping",
    "undertrained",
  ],
  remedies: [
    { text: "Larger batches: 32 or more (`batchSize`)", change: { batchSize: 64 } },
    {
      text: 'Layer norm in place of batch norm, or none (`mlp` with norm: "layer"): no example sees another',
    },
    {
      text: "If the averages were not kept, run some sixty batches in training mode before you judge the samples",
    },
  ],
};
