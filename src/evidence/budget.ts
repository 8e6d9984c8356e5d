/**
 * How much a run may spend. There are three budgets, and these are their only names. `full` proves: it is what is
 * committed, and claims count. `quick` is a true but small experiment, with fewer seeds and steps: claims are reported,
 * not enforced. `smoke` is for tests only: it runs every line in seconds and means nothing.
 */

/** The budgets, the largest first. */
export const budgets = ["full", "quick", "smoke"] as const;

/** How much a run may spend: `full` proves, `quick` is a true but small experiment, `smoke` is for tests. */
export type BudgetName = (typeof budgets)[number];

/** What the notebook says of itself; it counts where CLINIC_BUDGET says nothing. */
let ofNotebook: BudgetName = "full";

/**
 * The values for the budget of this run. Its name comes from the environment variable `CLINIC_BUDGET`, which
 * `npm run course` sets to `quick` and `npm run prove` to `full`. Without it, in JupyterLab, it is `full`, or `quick`
 * for a notebook that says so. Under `quick` a line says that what comes is not what the text describes, and claims are
 * reported, not enforced.
 *
 * @param values what to use under each budget: steps, seeds, sample counts. Where `quick` is left out, it is as `full`
 * @returns the chosen values, and `name`
 * @throws RangeError `CLINIC_BUDGET` is something else
 * @example
 * ```ts
 * const quick = false; // true: a smaller experiment
 * const { name, steps } = budget(
 *   { full: { steps: 2500 }, quick: { steps: 800 }, smoke: { steps: 20 } },
 *   { quick },
 * );
 * assert.equal(steps, { full: 2500, quick: 800, smoke: 20 }[name]);
 * ```
 */
export function budget<T extends object>(
  values: {
    /** For what is committed and proves the claims. */
    full: T;
    /** For a true but small experiment: fewer seeds and steps, and the effect can still be seen. */
    quick?: T;
    /** For tests: seconds, and it proves nothing. */
    smoke: T;
  },
  options: {
    /** The notebook asks for the quick budget; false. CLINIC_BUDGET counts more. */
    quick?: boolean;
  } = {},
): T & {
  /** The budget's name. */
  name: BudgetName;
} {
  ofNotebook = options.quick ? "quick" : "full";
  const name = budgetName();
  if (name === "quick") {
    console.log(
      "This is the quick budget: with fewer seeds and steps, what you see below is not what the text describes, and no claim is judged.",
    );
  }
  return { ...(values[name] ?? values.full), name };
}

/**
 * The name of this run's budget: what the environment variable `CLINIC_BUDGET` says; without it "quick" in a notebook
 * that has asked `budget` for it, else "full".
 *
 * @throws RangeError `CLINIC_BUDGET` is none of "full", "quick" and "smoke"
 * @example
 * ```ts
 * assert.ok(["full", "quick", "smoke"].includes(budgetName()));
 * ```
 */
export function budgetName(): BudgetName {
  const name = process.env.CLINIC_BUDGET ?? ofNotebook;
  const found = budgets.find((each) => each === name);
  if (found) return found;
  throw new RangeError(
    `CLINIC_BUDGET: wanted one of ${budgets.join(", ")}, found ${JSON.stringify(name)}. Unset it, or set it to one of these`,
  );
}
