import { number, percent } from "./numbers";
import type { Rule } from "./rule";

// Modes that are not drawn.

/** Mode collapse. */
export const modeCollapse: Rule = {
  pitfall: "mode collapse",
  notebook: "01",
  signs: [
    {
      looksAt: [["coverage", 0.42, 0.27]],
      why: "Most samples are of a few modes, and have been for half of the run.",
      evidence: ({ coverage }) =>
        `The samples cover ${percent(coverage)} of the modes (e to minus the reverse KL).`,
    },
    {
      looksAt: [["diversity", 0.5, 0.3]],
      why: "Two samples are far more alike than two real examples. Losses do not show it: they can be near log 4.",
      evidence: ({ diversity }) =>
        `Two samples lie ${number(diversity)} times as far apart as two real examples.`,
    },
  ],
  explains: ["oscillation", "mode dropping", "undertrained"],
  remedies: [
    {
      text: "Bring the learning rates together: a discriminator far slower than the generator is the usual cause",
    },
    { text: "Pack two examples (`packing: 2`), or match features", change: { packing: 2 } },
    {
      text: "R1 with a weight of 10; 1 can be too little",
      change: { terms: [{ r1Term: { weight: 10 } }] },
    },
    { text: "Minibatch discrimination in the discriminator" },
    {
      text: "Unroll a few discriminator updates (`unrolling`)",
      change: { unrolling: { steps: 5, learningRate: 0.05 } },
    },
    { text: "Orthogonal first weights" },
  ],
};

/** Mode dropping. */
export const modeDropping: Rule = {
  pitfall: "mode dropping",
  notebook: "09",
  signs: [
    {
      looksAt: [
        ["lostMass", 0.08, 0.2],
        ["coverageRise", 0.25, 0.12],
      ],
      why:
        "These modes get less than a quarter of their share all the time, while others are drawn well; and " +
        "the coverage does not rise, as it does where modes are still being found.",
      evidence: ({ lostMass }) =>
        `Modes with ${percent(lostMass)} of the data are hardly ever drawn.`,
    },
    {
      looksAt: [
        ["lostModes", 0, 1],
        ["coverageRise", 0.3, 0.2],
      ],
      why:
        "A rare mode has little mass, so what is lost is little by nature: count the modes. These get less than " +
        "a quarter of their share, more surely than chance explains; and the coverage does not rise steeply, " +
        "as it does where modes are still being found.",
      evidence: ({ lostModes }) =>
        `${lostModes === 1 ? "One mode gets" : `${lostModes} modes get`} less than a quarter of the share of the samples that the data give, and chance does not explain it.`,
    },
  ],
  explains: ["undertrained"],
  remedies: [
    { text: "With labels: a conditional generator, and labels drawn with the true shares" },
    { text: "Sample the data `balanced`, and weight the results back" },
    {
      text: "A generator with more units and more latent numbers: it must be able to make what it drops",
    },
    {
      text: "R1, or a slower discriminator: when that is sure, what lies far away has no pull",
      change: { terms: [{ r1Term: { weight: 1 } }] },
    },
  ],
};
