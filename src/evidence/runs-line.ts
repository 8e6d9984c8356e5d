import { clearLine, cursorTo } from "node:readline";
import { duration } from "../plots/progress";
import { liveLine } from "../plots/live";

/** A line that tells how many runs are done, how long it has taken and how long it will still take. */
export interface RunsLine {
  /** One more run is done, or a part of its work. */
  runDone(): void;
  /** So much of a run's work is done, 1 for all of it: the runs that are not done yet count with what they have done. */
  working(run: object, share: number): void;
  /** No more will come. */
  end(): void;
}

/** What such a line counts. */
export interface RunsLineOptions {
  /** How many runs there are. */
  readonly count: number;
  /** How many of them were done before. */
  readonly known: number;
  /** "seeds" or "runs". */
  readonly what: string;
}

/**
 * Start such a line: `levers: 3 of 10 seeds done after 34 s, about 80 s left`. It is renewed every second, so that one
 * sees that something happens; in a terminal too.
 */
export function runsLine(name: string, { count, known, what }: RunsLineOptions): RunsLine {
  const line = liveLine();
  const start = performance.now();
  const shares = new Map<object, number>(); // of the runs that have told what they have done
  let done = known;
  let left: { readonly seconds: number; readonly at: number } | undefined;
  const seconds = (): number => (performance.now() - start) / 1000;
  const say = (): void => {
    const wait = left && left.seconds - (seconds() - left.at);
    const about = wait !== undefined && wait > 0 ? `, about ${duration(wait)} left` : "";
    const text = `${name}: ${done} of ${count} ${what} done after ${duration(seconds())}${about}`;
    line.update(text);
    inTerminal(text);
  };
  const estimate = (): void => {
    const partly = [...shares.values()].reduce((sum, share) => sum + share, 0);
    const worked = Math.max(done - known, partly);
    left = { seconds: (seconds() / worked) * (count - known - worked), at: seconds() };
  };
  say();
  const timer = setInterval(say, 1000);
  timer.unref();
  return {
    runDone() {
      done++;
      estimate();
    },
    working(run, share) {
      shares.set(run, share);
      if (seconds() > 3) estimate(); // what the first seconds say is mostly about starting
    },
    end() {
      clearInterval(timer);
      inTerminal("");
      line.done(`${name}: ${done} of ${count} ${what} in ${duration(seconds())}`);
    },
  };
}

/** A text in the place of the one before, at a person's terminal. */
function inTerminal(text: string): void {
  const { stderr } = process;
  if (!stderr.isTTY) return;
  clearLine(stderr, 0);
  cursorTo(stderr, 0);
  stderr.write(text.slice(0, stderr.columns - 1));
}
