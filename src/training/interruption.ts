import { runningCell } from "../cell";

/** A request to stop, from a person or a program. */
export interface Interruption {
  readonly requested: boolean;
  /** Stops listening. */
  release(): void;
}

/** Options of {@link listenForInterruption}. */
export interface InterruptionOptions {
  /** A program's own way to ask. */
  readonly signal?: AbortSignal;
  /** What to do at once at a SIGINT. */
  readonly onRequest?: () => void;
}

/**
 * Listens for SIGINT (Ctrl-C; JupyterLab's stop button) and for an abort signal. Node alone would end
 * the process at a SIGINT, and the tslab kernel lets code run on that waits for a promise: so whoever
 * trains has to listen. Only the first SIGINT is taken; a second one does what it always did.
 *
 * In a notebook a stop counts for the whole cell: what the cell would train next is stopped as well.
 */
export function listenForInterruption({
  signal,
  onRequest,
}: InterruptionOptions = {}): Interruption {
  const cell = runningCell();
  let requested = false;
  const request = () => {
    requested = true;
    onRequest?.();
  };
  process.once("SIGINT", request);
  if (cell) cell.listening++;
  return {
    get requested() {
      return requested || signal?.aborted === true || cell?.stopped === true;
    },
    release() {
      process.removeListener("SIGINT", request);
      if (cell) cell.listening--;
    },
  };
}

/** Lets everything else that waits have its turn: messages, timers, signals. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
