/**
 * How much a notebook may spend. `full` is what is committed and what proves the claims; `smoke` runs every
 * line in seconds and proves nothing (claims are reported, not enforced).
 */

/** The two budgets a notebook runs under. */
export type BudgetName = "full" | "smoke";

/**
 * The values for the budget of this run. The budget's name comes from the environment variable
 * `CLINIC_BUDGET`, which `clinic run --budget` sets; without it, in JupyterLab, it is `full`.
 *
 * @param values what to use under each budget: steps, seeds, sample counts
 * @returns the chosen values, and `name`
 * @throws RangeError `CLINIC_BUDGET` is something else
 * @example
 * ```ts
 * const { name, steps } = budget({ full: { steps: 2500 }, smoke: { steps: 20 } });
 * assert.equal(steps, name === "full" ? 2500 : 20);
 * ```
 */
export function budget<T extends object>(values: {
  /** For what is committed and proves the claims. */
  full: T;
  /** For a run of seconds that proves nothing. */
  smoke: T;
}): T & {
  /** The budget's name. */
  name: BudgetName;
} {
  const name = budgetName();
  return { ...values[name], name };
}

/**
 * The name of this run's budget.
 * @throws RangeError `CLINIC_BUDGET` is neither "full" nor "smoke"
 * @example
 * ```ts
 * assert.ok(["full", "smoke"].includes(budgetName()));
 * ```
 */
export function budgetName(): BudgetName {
  const name = process.env.CLINIC_BUDGET ?? "full";
  if (name === "full" || name === "smoke") return name;
  throw new RangeError(
    `CLINIC_BUDGET is "${name}"; wanted "full" or "smoke". Unset it or set it to one of these`,
  );
}
