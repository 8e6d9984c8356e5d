import { isPlain } from "../../recipes/forms";
import { textOf } from "../../recipes/text";
import type { Random } from "../../random";
import { expectNumber } from "../../shape";

/** A range that numbers are drawn from. */
export type Range =
  | {
      /** All numbers equally likely. */
      readonly uniform: readonly [low: number, high: number];
    }
  | {
      /** All logarithms equally likely. */
      readonly logUniform: readonly [low: number, high: number];
    };

/**
 * Numbers between two ends, all equally likely, as data for a {@link Space}. They are drawn to three digits, so that what
 * is told of a recipe is what was trained.
 *
 * @throws RangeError unless low < high
 * @example
 * ```ts
 * import { uniform } from "gan-clinic";
 * assert.deepEqual(uniform(0, 0.9), { uniform: [0, 0.9] });
 * ```
 */
export function uniform(low: number, high: number): Range {
  expectNumber(high, "uniform high", { above: expectNumber(low, "uniform low") });
  return { uniform: [low, high] };
}

/**
 * Numbers whose logarithm is uniform, as data for a {@link Space}: as many between .001 and .01 as between .01 and .1. For
 * rates and weights (Bergstra and Bengio 2012, section 2.1). They are drawn to three digits.
 *
 * @throws RangeError unless 0 < low < high
 * @example
 * ```ts
 * import { logUniform } from "gan-clinic";
 * assert.deepEqual(logUniform(1e-4, 1e-2), { logUniform: [1e-4, 1e-2] });
 * ```
 */
export function logUniform(low: number, high: number): Range {
  expectNumber(high, "logUniform high", {
    above: expectNumber(low, "logUniform low", { above: 0 }),
  });
  return { logUniform: [low, high] };
}

/** A value with a number in the place of each range. */
export function drawnWithin(value: unknown, random: Random): unknown {
  if (Array.isArray(value)) return value.map((each, i) => drawnWithin(each, random.stream(`${i}`)));
  if (!isPlain(value)) return value;
  const range = rangeOf(value);
  if (range) return numberIn(range, random.uniforms(1)[0]);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, drawnWithin(each, random.stream(name))]),
  );
}

/** A range taken apart. */
interface RangeParts {
  readonly kind: "uniform" | "logUniform";
  readonly ends: readonly number[];
}

/** A range taken apart; undefined for what is none. */
export function rangeOf(value: unknown): RangeParts | undefined {
  if (!isPlain(value)) return undefined;
  const [[kind, ends], ...others] = [...Object.entries(value), ["", undefined]];
  const isKind = kind === "uniform" || kind === "logUniform";
  if (!isKind || others.length > 1 || !Array.isArray(ends)) return undefined;
  return { kind, ends: ends as number[] };
}

/** Whether a range stands in a value. */
export function hasRange(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasRange);
  return isPlain(value) && (!!rangeOf(value) || Object.values(value).some(hasRange));
}

/** So far along a range, 0 to 1, to three digits. */
function numberIn({ kind, ends: [low, high] }: RangeParts, share: number): number {
  const value =
    kind === "uniform"
      ? low + share * (high - low)
      : Math.exp(Math.log(low) + share * Math.log(high / low));
  return Math.min(high, Math.max(low, Number(value.toPrecision(3))));
}

/** A value with the lower (0) or the upper end (1) in the place of each range. */
export function withEnds(value: unknown, share: number): unknown {
  if (Array.isArray(value)) return value.map((each) => withEnds(each, share));
  const range = rangeOf(value);
  if (range) return range.ends[share];
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, withEnds(each, share)]),
  );
}

/**
 * Checks the ranges in a value: two numbers each, in their order.
 *
 * @throws TypeError or RangeError that begins with the place
 */
export function expectRanges(value: unknown, place: string): void {
  const range = rangeOf(value);
  if (range) {
    const { kind, ends } = range;
    if (ends.length !== 2 || ends.some((each) => typeof each !== "number")) {
      throw new TypeError(
        `space ${place}: wanted { ${kind}: [low, high] }, found ${textOf(value)}`,
      );
    }
    expectNumber(ends[0], `space ${place} ${kind} low`, kind === "logUniform" ? { above: 0 } : {});
    expectNumber(ends[1], `space ${place} ${kind} high`, { above: ends[0] });
  } else if (Array.isArray(value)) {
    value.forEach((each, i) => {
      expectRanges(each, `${place}[${i}]`);
    });
  } else if (isPlain(value)) {
    for (const [name, each] of Object.entries(value)) expectRanges(each, `${place}.${name}`);
  }
}
