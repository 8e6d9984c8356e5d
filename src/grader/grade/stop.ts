/** Ctrl-C, and what a system sends to a program that is to end. */
import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Somebody stopped it. */
export class StoppedError extends Error {
  override name = "StoppedError";
  /** As a shell says that a signal ended a program. */
  readonly exitCode: number;

  constructor(signal: (typeof SIGNALS)[number]) {
    super(`Stopped by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

export interface StopSignals {
  /** Its reason is a `StoppedError`. */
  readonly signal: AbortSignal;
  readonly release: () => void;
}

/** The first signal aborts; a second one ends the program at once. */
export function stopOnSignals(): StopSignals {
  const stop = new AbortController();
  const handlers = SIGNALS.map((name) => {
    const handler = (): void => {
      const error = new StoppedError(name);
      if (stop.signal.aborted) process.exit(error.exitCode);
      process.stderr.write("\nStopping ...\n");
      stop.abort(error);
    };
    process.on(name, handler);
    return { name, handler };
  });
  return {
    signal: stop.signal,
    release() {
      for (const { name, handler } of handlers) process.removeListener(name, handler);
    },
  };
}

/** What the work gives, or the signal's reason as soon as it is aborted; then nobody waits for the work any more. */
export async function unlessStopped<Value>(
  work: Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  work.catch(() => undefined); // where it fails after it was left
  if (!signal) return work;
  signal.throwIfAborted();
  let leave = (): void => undefined;
  const stopped = new Promise<never>((_, reject) => {
    leave = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", leave);
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener("abort", leave);
    stopped.catch(() => undefined);
  }
}
