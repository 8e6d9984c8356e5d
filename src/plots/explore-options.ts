import { foundText } from "../arguments/found";
import { expectNumber } from "../shape";
import type { ChartOptions } from "./chart";
import { expectName } from "./formula";
import { expectInterval, expectSome, expectText } from "./numbers";
import type { Reference } from "./reference";
import { expectNames } from "./series";

/** A parameter that the reader moves. */
export interface ExploreSlider {
  /** What stands beside the slider, with its unit. */
  readonly title: string;
  /** Its least value. */
  readonly from: number;
  /** Its greatest value. */
  readonly to: number;
  /** Where it stands at first, and in the picture. */
  readonly value: number;
  /** From one place of the slider to the next; `value` is one of its places. */
  readonly step: number;
}

/** An axis that stays as it is while sliders move. */
export interface ExploreAxis {
  /** Title, with its unit. */
  readonly title: string;
  /** Least and greatest value. */
  readonly domain: readonly [number, number];
  /** How values go along it; "linear". */
  readonly scale?: "linear" | "log";
}

/** One line. */
export interface ExploreLine {
  /** Name in the legend. */
  readonly name: string;
  /** Its height, as a formula. */
  readonly formula: string;
}

/** Options of {@link explore}. */
export interface ExploreOptions extends ChartOptions {
  /** By the name that formulas know them by. */
  readonly sliders: Readonly<Record<string, ExploreSlider>>;
  /** The axis along which the lines are drawn. */
  readonly x: ExploreAxis & {
    /** The name that formulas know its values by. */
    readonly name: string;
  };
  /** The other axis; lines are cut where it ends. */
  readonly y: ExploreAxis;
  /** Formulas with a name, for those that come after them: `{ root: "sqrt(a * a - b)" }`. */
  readonly where?: Readonly<Record<string, string>>;
  /** The lines, at most eight. */
  readonly lines: readonly ExploreLine[];
  /** Level lines to hold the curves against. */
  readonly reference?: readonly Reference[];
}

/** Refuse what cannot be drawn, but for the formulas. */
export function check({ sliders, x, y, where = {}, lines }: ExploreOptions): void {
  expectSome(Object.keys(sliders), "explore sliders");
  for (const [name, slider] of Object.entries(sliders)) checkSlider(name, slider);
  for (const [name, { title, domain, scale }] of Object.entries({ x, y })) {
    expectText(title, `explore ${name}.title`);
    expectInterval(domain, `explore ${name}.domain`);
    if (scale === "log")
      expectNumber(domain[0], `explore ${name}.domain, on a log scale`, { above: 0 });
  }
  expectNames(lines);
  const names = [x.name, ...Object.keys(sliders), ...Object.keys(where)];
  names.forEach((name, i) => {
    expectName(name, "explore name");
    if (names.indexOf(name) === i) return;
    throw new RangeError(
      `explore: wanted a name for each of x, sliders and formulas, found ${foundText(name)} twice`,
    );
  });
}

function checkSlider(name: string, { title, from, to, value, step }: ExploreSlider): void {
  const place = `explore sliders.${name}`;
  expectText(title, `${place}.title`);
  expectInterval([from, to], `${place} [from, to]`);
  expectNumber(value, `${place}.value`, { atLeast: from, atMost: to });
  expectNumber(step, `${place}.step`, { above: 0, atMost: to - from });
  const places = (value - from) / step;
  if (Math.abs(places - Math.round(places)) > 1e-6) {
    throw new RangeError(
      `${place}.value: wanted ${from} and some times the step ${step}, found ${value}`,
    );
  }
}
