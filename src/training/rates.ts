import { lever } from "../levers/lever";
import { expectInteger, expectNumber } from "../shape";

/** A number, or one for each step, counted from 1. */
export type Rate = number | ((step: number) => number);

/**
 * What a rate is at a step.
 *
 * @param what its name for the message
 * @throws RangeError when it is not finite or below 0
 * @example
 * ```ts
 * import { rateAt } from "gan-clinic";
 * assert.equal(rateAt(0.1, 7), 0.1);
 * assert.equal(rateAt((step) => 1 / step, 4), 0.25);
 * ```
 */
export function rateAt(rate: Rate, step: number, what = "rate"): number {
  const value = typeof rate === "number" ? rate : rate(step);
  return expectNumber(value, `${what} at step ${step}`, { atLeast: 0 });
}

/**
 * A straight line from `from` at step 1 to `to` at step `steps`, and `to` from then on. Instance noise is
 * often taken down like this, and learning rates at the end of a training.
 *
 * @throws RangeError for fewer than two steps
 * @example
 * ```ts
 * import { linearRate } from "gan-clinic";
 * const noise = linearRate({ from: 0.5, to: 0, steps: 11 });
 * assert.deepEqual([noise(1), noise(6), noise(11), noise(50)], [0.5, 0.25, 0, 0]);
 * ```
 */
export function linearRate({ from, to, steps }: Ramp): (step: number) => number {
  expectRamp("linearRate", { from, to, steps });
  return lever(
    "rate",
    "linearRate",
    { from, to, steps },
    (step) => from + (to - from) * Math.min(1, (step - 1) / (steps - 1)),
  );
}

/**
 * Half a cosine from `from` at step 1 to `to` at step `steps`: flat at both ends (Loshchilov and Hutter
 * 2017, eq. 5, without restarts).
 *
 * @throws RangeError for fewer than two steps
 * @example
 * ```ts
 * import { cosineRate } from "gan-clinic";
 * const rate = cosineRate({ from: 1, to: 0, steps: 101 });
 * assert.ok(Math.abs(rate(51) - 0.5) < 1e-12 && rate(1) === 1 && rate(101) === 0);
 * ```
 */
export function cosineRate({ from, to, steps }: Ramp): (step: number) => number {
  expectRamp("cosineRate", { from, to, steps });
  return lever("rate", "cosineRate", { from, to, steps }, (step) => {
    const done = Math.min(1, (step - 1) / (steps - 1));
    return to + ((from - to) * (1 + Math.cos(Math.PI * done))) / 2;
  });
}

/** Where a rate begins and ends, and at which step it arrives. */
export interface Ramp {
  /** The rate at step 1. */
  readonly from: number;
  /** The rate at step `steps`, and from then on. */
  readonly to: number;
  /** The step at which it arrives, 2 or more. */
  readonly steps: number;
}

function expectRamp(name: string, { from, to, steps }: Ramp): void {
  expectNumber(from, `${name} from`, { atLeast: 0 });
  expectNumber(to, `${name} to`, { atLeast: 0 });
  expectInteger(steps, `${name} steps`, { atLeast: 2 });
}
