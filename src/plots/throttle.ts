/** Passes on values, but not too often. */
export interface Throttle<Value> {
  /** Pass this value on now, or later if none newer has come by then. */
  readonly offer: (value: Value) => void;
  /** Drop what waits and take no more. */
  readonly stop: () => void;
}

const wait = 250; // milliseconds: four times a second is as often as one can read

/**
 * Call `send` with the newest value at most four times a second. The clock is asked on every offer,
 * so a busy loop that never lets timers run is served too.
 */
export function throttle<Value>(send: (value: Value) => void): Throttle<Value> {
  let last = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const pass = (value: Value): void => {
    clearTimeout(timer);
    timer = undefined;
    last = performance.now();
    send(value);
  };
  const offer = (value: Value): void => {
    if (stopped) throw new Error("Live display got an update after it was done; make a new one");
    const due = last + wait - performance.now();
    clearTimeout(timer);
    if (due <= 0) pass(value);
    else timer = setTimeout(pass, due, value);
  };
  const stop = (): void => {
    clearTimeout(timer);
    stopped = true;
  };
  return { offer, stop };
}
