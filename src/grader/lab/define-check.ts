import type { Check } from "../contract";

/** A check whose inputs and values are typed by itself, as a member of a lab's list of checks. */
export function defineCheck<Inputs, Values>(check: Check<Inputs, Values>): Check {
  return check as unknown as Check;
}
