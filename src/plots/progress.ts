import { expectCount, expectText } from "./numbers";
import { liveLine } from "./live";

/** What {@link trainingProgress} is told. */
export interface ProgressOptions {
  /** Training steps in all. */
  readonly steps: number;
  /** What is trained, such as "ring, seed 2 of 3". */
  readonly label: string;
  /** Names of the values to show, in this order; all that `update` is given. */
  readonly metrics?: readonly string[];
}

/** A line that tells how far training is. */
export interface Progress {
  /** Say that `step` steps are done, and how good the samples are by now. */
  update(step: number, metrics?: Readonly<Record<string, number>>): void;
  /** Say that training has ended. */
  done(): void;
}

const grouped = (value: number): string => value.toLocaleString("en-GB");

/** Three digits: 0.123, 92, 1,250. */
function readable(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 100 ? grouped(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** A time as "14 s" or "2 min 5 s". */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 90 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * Start a line that tells how far training is, such as
 * `ring, seed 2 of 3  step 1,250 / 2,500  92 steps/s  14 s left  modes 8`.
 *
 * The speed is the mean since the first update, so the time to compile a step is not in it.
 *
 * @throws RangeError if `steps` is not a whole number above 0.
 * @throws TypeError if `label` is empty.
 *
 * @example
 * ```ts
 * import { trainingProgress } from "gan-clinic";
 * const progress = trainingProgress({ steps: 2, label: "ring, seed 1 of 3" });
 * progress.update(1, { modes: 8 });
 * progress.done();
 * assert.throws(() => progress.update(2), /done/);
 * ```
 */
export function trainingProgress(options: ProgressOptions): Progress {
  const { steps, label, metrics: names } = options;
  expectCount(steps, "steps");
  expectText(label, "label");
  const line = liveLine();
  const start = performance.now();
  let first: { readonly step: number; readonly at: number } | undefined;
  let step = 0;
  return {
    update(now, metrics = {}) {
      step = now;
      first ??= { step, at: performance.now() };
      const rate = (1000 * (step - first.step)) / (performance.now() - first.at);
      const speed =
        rate > 0 ? [`${readable(rate)} steps/s`, `${duration((steps - step) / rate)} left`] : [];
      const values = (names ?? Object.keys(metrics)).filter((name) => name in metrics);
      const shown = values.map((name) => `${name} ${readable(metrics[name])}`);
      line.update(
        [label, `step ${grouped(step)} / ${grouped(steps)}`, ...speed, ...shown].join("  "),
      );
    },
    done() {
      const seconds = (performance.now() - start) / 1000;
      line.done(`${label}  ${grouped(step)} steps in ${duration(seconds)}`);
    },
  };
}
