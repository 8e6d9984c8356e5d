import { number } from "../evidence/claim-view";
import { mean, median } from "../statistics";
import { layersOf, momentsOf, movesOf, type ShownRiddle } from "./riddle-charts";

const LAST = 100; // steps that are the end of a run

/** One of the numbers in words. */
export const riddleNumbers = {
  diversity: ({ run: { monitors } }: ShownRiddle) => {
    const found = momentsOf(monitors, [0.1, 0.4, 0.7, 1]);
    return `diversity at four moments ${found.map((row) => row.diversity.toFixed(2)).join(", ")}`;
  },
  accuracy: ({ run }: ShownRiddle) => {
    const right = mean(run.history.discriminatorAccuracy.slice(-LAST));
    return `discriminator right in ${(100 * right).toFixed(0)} % of the last steps' examples`;
  },
  fall: ({ run }: ShownRiddle) => {
    const lengths = run.history.generatorGradient;
    const [first, last] = [lengths.slice(0, LAST), lengths.slice(-LAST)].map((part) =>
      median(part),
    );
    return `generator's gradient (median of a hundred steps) ${number(first)} at the start, ${number(last)} at the end`;
  },
  burst: ({ run }: ShownRiddle) => {
    const lengths = run.history.generatorGradient;
    return `generator's gradient usually ${number(median(lengths))}, at most ${number(Math.max(...lengths))}`;
  },
  layers: ({ run: { monitors } }: ShownRiddle) => {
    const keys = layersOf(monitors[0]);
    const alive = monitors.filter((row) => row.generatorGradients[keys[0]] > 0);
    const { generatorGradients: of } = alive.at(-1) ?? monitors[0];
    return `gradient of the first layer ${number(of[keys[0]])}, of the output ${number(of[keys.at(-1)!])}`;
  },
  steps: ({ run }: ShownRiddle) => `${run.history.step.length} steps were made`,
  gap: ({ run }: ShownRiddle) => {
    const gaps = run.monitors.flatMap(({ overfitting }) => overfitting ?? []);
    return `gap of the scores ${gaps.at(-1)!.toFixed(2)} at the end`;
  },
  moves: ({ run }: ShownRiddle) => {
    const moves = movesOf(run.snapshots);
    return `samples of the same latent vectors move by ${moves.at(-1)!.toFixed(2)} in the last tenth`;
  },
} satisfies Record<string, (shown: ShownRiddle) => string>;
