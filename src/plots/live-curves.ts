import { noted, type Chart, type ChartOptions } from "./chart";
import { curves, type CurvesOptions } from "./curves";
import { liveChart } from "./live";
import { expectFinite } from "./numbers";

/** Options of {@link liveCurves}: those of {@link curves}, but for what comes in later. */
export type LiveCurvesOptions = Omit<CurvesOptions, "x" | "series">;

/** Lines that grow while something trains. */
export interface LiveCurves {
  /** Add a value to each line named, at a position further right; a new name starts a line. */
  add(x: number, values: Readonly<Record<string, number>>): void;
  /** Draw the lines for the last time, under a title that says what was found. */
  done(found: ChartOptions): Promise<Chart>;
}

interface Line {
  readonly x: number[];
  readonly values: number[];
  /** Where a value was no finite number for the first time. */
  brokenAt?: number;
}

/**
 * Start lines that grow in place while a cell trains: {@link curves} fed a step at a time, drawn at most
 * four times a second. Values that are not finite are left out, and the line under the title says
 * where they began: that a loss became NaN is what one wants to see then.
 *
 * @param options `title` and `alt` are those of the chart while it grows
 * @throws RangeError in `add` for a value that is not above 0 on a log scale, in `done` if no value was
 * finite
 *
 * @example
 * ```ts
 * import { liveCurves } from "gan-clinic";
 * const losses = liveCurves({ title: "Losses so far", alt: "Both losses.", yTitle: "loss (nats)" });
 * losses.add(0, { discriminator: 1.39, generator: 0.69 });
 * losses.add(100, { discriminator: 0.2, generator: NaN });
 * const title = "The generator's loss breaks";
 * const chart = await losses.done({ title, alt: "The generator's loss ends at step 100." });
 * assert.match(chart.alt, /generator is not finite from 100 on/);
 * ```
 */
export function liveCurves(options: LiveCurvesOptions): LiveCurves {
  const live = liveChart();
  const lines = new Map<string, Line>();
  const draw = (said: ChartOptions): Chart => {
    const drawn = Array.from(lines).filter(([, { values }]) => values.length > 0);
    const series = drawn.map(([name, { x, values }]) => ({ name, x, values }));
    const chart = curves({ ...options, title: said.title, alt: said.alt, x: [], series });
    const broken = Array.from(lines).flatMap(([name, { brokenAt }]) =>
      brokenAt === undefined ? [] : [`${name} is not finite from ${brokenAt} on.`],
    );
    return broken.length > 0 ? noted(chart, broken.join(" ")) : chart;
  };
  return {
    add(x, values) {
      expectFinite([x], "Position of live curves");
      for (const [name, value] of Object.entries(values)) {
        if (options.yScale === "log" && value <= 0) {
          throw new RangeError(`${name} is ${value} at ${x}; wanted above 0 on a log scale`);
        }
        const line = lines.get(name) ?? { x: [], values: [] };
        lines.set(name, line);
        if (Number.isFinite(value)) {
          line.x.push(x);
          line.values.push(value);
        } else line.brokenAt ??= x;
      }
      const some = Array.from(lines.values()).some((line) => line.values.length > 0);
      if (some) live.update(() => draw(options));
    },
    async done(found) {
      const chart = draw(found);
      await live.done(chart);
      return chart;
    },
  };
}
