import { dataOf } from "../../levers/lever";
import type { Json } from "../../json";
import type { StudyRun } from "../finished-run";

/**
 * What is measured of a finished run: an ordinary function that gives one number, NaN where there is none. The library's
 * own (such as `energyTo`) carry the fields below; a function without them is as good.
 */
export interface Measure {
  (run: StudyRun): number | Promise<number>;
  /** What it is, with its unit, for headings: "energy distance to real samples". */
  readonly title?: string;
  /** In what it counts, for claims: "powers of ten". */
  readonly unit?: string;
  /** Which way is an improvement. */
  readonly better?: "more" | "less";
}

/** What a measure of the library says of itself. */
export type MeasureLabels = Required<Pick<Measure, "title" | "unit">> & Pick<Measure, "better">;

/** By what the library's measures were made. */
const made = new WeakMap<Measure, { readonly name: string; readonly parameters: object }>();

/** A measure of the library, with what it says of itself, by the name and the parameters that it can be made of again. */
export function measureOf(
  name: string,
  parameters: object,
  labels: MeasureLabels,
  measure: (run: StudyRun) => number | Promise<number>,
): Measure {
  const whole = Object.assign(measure, labels);
  made.set(whole, { name, parameters });
  return whole;
}

/** A measure as data; undefined for somebody's own, or one that holds what is somebody's own. */
export function measureForm(measure: Measure): Json | undefined {
  const found = made.get(measure);
  if (!found) return undefined;
  const form = { [found.name]: dataOf(found.parameters) };
  return /"(own|content|tensor)":/.test(JSON.stringify(form)) ? undefined : form;
}
