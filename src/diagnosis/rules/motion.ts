import { number, percent, times } from "./numbers";
import type { Rule } from "./rule";

// Where the samples go: away, round in circles, or not yet far enough.

/** Divergence. */
export const divergence: Rule = {
  pitfall: "divergence",
  notebook: "04",
  signs: [
    {
      looksAt: [["coverageFall", 0.25, 0.45]],
      why: "It had found the modes and has lost them for good: late decay. The best generator was an earlier one.",
      evidence: ({ coverageFall }) =>
        `All through the second quarter the samples covered ${percent(coverageFall)} more of the modes than at any time near the end.`,
    },
    {
      looksAt: [
        ["spreadErrorBefore", 0.9, 0.5],
        ["spreadErrorEnd", 1, 2],
      ],
      why: "The samples were about as varied as the data, and are no longer.",
      evidence: ({ spreadErrorBefore, spreadErrorEnd }) =>
        `In the second quarter the samples' spread was off by a factor of ${number(2 ** spreadErrorBefore)} at most, and near the end by ${number(2 ** spreadErrorEnd)} at least.`,
    },
    {
      looksAt: [["gradientBurst", 2.2, 2.8]],
      why: "A step of the generator hundreds of times as long as the others undoes what they have learnt; Adam remembers it for long.",
      evidence: ({ gradientBurst }) =>
        `The generator's longest gradient is ${times(gradientBurst)} its usual one.`,
    },
  ],
  explains: [
    "overpowering discriminator",
    "vanishing gradient",
    "weak discriminator",
    "mode collapse",
    "oscillation",
    "mode dropping",
    "undertrained",
  ],
  remedies: [
    { text: "Lower the learning rates, or let them fall to 0 towards the end (`linearRate`)" },
    { text: "Keep the discriminator learning as long as the generator does" },
    {
      text: "R1, or a gradient penalty with several critic updates a step",
      change: { terms: [{ r1Term: { weight: 1 } }] },
    },
    { text: "Lower the momentum: beta1 .5 or 0", change: { beta1: 0 } },
    { text: "Go back to the best checkpoint, and stop there" },
  ],
};

/** Oscillation. */
export const oscillation: Rule = {
  pitfall: "oscillation",
  notebook: "04",
  signs: [
    {
      looksAt: [["modeDrift", 0.2, 0.34]],
      why:
        "The same latent vectors change their modes again and again: the players go round in circles, as in " +
        "the Dirac-GAN (Mescheder et al. 2018). Healthy runs settle below .2.",
      evidence: ({ modeDrift }) =>
        `In every tenth of the run ${percent(modeDrift)} of the samples still change their mode.`,
    },
    {
      looksAt: [
        ["motion", 0.55, 0.85],
        ["straightness", 0.55, 0.4],
      ],
      why: "The same latent vectors wander far and get nowhere.",
      evidence: ({ motion, straightness }) =>
        `In every tenth of the run a sample moves by ${number(motion)} of the distance of two real examples, and comes ${percent(straightness)} as far as it goes.`,
    },
  ],
  explains: ["mode dropping"],
  remedies: [
    { text: "Lower the momentum: beta1 .5 or 0; it is the usual cause", change: { beta1: 0 } },
    {
      text: "Average the generator's weights (`average: 0.995`), once the momentum is low",
      change: { average: 0.995 },
    },
    {
      text: "More critic updates a step, for a Wasserstein loss",
      change: { discriminatorSteps: 5 },
    },
    { text: "Lower the learning rates, or let them fall to 0 (`linearRate`)" },
    { text: "R1, at low momentum only", change: { beta1: 0, terms: [{ r1Term: { weight: 1 } }] } },
  ],
};

/** Undertrained. */
export const undertrained: Rule = {
  pitfall: "undertrained",
  notebook: "10",
  signs: [
    {
      looksAt: [
        ["straightness", 0.56, 0.72],
        ["progress", 0.05, 0.12],
      ],
      why: "The samples are still on their way: they all go straight on to the last step.",
      evidence: ({ straightness, progress }) =>
        `In the second half a sample came ${number(progress)} of the distance of two real examples, in a nearly straight line (${percent(straightness)} of its way).`,
    },
  ],
  explains: [],
  remedies: [
    { text: "Train longer: go on from the checkpoint" },
    { text: "Raise the learning rates, the generator's first, until the samples begin to wander" },
    {
      text: "Average the generator's weights only when it no longer moves: an average lags behind",
    },
  ],
};
