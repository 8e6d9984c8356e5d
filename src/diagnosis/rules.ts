import type { RunRecord } from "./run-record";
import type { Signals } from "./signals";

/** What can be wrong with a training. */
export type Pitfall =
  | "faulty data"
  | "faulty loss"
  | "unbounded critic"
  | "exploding gradient"
  | "divergence"
  | "overfitting"
  | "overpowering discriminator"
  | "vanishing gradient"
  | "weak discriminator"
  | "mode collapse"
  | "oscillation"
  | "mode dropping"
  | "undertrained";

/** A pitfall shows by each of its signs alone. */
export interface Sign {
  /** All of these together: a signal, where it begins to be suspect (0), and where it is certain (1). */
  readonly looksAt: readonly (readonly [signal: keyof Signals, from: number, to: number])[];
  /** Why this is a sign of it, and where that is known from. */
  readonly why: string;
  /** One sentence with the numbers. It may read what the sign looks at. */
  readonly evidence: (signals: Required<Signals>, run: RunRecord) => string;
}

/** What a pitfall shows itself by, and what to do about it. */
export interface Rule {
  /** What it is about. */
  readonly pitfall: Pitfall;
  /** The notebook about it. */
  readonly notebook: string;
  /** What to look for: the strongest sign that is found counts. */
  readonly signs: readonly Sign[];
  /** What follows from it: when both are found, mend this one first. */
  readonly explains: readonly Pitfall[];
  /** What to try, the likeliest first. */
  readonly remedies: readonly string[];
}

/**
 * All that the diagnosis tells from what was measured, in the order in which it is shown when equally certain.
 *
 * The bounds were set by half of the seeds of the trainings in test/diagnosis/set-ups, and by a few longer
 * ones. Of the 110 runs of the other half 92 % are named right, of 39 runs of set-ups that were written
 * afterwards all, and no healthy one of either (31) gives a false alarm. They are small trainings; what is usual
 * for a large network may differ.
 */
export const diagnosisRules: readonly Rule[] = [
  {
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
      "Start from He's weights for ReLU and leaky ReLU, from Xavier's or orthogonal ones for tanh",
      "Lower both learning rates tenfold, and the momentum (beta1) to .5 or 0",
      "Normalise the layers: batch normalisation in the generator, spectral normalisation in the discriminator",
      "Limit the length of the gradient with `clip`; that treats the sign, not the cause",
    ],
  },
  {
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
      "Lower the learning rates, or let them fall to 0 towards the end (`linearRate`)",
      "Keep the discriminator learning as long as the generator does",
      "R1, or a gradient penalty with several critic updates a step",
      "Lower the momentum: beta1 .5 or 0",
      "Go back to the best checkpoint, and stop there",
    ],
  },
  {
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
      "Augment real examples and fakes alike (`augment`): translation, brightness, cutout",
      "More data, or first train on data that are like it (transfer)",
      "A smaller discriminator or R1 closes the gap too, often with worse samples: measure them",
      "Stop at the best checkpoint",
    ],
  },
  {
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
    explains: [
      "vanishing gradient",
      "mode collapse",
      "mode dropping",
      "oscillation",
      "undertrained",
    ],
    remedies: [
      "Add R1 to the discriminator's loss: it may win, but not by steep slopes",
      "Lower the discriminator's learning rate",
      "One discriminator update a step, or a `schedule` that skips it while its accuracy is above .8",
      "The non-saturating loss instead of the saturating one",
      "Dropout in the discriminator, or instance noise; label smoothing alone does little",
    ],
  },
  {
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
    explains: [
      "weak discriminator",
      "mode collapse",
      "oscillation",
      "mode dropping",
      "undertrained",
    ],
    remedies: [
      "ReLU or leaky ReLU instead of sigmoid or tanh in the hidden layers",
      "He's weights for them, or normalised layers",
      "Fewer layers",
      "The non-saturating loss, or WGAN-GP, instead of the saturating one",
      "A gradient penalty instead of clipped weights",
    ],
  },
  {
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
      "Raise the discriminator's learning rate to the generator's",
      "As many discriminator updates as generator updates, or more",
      "A wider or deeper discriminator",
      "Less dropout, noise or penalty on the discriminator",
    ],
  },
  {
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
      "Bring the learning rates together: a discriminator far slower than the generator is the usual cause",
      "Pack two examples (`packing: 2`), or match features",
      "R1 with a weight of 10; 1 can be too little",
      "Minibatch discrimination in the discriminator",
      "Unroll a few discriminator updates (`unrolling`)",
      "Orthogonal first weights",
    ],
  },
  {
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
      "Lower the momentum: beta1 .5 or 0; it is the usual cause",
      "Average the generator's weights (`average: 0.995`), once the momentum is low",
      "More critic updates a step, for a Wasserstein loss",
      "Lower the learning rates, or let them fall to 0 (`linearRate`)",
      "R1, at low momentum only",
    ],
  },
  {
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
    ],
    explains: ["undertrained"],
    remedies: [
      "With labels: a conditional generator, and labels drawn with the true shares",
      "Sample the data `balanced`, and weight the results back",
      "A generator with more units and more latent numbers: it must be able to make what it drops",
      "R1, or a slower discriminator: when that is sure, what lies far away has no pull",
    ],
  },
  {
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
      "Train longer: go on from the checkpoint",
      "Raise the learning rates, the generator's first, until the samples begin to wander",
      "Average the generator's weights only when it no longer moves: an average lags behind",
    ],
  },
];

/** With two digits. */
function number(value: number): string {
  return String(Number(value.toPrecision(2)));
}

function percent(shareOfOne: number): string {
  return `${Math.round(100 * shareOfOne)} %`;
}

/** Decades above 0, as in "120 times". */
function times(decades: number): string {
  return `${number(10 ** decades)} times`;
}

/** Decades below 0, as in "a 2,300th". */
function share(decades: number): string {
  const parts = Number((10 ** -decades).toPrecision(2));
  return `1/${parts.toLocaleString("en")}`;
}
