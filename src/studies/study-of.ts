import { judge, stated } from "../evidence/claim";
import { comparisonTable } from "../evidence/comparison";
import { seedsNeeded } from "../evidence/power";
import { showTable } from "../evidence/table";
import { doseChart, filmChart } from "./charts";
import type { StudyRun } from "./finished-run";
import { measureForm, type Measure } from "./measures/measure";
import { squaresOf } from "../statistics";
import { expectOne } from "./orders";
import type { Study, StudyTableOptions } from "./study";
import type { TrainedRun } from "./trained-run";
import { armVerdicts, verdictTable } from "./verdicts";

/** A run with what was measured of it where it was trained. */
interface MeasuredRun {
  readonly run: StudyRun;
  readonly measured: TrainedRun["measured"];
}

/** What a study is, apart from what can be done with it. */
interface StudyFields extends Pick<Study, "name" | "budget" | "seeds" | "arms"> {
  readonly runs: readonly MeasuredRun[];
}

/** What was measured of all runs. */
interface Column {
  readonly measure: Measure;
  /** One number for each run, in their order. */
  readonly values: readonly number[];
}

/** What can be done with the runs of a study. */
export function studyOf({ name, budget, seeds, arms, runs: all }: StudyFields): Study {
  const columns = new Map<string, Column>();
  const columnOf = (key: string, what: string): Column => {
    expectOne([...columns.keys()], key, what);
    return columns.get(key)!;
  };
  const values = (arm: string, key: string, what = "values"): number[] => {
    expectOne(arms, arm, `${what} arm`);
    const column = columnOf(key, `${what} measure`);
    return column.values.filter((_, i) => all[i].run.arm === arm);
  };
  const runs = (arm: string): StudyRun[] => {
    expectOne(arms, arm, "runs arm");
    return all.map(({ run }) => run).filter((run) => run.arm === arm);
  };
  return {
    name,
    budget,
    seeds,
    arms,
    get measures() {
      return [...columns.keys()];
    },
    runs,
    values: (arm, key) => values(arm, key),
    async measure(key, measure) {
      columns.set(key, { measure, values: await measuredAll(key, measure, all) });
    },
    table({ title = name, baseline, ...options }) {
      const keys = options.measures ?? [...columns.keys()];
      return comparisonTable({
        title,
        baseline,
        arms: Object.fromEntries(
          (options.arms ?? arms).map((arm) => [
            arm,
            Object.fromEntries(keys.map((key) => [key, values(arm, key, "table")])),
          ]),
        ),
        columns: keys.map((key) => {
          const { measure } = columnOf(key, "table measure");
          const better = betterWay(key, measure, options.better);
          return { key, title: measure.title ?? key, better };
        }),
      });
    },
    claim(text, arm, key, { vs, unit, atLeast, atMost, headline = false }) {
      const { measure } = columnOf(key, "claim measure");
      const require = {
        ...(atLeast !== undefined && { atLeast }),
        ...(atMost !== undefined && { atMost }),
      };
      const input = {
        measured: values(arm, key, "claim"),
        ...(vs !== undefined && { baseline: values(vs, key, "claim vs") }),
        headline,
        unit: unit ?? measure.unit ?? key,
        require,
      };
      return stated(judge(text, input, budget === "full"));
    },
    verdicts(key, options) {
      expectOne(arms, options.baseline, "verdicts baseline");
      const { measure } = columnOf(key, "verdicts measure");
      const found = armVerdicts(new Map(arms.map((arm) => [arm, values(arm, key)])), options);
      showTable(verdictTable(found, `${name}: ${measure.title ?? key}`, options));
      return found;
    },
    seedsNeeded(key, effect, { power } = {}) {
      const spread = withinArms(arms.map((arm) => values(arm, key, "seedsNeeded")));
      return seedsNeeded({ difference: effect, spread, ...(power !== undefined && { power }) });
    },
    film: (arm) => filmChart(runs(arm)[0]),
    dose(key, options = {}) {
      const { measure } = columnOf(key, "dose measure");
      const shown = (options.arms ?? arms).map((arm) => ({
        arm,
        values: values(arm, key, "dose"),
      }));
      return doseChart({ study: name, measure: measure.title ?? key, shown }, options);
    },
    dispose() {
      for (const { run } of all) run.dispose();
    },
  };
}

/** A measure of each run: as it was measured where the run was trained, or now. */
async function measuredAll(
  name: string,
  measure: Measure,
  runs: readonly MeasuredRun[],
): Promise<number[]> {
  const form = measureForm(measure);
  const values: number[] = [];
  for (const { run, measured } of runs) {
    const key = JSON.stringify(form);
    const isKnown = form !== undefined && Object.hasOwn(measured, key);
    const value: unknown = isKnown ? measured[key] : await measure(run);
    if (typeof value !== "number") {
      throw new TypeError(
        `measure "${name}": wanted a number (NaN where there is none), found ${typeof value} for arm "${run.arm}", seed ${run.seed}`,
      );
    }
    values.push(value);
    run.dispose();
  }
  return values;
}

function betterWay(
  key: string,
  measure: Measure,
  better: StudyTableOptions["better"] = {},
): "more" | "less" {
  const way = (better as Partial<typeof better>)[key] ?? measure.better;
  if (way) return way;
  throw new TypeError(
    `table better: wanted which way is an improvement of "${key}", found nothing; write better: { "${key}": "more" } or "less"`,
  );
}

/** The standard deviation over seeds within an arm, pooled over the arms; numbers that are not finite are left out. */
function withinArms(arms: readonly (readonly number[])[]): number {
  let squares = 0;
  let degrees = 0;
  for (const all of arms) {
    const values = all.filter(Number.isFinite);
    squares += squaresOf(values);
    degrees += Math.max(0, values.length - 1);
  }
  return Math.sqrt(squares / degrees);
}
