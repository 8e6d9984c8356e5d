/** Why a run ends before its last cell. */
export type Stop =
  | { readonly kind: "cell timeout" | "notebook timeout"; readonly ms: number }
  | { readonly kind: "signal" }
  | { readonly kind: "death"; readonly words: string };

/** What can stop a whole run. */
export interface Stops {
  /** Resolves with the first of them. Never rejects. */
  readonly first: Promise<Stop>;
  /** The first thing that stopped the run, once it is known. */
  known: Stop | undefined;
  stop(reason: Stop): void;
  dispose(): void;
}

// Node's timers fire at once when they are set to more (24.8 days).
const longestTimerMs = 2 ** 31 - 1;

/** Watches the time of the whole notebook and the caller's signal; a death is told with `stop`. */
export function watchStops(notebookTimeoutMs?: number, signal?: AbortSignal): Stops {
  const { promise, resolve } = deferred<Stop>();
  const stop = (reason: Stop) => {
    stops.known ??= reason;
    resolve(reason);
  };
  const onAbort = () => {
    stop({ kind: "signal" });
  };
  const timer =
    notebookTimeoutMs === undefined
      ? undefined
      : setTimeout(stop, Math.min(notebookTimeoutMs, longestTimerMs), {
          kind: "notebook timeout",
          ms: notebookTimeoutMs,
        });
  const dispose = () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  };
  const stops: Stops = { first: promise, known: undefined, stop, dispose };
  if (signal?.aborted) onAbort();
  else signal?.addEventListener("abort", onAbort, { once: true });
  return stops;
}

/** The value of a promise, or the first thing that stops the run or the cell. */
export async function unlessStopped<T>(
  promise: Promise<T>,
  stops: Stops,
  cellTimeoutMs: number,
): Promise<{ value: T } | { stop: Stop }> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Stop>((resolve) => {
    const ms = Math.min(cellTimeoutMs, longestTimerMs);
    timer = setTimeout(resolve, ms, { kind: "cell timeout", ms: cellTimeoutMs });
  });
  try {
    return await Promise.race([
      promise.then((value) => ({ value })),
      stops.first.then((stop) => ({ stop })),
      timeout.then((stop) => ({ stop })),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}
