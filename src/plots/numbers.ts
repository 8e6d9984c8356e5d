/** Refuse text that is missing or blank. */
export function expectText(value: unknown, name: string): void {
  if (typeof value !== "string" || value.trim() === "") {
    throw new TypeError(
      `${name} is ${JSON.stringify(value)}; wanted text; give a phrase or sentence`,
    );
  }
}

/** Refuse a list with nothing in it. */
export function expectSome(values: ArrayLike<unknown>, name: string): void {
  if (values.length === 0) throw new RangeError(`${name} is empty; wanted at least one value`);
}

/** Refuse a list whose length differs from the one it is drawn against. */
export function expectLength(values: ArrayLike<unknown>, length: number, name: string): void {
  if (values.length !== length) {
    throw new TypeError(`${name} has ${values.length} values; wanted ${length}, one for each`);
  }
}

/** Refuse a number that differs from the one it must match. */
export function expectEqual(value: number, wanted: number, name: string): void {
  if (value !== wanted)
    throw new RangeError(`${name}: found ${value}; wanted ${wanted} as in the first`);
}

/** Refuse a list with NaN or an infinity in it. */
export function expectFinite(values: ArrayLike<number>, name: string): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(
        `${name} has ${values[i]} at index ${i}; wanted finite numbers; leave that part out and say so`,
      );
    }
  }
}

/** Refuse a number that is not whole or is below `least`. */
export function expectCount(value: number, name: string, least = 1): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`${name} is ${value}; wanted a whole number of at least ${least}`);
  }
}

/** Refuse a pair that is not the lower end and then the upper end of an interval. */
export function expectInterval(pair: readonly [number, number], name: string): void {
  expectFinite(pair, name);
  if (pair[0] >= pair[1]) {
    throw new RangeError(
      `${name} is [${pair.join(", ")}]; wanted the lower end, then the upper end`,
    );
  }
}

/** The least and the greatest value. */
export function extent(values: ArrayLike<number>): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return [low, high];
}

/**
 * A rounding to decimals of which at least a thousand fit between `low` and `high`: finer than
 * can be seen in a picture, and short in a file.
 */
export function roundingFor(low: number, high: number): (value: number) => number {
  const span = high > low ? high - low : Math.abs(high) || 1;
  const digits = Math.min(20, Math.max(0, 3 - Math.floor(Math.log10(span))));
  const scale = 10 ** digits;
  return (value) => Math.round(value * scale) / scale;
}

/** A training step as a label: "step 2,500". */
export function stepLabel(step: number): string {
  expectCount(step, "step", 0);
  return `step ${step.toLocaleString("en-GB")}`;
}
