import { number, share, times } from "./numbers";
import type { Rule } from "./rule";

// Gradients that are too long or too short.

/** Exploding gradient. */
export const explodingGradient: Rule = {
  pitfall: "exploding gradient",
  notebook: "02",
  signs: [
    {
      looksAt: [["notFinite", 0, 1]],
      why: "A run that has diverged stops, and what stands still looks stable: look at this first.",
      evidence: (_, { problem }) =>
        problem?.message ?? "A loss, a gradient, a weight or a sample is not a finite number.",
    },
    {
      looksAt: [["depthGrowth", 0.9, 1.5]],
      why:
        "Each layer multiplies the gradient on its way back. In a healthy net the first layer's is a tenth " +
        "of the last one's; with weights of N(0, 1) in tanh layers it is a hundred times as long.",
      evidence: ({ depthGrowth }) =>
        `The first layer's gradient is ${times(depthGrowth)} the last one's: it grows from layer to layer on its way back.`,
    },
    {
      looksAt: [
        ["generatorGradient", 1.5, 2],
        ["diversity", 3, 8],
      ],
      why: "Weights that are too large make outputs, and so gradients, too large, layer by layer.",
      evidence: ({ generatorGradient, diversity }) =>
        `The generator's gradient has a length of ${number(10 ** generatorGradient)}, and its samples lie ${number(diversity)} times as far apart as the data.`,
    },
  ],
  explains: [
    "overpowering discriminator",
    "vanishing gradient",
    "divergence",
    "weak discriminator",
    "mode collapse",
    "oscillation",
    "mode dropping",
    "undertrained",
  ],
  remedies: [
    {
      text: "Start from He's weights for ReLU and leaky ReLU, from Xavier's or orthogonal ones for tanh",
    },
    { text: "Lower both learning rates tenfold, and the momentum (beta1) to .5 or 0" },
    {
      text: "Normalise the layers: batch normalisation in the generator, spectral normalisation in the discriminator",
    },
    {
      text: "Limit the length of the gradient with `clip`; that treats the sign, not the cause",
      change: { clip: { generator: { norm: 1 }, discriminator: { norm: 1 } } },
    },
  ],
};

/** Vanishing gradient. */
export const vanishingGradient: Rule = {
  pitfall: "vanishing gradient",
  notebook: "02",
  signs: [
    {
      looksAt: [["depthFall", -2, -2.8]],
      why:
        "Each layer multiplies the gradient on its way back: a sigmoid by ¼ at most, so six of them leave a " +
        "ten-thousandth. The first layers then never learn, while the last one does.",
      evidence: ({ depthFall }) =>
        `The first layer's gradient is ${share(depthFall)} of the last one's: it dies on its way back.`,
    },
    {
      looksAt: [["scoreRange", 0.02, 0.006]],
      why:
        "The generator learns from the slope of the score. A discriminator whose weights are clipped hard, " +
        "or whose layers saturate, is flat.",
      evidence: ({ scoreRange }) =>
        `The discriminator is flat: over the distance of two real examples its score changes by ${number(scoreRange)}.`,
    },
    {
      looksAt: [["generatorGradient", -2.5, -3.5]],
      why: "A gradient of this length is noise, and Adam makes full steps of it.",
      evidence: ({ generatorGradient }) =>
        `The generator's gradient has a length of ${number(10 ** generatorGradient)} at the end.`,
    },
  ],
  explains: ["weak discriminator", "mode collapse", "oscillation", "mode dropping", "undertrained"],
  remedies: [
    { text: "ReLU or leaky ReLU instead of sigmoid or tanh in the hidden layers" },
    { text: "He's weights for them, or normalised layers" },
    { text: "Fewer layers" },
    {
      text: "The non-saturating loss, or WGAN-GP, instead of the saturating one",
      change: { loss: "nonSaturating" },
    },
    {
      text: "A gradient penalty instead of clipped weights",
      change: { terms: ["gradientPenaltyTerm"], weightClip: undefined },
    },
  ],
};
