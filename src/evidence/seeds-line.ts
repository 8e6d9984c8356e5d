import { duration } from "../plots/progress";
import { liveLine } from "../plots/live";

/** A line that tells how many seeds are done, how long it has taken and how long it will still take. */
export interface SeedsLine {
  /** One more seed is done. */
  seedDone(): void;
  /** No more will come. */
  end(): void;
}

/**
 * Start such a line: `levers: 3 of 10 seeds done after 34 s, about 80 s left`. It is renewed every second, so that one
 * sees that something happens.
 *
 * @param known seeds that were done before
 */
export function seedsLine(name: string, count: number, known: number): SeedsLine {
  const line = liveLine();
  const start = performance.now();
  let done = known;
  let left: { readonly seconds: number; readonly at: number } | undefined;
  const seconds = (): number => (performance.now() - start) / 1000;
  const say = (): void => {
    const wait = left && left.seconds - (seconds() - left.at);
    const about = wait !== undefined && wait > 0 ? `, about ${duration(wait)} left` : "";
    line.update(`${name}: ${done} of ${count} seeds done after ${duration(seconds())}${about}`);
  };
  say();
  const timer = setInterval(say, 1000);
  timer.unref();
  return {
    seedDone() {
      done++;
      left = { seconds: (seconds() / (done - known)) * (count - done), at: seconds() };
    },
    end() {
      clearInterval(timer);
      line.done(`${name}: ${done} of ${count} seeds in ${duration(seconds())}`);
    },
  };
}
