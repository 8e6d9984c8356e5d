import type { RunRecord } from "../run-record";
import { diagnosisRules } from ".";
import { percent } from "./numbers";
import type { Rule } from "./rule";

/** All that is told from what was measured. */
const measured = diagnosisRules.map(({ pitfall }) => pitfall);

/**
 * What is at fault by itself, before anything is trained: it needs no bounds that are set by trained runs. All that
 * is measured afterwards follows from it.
 */
export const givenRules: readonly Rule[] = [
  {
    pitfall: "faulty data",
    notebook: "06",
    signs: [
      {
        looksAt: [["dataNotFinite", 0, 1]],
        why: "One NaN in a batch makes every weight NaN in one step.",
        evidence: (_, { facts, problem }) =>
          problem?.message ??
          `The data have numbers that are not finite: ${facts!.data.firstNotFinite}.`,
      },
      {
        looksAt: [["dataAlike", 0, 1]],
        why: "A generator can learn nothing of one example but to repeat it.",
        evidence: (_, { facts }) =>
          facts!.data.examples === 1
            ? `"${facts!.data.name}" has one example only.`
            : `All ${facts!.data.examples} examples of "${facts!.data.name}" that were looked at are the same.`,
      },
      {
        looksAt: [["dataFarOut", 1.3, 2]],
        why:
          "Missing values that are written as -999, and results of a division by nearly 0, are far from all other " +
          "numbers at their place. The discriminator looks at nothing else, and no scale suits both.",
        evidence: (_, run) => farOutText(run),
      },
    ],
    explains: ["faulty loss", ...measured],
    remedies: [
      { text: "Ask `dataReport` which examples they are, and leave them out: `cleaned`" },
      { text: "Fill in missing values before training, or leave out what has one" },
      {
        text: "Bring all numbers to one range, and declare it: `normalisePixels`, `finiteDataset`",
      },
    ],
  },
  {
    pitfall: "faulty loss",
    notebook: "02",
    signs: [
      {
        looksAt: [["lossNotFinite", 0, 1]],
        why:
          "The networks gave scores that are finite and moderate. sigmoid(-104) is 0 in float32, so log(sigmoid(s)) " +
          "is -Infinity from there on, and the root of 0 has an infinite slope.",
        evidence: (_, { problem }) =>
          `${problem!.message}, although the scores are finite and moderate: it comes from the formula of the loss or of a term.`,
      },
    ],
    explains: measured,
    remedies: [
      {
        text: "Write it in its stable form: log D = -softplus(-s) and log(1 - D) = -softplus(s), with `tf` for softplus",
      },
      {
        text: "Take a loss of the library that has it: `nonSaturating`, `minimax`, `withLabels`",
        change: { loss: "nonSaturating" },
      },
      { text: "Add 1e-8 below a root or a logarithm that can meet a 0" },
    ],
  },
  {
    pitfall: "unreachable data",
    notebook: "07",
    signs: [
      {
        looksAt: [["outOfReach", 0.01, 0.05]],
        why:
          "Tanh makes numbers from -1 to 1, and a sigmoid from 0 to 1. What of the data lies outside can be made by no " +
          "weights, and the discriminator tells by one look.",
        evidence: (_, run) => reachText(run),
      },
    ],
    explains: measured,
    remedies: [
      { text: "Scale the data to the generator's range, and declare it: `normalisePixels`" },
      {
        text: "Take the last activation that has the data's range: tanh for -1 to 1, sigmoid for 0 to 1",
      },
      { text: "Leave it out: a linear last layer (`linear`) reaches all numbers" },
      { text: "Leave `unchecked` out: a training then refuses what cannot fit" },
    ],
  },
  {
    pitfall: "unbounded critic",
    notebook: "04",
    signs: [
      {
        looksAt: [["unboundedCritic", 0, 1]],
        why:
          "A loss without a floor falls for ever while the critic makes its scores larger (Arjovsky et al. 2017, " +
          "section 3): it measures a distance only if the critic's slope is bounded.",
        evidence: () =>
          "The loss wants a critic of bounded slope, and nothing bounds it: no penalty on the slope, no clipped weights, no spectral norm.",
      },
    ],
    explains: measured.filter((pitfall) => pitfall !== "overfitting"),
    remedies: [
      {
        text: "Penalise the slope: `gradientPenaltyTerm`, with several critic updates a step (`discriminatorSteps`)",
        change: { terms: ["gradientPenaltyTerm"], discriminatorSteps: 5 },
      },
      {
        text: "Divide all weights of the critic by their spectral norm (`mlp` and the other networks with spectral)",
      },
      {
        text: "Clip the weights (`weightClip: 0.01`), which is slow",
        change: { weightClip: 0.01 },
      },
      {
        text: "Take a loss with a floor: `nonSaturating`, `hinge`",
        change: { loss: "nonSaturating" },
      },
    ],
  },
];

function farOutText({ facts }: RunRecord): string {
  const { name, examples, farOut, farthest } = facts!.data;
  const { value, example, place, times } = farthest!;
  return (
    `${farOut} of ${examples} examples of "${name}" have a number far from all others at its place: ` +
    `${Number(value.toPrecision(4))} (example ${example}, number ${place}, both from 0) lies ` +
    `${Number(times.toPrecision(2))} interquartile ranges from the median there.`
  );
}

function reachText({ facts }: RunRecord): string {
  const { low, high, least, most, share } = facts!.outOfReach!;
  const text = (x: number) => String(Number(x.toPrecision(3)));
  const ends = [low, high].map((end) => (end === undefined ? "without end" : text(end)));
  return (
    `The generator's last activation gives numbers from ${ends.join(" to ")}, and "${facts!.data.name}" has them from ` +
    `${text(least)} to ${text(most)}: ${percent(share)} of them lie outside.`
  );
}
