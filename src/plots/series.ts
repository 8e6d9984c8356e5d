import { expectFinite, expectLength, expectSome, expectText, extent } from "./numbers";

/** Named values, and an interval around each if there is one. */
export interface Series {
  /** Name in the legend. */
  readonly name: string;
  /** One value for each place on the axis. */
  readonly values: ArrayLike<number>;
  /** Lower end of an interval around each value, for instance over seeds. */
  readonly low?: ArrayLike<number>;
  /** Upper end of it. */
  readonly high?: ArrayLike<number>;
}

/** Refuse a series that is not `length` finite numbers, or an interval without its other end. */
export function expectSeries({ name, values, low, high }: Series, length: number): void {
  expectText(name, "Name of a series");
  if ((low === undefined) !== (high === undefined)) {
    throw new TypeError(
      `"${name}" has one end of its interval; wanted both low and high, or neither`,
    );
  }
  for (const [part, list] of Object.entries({ values, low, high })) {
    if (list === undefined) continue;
    expectLength(list, length, `${part} of "${name}"`);
    expectSome(list, `${part} of "${name}"`);
    expectFinite(list, `${part} of "${name}"`);
  }
}

/** Refuse two series of one name: the legend could not tell them apart. */
export function expectNames(series: readonly { readonly name: string }[]): void {
  expectSome(series, "series");
  const names = series.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new RangeError(`Two series are named "${twice}"; wanted different names`);
}

/** Every number of the series that is drawn, for the extent of an axis. */
export function drawnExtent(series: readonly Series[]): [number, number] {
  return extent(
    series
      .flatMap(({ values, low = [], high = [] }) => [values, low, high].flatMap((v) => extent(v)))
      .filter(Number.isFinite),
  );
}
