import { number } from "../evidence/claim-view";
import { doseResponse } from "../plots/budget";
import type { Chart } from "../plots/chart";
import { mean } from "../statistics";
import { filmOf, someOf } from "./film";
import type { StudyRun } from "./finished-run";
import type { StudyDoseOptions } from "./study";

/** Moments in a film. */
const MOMENTS = 4;

/**
 * A run's samples at some moments of its training.
 *
 * @throws TypeError for data that have no picture
 */
export async function filmChart(run: StudyRun): Promise<Chart> {
  const data = await run.data();
  const draw = filmOf(data);
  if (!draw) {
    throw new TypeError(
      `film: wanted data of points in the plane or of pictures, found "${data.name}"; draw run.snapshots yourself`,
    );
  }
  const finite = run.snapshots.filter(({ samples }) => samples.every(Number.isFinite));
  const moments = someOf(finite, MOMENTS);
  const steps = moments.map(({ step }) => step).join(", ");
  return draw(moments, {
    title: `"${run.arm}", seed ${run.seed}: samples over training`,
    alt: `Samples of the arm "${run.arm}", seed ${run.seed}, after ${steps} steps.`,
  });
}

/** What a chart of a measure shows. */
export interface DoseData {
  /** The study's name. */
  readonly study: string;
  /** What was measured, with its unit. */
  readonly measure: string;
  /** By arm, one number a seed. */
  readonly shown: readonly { readonly arm: string; readonly values: readonly number[] }[];
}

/** A measure of all arms side by side. Numbers that are not finite are left out, and counted in the arm's name. */
export function doseChart({ study, measure, shown }: DoseData, options: StudyDoseOptions): Chart {
  const points = shown.map(({ arm, values }) => {
    const finite = values.filter(Number.isFinite);
    const lost = values.length - finite.length;
    return { at: lost === 0 ? arm : `${arm} (${lost} diverged)`, values: finite };
  });
  const drawn = points.filter(({ values }) => values.length > 0);
  const means = drawn.map(({ at, values }) => `${at} ${number(mean(values))}`).join(", ");
  const { yScale, reference } = options;
  return doseResponse({
    title: options.title ?? `${study}: ${measure}`,
    alt: options.alt ?? capital(`${measure}, mean over the seeds: ${means}.`),
    series: [{ name: "seeds", points: drawn }],
    xTitle: "arm",
    yTitle: measure,
    ...(yScale && { yScale }),
    ...(reference && { reference }),
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
