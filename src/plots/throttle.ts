/** Passes on values, but not too often. */
export interface Throttle<Value> {
  /** Pass this value on now, or later if none newer has come by then. */
  readonly offer: (value: Value) => void;
  /** Drop what waits and take no more. */
  readonly stop: () => void;
}

const leastWait = 250; // milliseconds: four times a second is as often as one can read
const mostWait = 4000; // so that even a very slow picture is seen to move
const share = 0.015; // of the time, so much may go into showing

/**
 * Call `send` with the newest value at most four times a second, and less often when `send` is slow: so seldom
 * that it takes about 1.5 % of the time, but every four seconds. The first call does not count, it is slow while
 * the code is new. The clock is asked on every offer, so a busy loop that never lets timers run is served too.
 */
export function throttle<Value>(send: (value: Value) => void): Throttle<Value> {
  let due = -Infinity;
  let isFirst = true;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const pass = (value: Value): void => {
    clearTimeout(timer);
    timer = undefined;
    const start = performance.now();
    send(value);
    const cost = performance.now() - start;
    due = start + (isFirst ? leastWait : Math.min(mostWait, Math.max(leastWait, cost / share)));
    isFirst = false;
  };
  const offer = (value: Value): void => {
    if (stopped) throw new Error("Live display got an update after it was done; make a new one");
    const wait = due - performance.now();
    clearTimeout(timer);
    if (wait <= 0) pass(value);
    else timer = setTimeout(pass, wait, value);
  };
  const stop = (): void => {
    clearTimeout(timer);
    stopped = true;
  };
  return { offer, stop };
}
