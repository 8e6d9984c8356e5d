import type { Check, Library, Student } from "../contract";

/** A check whose probe may return anything: `returns` says what its judge gets. */
type Written<Inputs, Values> = Omit<Check<Inputs, Values>, "probe"> & {
  readonly probe: (student: Student, library: Library, inputs: Inputs) => unknown;
};

/** A check whose inputs and values are typed by itself, as a member of a lab's list of checks. */
export function defineCheck<Inputs, Values>(check: Written<Inputs, Values>): Check {
  return check as unknown as Check;
}
