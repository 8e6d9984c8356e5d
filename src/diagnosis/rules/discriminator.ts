import { number, percent, share } from "./numbers";
import type { Rule } from "./rule";

// A discriminator that knows too much, or too little.

/** Overfitting. */
export const overfitting: Rule = {
  pitfall: "overfitting",
  notebook: "06",
  signs: [
    {
      looksAt: [["overfitting", 0.6, 1.1]],
      why:
        "The discriminator knows the training examples by heart and takes other real ones for fake " +
        "(Karras et al. 2020). It begins long before the samples get worse.",
      evidence: ({ overfitting }) =>
        `The discriminator scores training examples ${number(overfitting)} standard deviations above held-out ones.`,
    },
  ],
  explains: ["overpowering discriminator", "undertrained"],
  remedies: [
    {
      text: "Augment real examples and fakes alike (`augment`): translation, brightness, cutout",
      change: { augment: "diffAugment" },
    },
    { text: "More data, or first train on data that are like it (transfer)" },
    {
      text: "A smaller discriminator or R1 closes the gap too, often with worse samples: measure them",
      change: { terms: [{ r1Term: { weight: 1 } }] },
    },
    { text: "Stop at the best checkpoint" },
  ],
};

/** Overpowering discriminator. */
export const overpoweringDiscriminator: Rule = {
  pitfall: "overpowering discriminator",
  notebook: "03",
  signs: [
    {
      looksAt: [
        ["certainty", 0.85, 0.97],
        ["gradientFall", 0.5, 0.9],
      ],
      why:
        "With the saturating loss the generator's gradient goes with D(G(z)), so a sure discriminator ends " +
        "it (Arjovsky and Bottou 2017, theorem 2.4). Accuracy does not tell: with R1 it is .99 in the best run.",
      evidence: ({ certainty, gradientFall }) =>
        `The discriminator is sure (D(x) - D(G(z)) = ${number(certainty)}), and the generator's gradient has fallen to ${share(-gradientFall)} of what it was.`,
    },
    {
      looksAt: [
        ["certainty", 0.8, 0.92],
        ["generatorLoss", 3, 4.5],
      ],
      why:
        "The non-saturating loss, -log D(G(z)), keeps its gradient against a sure discriminator, but the " +
        "gradient is long and says little: a loss of 4.5 is D(G(z)) = .01.",
      evidence: ({ certainty, generatorLoss }) =>
        `The discriminator is sure (D(x) - D(G(z)) = ${number(certainty)}), and the generator's loss stays at ${number(generatorLoss)}.`,
    },
    {
      looksAt: [["certainty", 0.85, 0.95]],
      why:
        "It parts real from fake by steep slopes, so the generator's gradient may look well; what it says is " +
        "noise. With R1 a discriminator can be right in 99 % and yet be sure by .1 only.",
      evidence: ({ certainty }) =>
        `The discriminator is sure: D(x) - D(G(z)) = ${certainty.toFixed(3)}.`,
    },
  ],
  explains: ["vanishing gradient", "mode collapse", "mode dropping", "oscillation", "undertrained"],
  remedies: [
    {
      text: "Add R1 to the discriminator's loss: it may win, but not by steep slopes",
      change: { terms: [{ r1Term: { weight: 1 } }] },
    },
    { text: "Lower the discriminator's learning rate" },
    {
      text: "One discriminator update a step, or a `schedule` that skips it while its accuracy is above .8",
      change: { discriminatorSteps: 1 },
    },
    {
      text: "The non-saturating loss instead of the saturating one",
      change: { loss: "nonSaturating" },
    },
    {
      text: "Dropout in the discriminator, or instance noise; label smoothing alone does little",
      change: { instanceNoise: 0.1 },
    },
  ],
};

/** Weak discriminator. */
export const weakDiscriminator: Rule = {
  pitfall: "weak discriminator",
  notebook: "03",
  signs: [
    {
      looksAt: [
        ["accuracy", 0.6, 0.52],
        ["certainty", 0.05, 0.01],
        ["mismatch", 0.6, 1.1],
      ],
      why:
        "At equilibrium the discriminator can not tell real from fake, with a loss of log 4; a blind one can " +
        "not either. The difference: here anyone sees that the fakes are not the data.",
      evidence: ({ accuracy, certainty, mismatch }) =>
        `The discriminator is right in ${percent(accuracy)} (D(x) - D(G(z)) = ${number(certainty)}), although the fakes plainly differ from the data (mismatch ${number(mismatch)}, where 1 is half of the modes or of the spread).`,
    },
    {
      looksAt: [
        ["motion", 2, 4],
        ["certainty", 0.3, 0.15],
      ],
      why: "The fakes run far away from the data, and the discriminator hardly objects.",
      evidence: ({ motion, certainty }) =>
        `In every tenth of the run a sample moves by ${number(motion)} times the distance of two real examples, and the discriminator hardly objects (D(x) - D(G(z)) = ${number(certainty)}).`,
    },
  ],
  explains: ["mode collapse", "oscillation", "mode dropping", "undertrained"],
  remedies: [
    { text: "Raise the discriminator's learning rate to the generator's" },
    {
      text: "As many discriminator updates as generator updates, or more",
      change: { discriminatorSteps: 1, generatorSteps: 1 },
    },
    { text: "A wider or deeper discriminator" },
    { text: "Less dropout, noise or penalty on the discriminator" },
  ],
};
