/** A request to stop, from a person or a program. */
export interface Interruption {
  readonly requested: boolean;
  /** Stops listening. */
  release(): void;
}

/**
 * Listens for SIGINT (Ctrl-C; JupyterLab's stop button) and for an abort signal. Node alone would end
 * the process at a SIGINT, and the tslab kernel lets code run on that waits for a promise: so whoever
 * trains has to listen. Only the first SIGINT is taken; a second one does what it always did.
 */
export function listenForInterruption(signal?: AbortSignal): Interruption {
  let requested = false;
  const request = () => {
    requested = true;
  };
  process.once("SIGINT", request);
  return {
    get requested() {
      return requested || signal?.aborted === true;
    },
    release() {
      process.removeListener("SIGINT", request);
    },
  };
}

/** Lets everything else that waits have its turn: messages, timers, signals. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
