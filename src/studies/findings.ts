import { number } from "../diagnosis/rules/numbers";
import { intervalText } from "../evidence/claim-view";
import { seedsNeeded } from "../evidence/power";
import { pairedDifference } from "../metrics/interval";
import { mean, variance } from "../statistics";
import type { StudyRun } from "./finished-run";
import type { Study } from "./study";

/** One thing that a single run cannot show, and several do. */
export interface StudyFinding {
  /** What it is. */
  readonly finding: "seeds that fail" | "seeds decide" | "needless cost";
  /** One sentence, with the numbers. */
  readonly evidence: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The number of the notebook about it. */
  readonly notebook: string;
}

/** What {@link studyFindings} must know of the measure. */
export interface StudyFindingsOptions {
  /** Which way is an improvement. */
  readonly better: "more" | "less";
}

/** A cheaper arm is worth a sentence when it needs less than two thirds. */
const DEARER = 1.5;

/**
 * What a study's runs say together, by one of its measures:
 *
 * - **seeds that fail**: an arm of which some seeds end without a number. The mean of the others flatters it.
 * - **seeds decide**: which seed it is makes more of a difference than which arm. Of k arms with n seeds each, s² is the mean
 *   of the arms' variances. The arms' means spread by chance alone with s²/n, so what the arms themselves add is
 *   b² = max(0, var(means) - s²/n), the usual estimate of variance components. The finding is s > b.
 * - **needless cost**: the arm with the best mean needs at least 1.5 times the examples of a cheaper one, and the 95 %
 *   interval of their difference, seed by seed, holds 0. Cost is counted in examples that go into updates of either player.
 *
 * @throws RangeError for a measure that the study has not taken
 * @example
 * ```ts
 * import { recipe, energyTo, runStudy, studyFindings } from "gan-clinic";
 * const base = recipe({
 *   data: { ring: { std: 0.05 } },
 *   generator: { mlp: { inputs: 4, hidden: [8] } },
 *   discriminator: { mlp: { hidden: [8] } },
 *   loss: "nonSaturating",
 *   learningRate: 1e-3,
 *   steps: 5,
 * });
 * const arms = { "one D step": {}, "two D steps": { discriminatorSteps: 2 } };
 * const measure = { distance: energyTo() };
 * const study = await runStudy("D steps", { base, arms, seeds: 3, measure, processes: 0 });
 * const [first] = studyFindings(study, "distance", { better: "less" }); // five steps: the start decides
 * assert.equal(first.finding, "seeds decide");
 * study.dispose();
 * ```
 */
export function studyFindings(
  study: Study,
  measure: string,
  { better }: StudyFindingsOptions,
): StudyFinding[] {
  const arms = study.arms.map((name): Arm => {
    const values = study.values(name, measure);
    return { name, values, finite: values.filter(Number.isFinite), cost: costOf(study.runs(name)) };
  });
  const whole = arms.filter(({ values, finite }) => finite.length === values.length);
  const sign = better === "less" ? 1 : -1;
  const ranked = [...whole].sort((a, b) => sign * (mean(a.values) - mean(b.values)));
  return [
    ...arms.filter((arm) => !whole.includes(arm)).map(failing),
    ...(study.seeds.length > 1 && whole.length > 1
      ? [seedsDecide(ranked, measure), needlessCost(ranked, measure)]
      : []),
  ].flatMap((found) => found ?? []);
}

interface Arm {
  readonly name: string;
  readonly values: readonly number[];
  readonly finite: readonly number[];
  /** examples a run */
  readonly cost: number;
}

function costOf(runs: readonly StudyRun[]): number {
  const examples = runs.map(({ history, recipe }) => {
    const updates = [...history.discriminatorUpdates, ...history.generatorUpdates];
    return (recipe.batchSize ?? 64) * updates.reduce((sum, each) => sum + each, 0);
  });
  return mean(examples);
}

function failing({ name, values, finite }: Arm): StudyFinding {
  return {
    finding: "seeds that fail",
    evidence: `"${name}": ${values.length - finite.length} of ${values.length} seeds end without a number.`,
    remedy:
      "Report the share that fails beside the mean of the others; look at a failed run with `diagnose`",
    notebook: "04",
  };
}

function seedsDecide(ranked: readonly Arm[], measure: string): StudyFinding | undefined {
  const within = mean(ranked.map(({ values }) => variance(values)));
  const means = ranked.map(({ values }) => mean(values));
  const between = Math.max(0, variance(means) - within / ranked[0].values.length);
  if (!(within > between)) return undefined;
  const [s, b] = [within, between].map(Math.sqrt);
  const gap = Math.abs(means[0] - means[1]);
  const needed = gap > 0 ? seedsNeeded({ difference: gap, spread: s }) : Infinity;
  return {
    finding: "seeds decide",
    evidence:
      `"${measure}" spreads by ${number(s)} between the seeds of an arm and by ${number(b)} between the arms: ` +
      "which seed it is decides more than which arm.",
    remedy:
      needed <= 1000
        ? `To tell "${ranked[0].name}" from "${ranked[1].name}" by a gap as here takes about ${needed} seeds an arm`
        : `No number of seeds worth its cost tells "${ranked[0].name}" from "${ranked[1].name}"`,
    notebook: "08",
  };
}

function needlessCost(
  [best, ...others]: readonly Arm[],
  measure: string,
): StudyFinding | undefined {
  const equals = others.filter(({ values, cost }) => {
    if (best.cost < DEARER * cost) return false;
    const { low, high } = pairedDifference(best.values, values);
    return low <= 0 && high >= 0;
  });
  if (equals.length === 0) return undefined;
  const cheapest = equals.reduce((least, each) => (each.cost < least.cost ? each : least));
  const difference = pairedDifference(best.values, cheapest.values);
  return {
    finding: "needless cost",
    evidence:
      `"${best.name}" has the best mean of "${measure}" and needs ${number(best.cost / cheapest.cost)} times the examples of "${cheapest.name}"; ` +
      `these seeds do not tell them apart (difference ${intervalText(difference)}).`,
    remedy: `By this measure take "${cheapest.name}", or more seeds before you pay for the other`,
    notebook: "10",
  };
}
