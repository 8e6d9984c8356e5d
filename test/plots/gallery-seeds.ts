import { beforeAfter } from "../../src/plots/before-after";
import { doseResponse, metricAgainstBudget } from "../../src/plots/budget";
import type { Chart } from "../../src/plots/chart";
import { confusionMatrix } from "../../src/plots/confusion";
import { deviationMatrix } from "../../src/plots/deviation";
import { gradientHeatMap } from "../../src/plots/gradient-heat";
import { modeHistogram } from "../../src/plots/mode-histogram";
import { seedCurves } from "../../src/plots/seed-curves";

const steps = Array.from({ length: 40 }, (_, i) => 50 * i);
/** Runs that rise to `end`, each at a pace of its own. */
const runs = (end: number, paces: readonly number[]) =>
  paces.map((pace) => steps.map((step) => end * (1 - Math.exp((-pace * step) / 1000))));
const decay = (rate: number) => steps.map((_, i) => 10 ** (-1 - rate * i));

/** Charts of what was measured: over seeds, layers, modes, budgets and classes. */
export const seedGallery: Readonly<Record<string, () => Chart>> = {
  "seed-curves": () =>
    seedCurves({
      title: "With minibatch discrimination every seed finds the modes",
      alt: "With it the mean rises to 8 modes, without it to 3.",
      x: steps,
      series: [
        { name: "minibatch discrimination", runs: runs(8, [3, 4, 5]) },
        { name: "none", runs: runs(3, [1, 3, 9]) },
      ],
      yTitle: "modes covered (of 8)",
      reference: [{ value: 8, label: "all" }],
    }),
  "seed-curves-log": () =>
    seedCurves({
      title: "The distance falls in every seed",
      alt: "The geometric mean falls from 0.1 to 0.001.",
      x: steps,
      series: [{ name: "energy distance", runs: [decay(0.03), decay(0.05), decay(0.07)] }],
      yTitle: "energy distance",
      yScale: "log",
      band: "range",
    }),
  "gradient-heat": () =>
    gradientHeatMap({
      title: "With sigmoids the first layers stop learning",
      alt: "The last layer's gradient stays near 0.1; the first layer's underflows, the second fades.",
      steps,
      layers: [
        { name: "dense 1", norms: decay(1.2) },
        { name: "dense 2", norms: decay(0.2) },
        { name: "dense 3", norms: decay(0) },
        { name: "output", norms: decay(0).map((norm, i) => (i < 35 ? norm : NaN)) },
      ],
    }),
  "mode-histogram": () =>
    modeHistogram({
      title: "The two rare modes are dropped",
      alt: "Modes 4 and 5, each a twentieth of the data, get almost no sample.",
      masses: [0.3, 0.3, 0.3, 0.05, 0.05],
      series: [{ name: "generated", counts: [200, 160, 138, 2, 0] }],
    }),
  "mode-histogram-pair": () =>
    modeHistogram({
      title: "Balanced sampling brings the rare class back",
      alt: "Cats get no sample without it and a tenth with it, as in the data.",
      masses: [0.6, 0.3, 0.1],
      labels: ["dogs", "birds", "cats"],
      series: [
        { name: "generated, plain", counts: [700, 300, 0] },
        { name: "balanced", counts: [590, 300, 110] },
      ],
      xTitle: "class",
    }),
  budget: () =>
    metricAgainstBudget({
      title: "The small network is better until 100 s, then the large one",
      alt: "The small network stops at a distance of 0.2, the large one reaches 0.1 after 1,000 s.",
      series: [
        {
          name: "width 32",
          points: [
            { at: 10, values: [0.5, 0.6, 0.55] },
            { at: 100, values: [0.2, 0.25, 0.22] },
            { at: 1000, values: [0.2, 0.21, 0.19] },
          ],
        },
        {
          name: "width 256",
          points: [
            { at: 10, values: [0.9, 0.95, 1] },
            { at: 100, values: [0.3, 0.2, 0.25] },
            { at: 1000, values: [0.1, 0.12, 0.09] },
          ],
        },
      ],
      xTitle: "training time (s)",
      yTitle: "energy distance",
      reference: [{ value: 0.05, label: "real data" }],
    }),
  "dose-response": () =>
    doseResponse({
      title: "Some noise helps, much of it harms",
      alt: "Of 8 modes, 2 are covered without noise, 8 with a little and 4 with much.",
      series: [
        {
          name: "instance noise",
          points: [
            { at: "none", values: [2, 1, 3, 2] },
            { at: 0.1, values: [8, 8, 7, 8] },
            { at: 1, values: [4, 5, 3, 8] },
          ],
        },
      ],
      xTitle: "std of the noise",
      yTitle: "modes covered (of 8)",
    }),
  "dose-response-log": () =>
    doseResponse({
      title: "A larger penalty brings the gradient back by many powers of ten",
      alt: "The gradient's norm rises from a hundred-millionth without a penalty to 1 with weight 10.",
      series: [
        {
          name: "gradient penalty",
          points: [
            { at: 0.01, values: [1e-8, 4e-8, 2e-9] },
            { at: 0.3, values: [1e-4, 3e-4, 2e-5] },
            { at: 10, values: [0.9, 1.2, 0.4] },
          ],
        },
      ],
      xTitle: "weight of the penalty",
      yTitle: "gradient norm",
      xScale: "log",
      yScale: "log",
    }),
  deviation: () =>
    deviationMatrix({
      title: "Recall misses the noise, precision praises the copies",
      alt: "Noise moves precision by 12 spreads and recall by none; copies are praised by precision.",
      values: [[12, 0.3], [-4.4, 1], [0, 66]], // prettier-ignore
      rowNames: ["noise", "copies", "dropped classes"],
      columnNames: ["precision", "recall"],
      rowTitle: "fault",
      columnTitle: "metric",
      above: "it sees the fault",
      below: "it praises it",
    }),
  "before-after": () =>
    beforeAfter({
      title: "Spectral norm keeps gradients alive in every seed",
      alt: "In five seeds of five more modes are covered with spectral norm.",
      before: { name: "without", values: [3, 4, 2, 5, 3] },
      after: { name: "with spectral norm", values: [7, 8, 7, 6, 8] },
      yTitle: "modes covered (of 8)",
    }),
  confusion: () =>
    confusionMatrix({
      title: "Half of the sevens look like ones",
      alt: "Of 30 sevens asked for, 15 are seen as ones; ones and eights are right.",
      counts: [[1200, 0, 3], [15, 13, 2], [0, 0, 0]], // prettier-ignore
      rowNames: ["1", "7", "8"],
      columnNames: ["1", "7", "eight"],
      rowTitle: "label asked for",
      columnTitle: "label seen",
    }),
};
