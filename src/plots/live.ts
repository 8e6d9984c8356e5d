import { expectText } from "./numbers";
import type { Chart } from "./chart";
import { allChartForms, chartForms, newSlot, pictureMetadata, volatile } from "./display";
import { throttle } from "./throttle";

/** A chart that changes in place. */
export interface LiveChart {
  /**
   * Show this chart now or soon, unless a newer one comes first. Give a function to make only the
   * charts that are shown.
   */
  update(chart: Chart | (() => Chart)): void;
  /** Show the last chart, with its PNG. Later updates are errors. */
  done(chart: Chart): Promise<void>;
}

/** A line of text that changes in place. */
export interface LiveLine {
  /** Show this text now or soon, unless a newer one comes first. */
  update(text: string): void;
  /** Show the last text. Later updates are errors. */
  done(text: string): void;
}

/**
 * Start a chart that changes in place while a cell runs, at most four times a second and so seldom
 * that drawing takes about 1.5 % of the time. Outside a notebook only the last chart's sentence is
 * printed.
 *
 * @example
 * ```ts
 * import { curves, liveChart } from "gan-clinic";
 * const draw = (losses: number[]) =>
 *   curves({
 *     title: "Loss so far",
 *     alt: `The loss is ${losses.at(-1)}.`,
 *     x: losses.map((_, step) => step),
 *     series: [{ name: "loss", values: losses }],
 *     yTitle: "loss (nats)",
 *   });
 * const live = liveChart();
 * const losses: number[] = [];
 * for (const loss of [0.7, 0.6, 0.5]) {
 *   losses.push(loss);
 *   live.update(() => draw(losses));
 * }
 * await live.done(draw(losses));
 * assert.throws(() => live.update(draw(losses)), /done/);
 * ```
 */
export function liveChart(): LiveChart {
  const slot = newSlot();
  const { offer, stop } = throttle((chart: Chart | (() => Chart)) => {
    if (slot.inNotebook) slot.put(chartForms(typeof chart === "function" ? chart() : chart));
  });
  return {
    update: offer,
    async done(chart) {
      stop();
      if (slot.inNotebook) slot.put(await allChartForms(chart), pictureMetadata(chart));
      else console.log(chart.alt);
    },
  };
}

/**
 * Start a line of text that changes in place, at most four times a second. The runner of the course
 * does not store it, so it may hold timings. Outside a notebook only the last text is printed.
 *
 * @param text The first text; none is shown until the first update.
 *
 * @example
 * ```ts
 * import { liveLine } from "gan-clinic";
 * const line = liveLine();
 * line.update("searching, 1 of 2");
 * line.done("searched 2 settings");
 * assert.throws(() => line.update("late"), /done/);
 * ```
 */
export function liveLine(text?: string): LiveLine {
  const slot = newSlot(volatile);
  const put = (line: string): void => {
    slot.put({ "text/plain": line });
  };
  const { offer, stop } = throttle(put);
  if (text !== undefined) offer(text);
  return {
    update: offer,
    done(last) {
      expectText(last, "Last text");
      stop();
      if (slot.inNotebook) put(last);
      else console.log(last);
    },
  };
}
