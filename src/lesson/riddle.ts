import { foundText } from "../arguments/found";
import { unknownRun, type UnknownCase } from "../diagnosis/cases/unknown-run";
import { diagnose } from "../diagnosis/diagnose";
import { findingsText } from "../diagnosis/findings-text";
import { show } from "../plots/display";
import { trainingProgress } from "../plots/progress";
import { budgetName } from "../evidence/budget";
import { latestLosses } from "../training/history";
import { finitePart, riddleCharts } from "./riddle-charts";
import { riddleNumbers } from "./riddle-numbers";
import { riddleViews } from "./riddle-table";

/** The riddles, "A" to "H". */
export type RiddleName = UnknownCase;

/** A small training with something wrong in it. */
export interface Riddle {
  /** Trains it, and shows its charts and a line of numbers. It does not say what is wrong. */
  readonly show: () => Promise<void>;
  /** Prints what is wrong, and by which sign it can be seen. Ask after `show`. */
  readonly answer: () => void;
}

/** Options of {@link riddle}. */
export interface RiddleOptions {
  /** Fewer or more training steps than the riddle's own number, which is 300 to 600. */
  readonly steps?: number;
}

/** What `answer` will say of those that were shown. */
const answers = new Map<RiddleName, string>();

/** It is the same for everybody. */
const SEED = 1;

/**
 * Diagnose it yourself: a GAN of a few seconds with something wrong in it. `show` trains it and draws what you would
 * have in front of you; name the pitfall, then let `answer` say what the library's rules say, and by which sign. It
 * trains from one seed, so a riddle is the same in every run on one engine.
 *
 * Under the budget "smoke" it makes twenty steps, whose answer means little. The answer needs no variable of
 * the cell that showed it: `riddle("A").answer()` finds what `riddle("A").show()` trained last in this kernel.
 *
 * @param name "A" to "H"
 * @throws RangeError for another name, and for an answer before the riddle was shown
 * @example
 * ```ts
 * import { riddle } from "gan-clinic";
 * const c = riddle("C", { steps: 3 });
 * assert.throws(() => c.answer(), /wanted show\(\) before answer\(\)/);
 * await c.show();
 * assert.doesNotThrow(() => c.answer());
 * ```
 */
export function riddle(name: RiddleName, { steps }: RiddleOptions = {}): Riddle {
  if (!Object.hasOwn(riddleViews, name)) {
    const names = Object.keys(riddleViews).join(", ");
    throw new RangeError(`riddle name: wanted one of ${names}, found ${foundText(name)}`);
  }
  return {
    async show() {
      answers.set(name, await shown(name, steps ?? (budgetName() === "smoke" ? 20 : undefined)));
    },
    answer() {
      const answer = answers.get(name);
      if (answer === undefined) {
        throw new RangeError(
          `riddle ${name}: wanted show() before answer(), found no training of it; ` +
            `run the cell with riddle("${name}").show() first`,
        );
      }
      console.log(`Run ${name}\n${answer}\n`);
    },
  };
}

/** Trains a riddle and shows it. What trained is disposed when it returns. */
async function shown(name: RiddleName, steps: number | undefined): Promise<string> {
  let progress: ReturnType<typeof trainingProgress> | undefined;
  const { run, data } = await unknownRun(name, {
    seed: SEED,
    ...(steps !== undefined && { steps }),
    onProgress({ stepsDone, steps: all, history }) {
      progress ??= trainingProgress({ steps: all, label: `run ${name}` });
      progress.update(stepsDone, latestLosses(history));
    },
  });
  progress?.done();
  try {
    const drawn = { name, data, run: finitePart(run) };
    if (drawn.run.history.step.length === 0) return "It was stopped before its first step.";
    const { charts, numbers } = riddleViews[name];
    for (const chart of charts) await show(riddleCharts[chart](drawn));
    console.log(`run ${name}: ${numbers.map((each) => riddleNumbers[each](drawn)).join("; ")}`);
    return findingsText(diagnose(run).slice(0, 1)) || "no finding";
  } finally {
    run.dispose();
  }
}
