import type { UnknownCase } from "../diagnosis/cases/unknown-run";
import type { riddleCharts } from "./riddle-charts";
import type { riddleNumbers } from "./riddle-numbers";

/** What is shown of a riddle: what its answer can be seen by, and what misleads. */
export interface RiddleView {
  readonly charts: readonly (keyof typeof riddleCharts)[];
  /** What stands in the line of numbers. */
  readonly numbers: readonly (keyof typeof riddleNumbers)[];
}

export const riddleViews: Readonly<Record<UnknownCase, RiddleView>> = {
  A: { charts: ["losses", "samples"], numbers: ["diversity", "accuracy"] },
  B: { charts: ["samples", "judgement", "generator's gradient"], numbers: ["accuracy", "fall"] },
  C: { charts: ["losses", "samples", "judgement"], numbers: ["diversity", "accuracy"] },
  D: {
    charts: ["six samples", "plain losses", "longest gradients"],
    numbers: ["diversity", "burst"],
  },
  E: { charts: ["losses", "gap"], numbers: ["accuracy", "gap"] },
  F: { charts: ["gradients", "layers"], numbers: ["layers"] },
  G: { charts: ["gradients", "layers"], numbers: ["burst", "steps"] },
  H: { charts: ["six samples", "plain losses", "moves"], numbers: ["diversity", "moves"] },
};
