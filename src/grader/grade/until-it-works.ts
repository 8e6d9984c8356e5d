/** Something that is started when it is first needed, and shared from then on. */
export interface Started<Value> {
  /** Starts it, or waits for it. A start that failed is one caller's failure: who comes later tries anew. */
  readonly get: () => Promise<Value>;
  /** What is there or on its way; undefined where nothing is. Never throws: whoever asked for it heard of it. */
  readonly begun: () => Promise<Value | undefined>;
}

export function untilItWorks<Value>(start: () => Promise<Value>): Started<Value> {
  let started: Promise<Value> | undefined;

  function get(): Promise<Value> {
    if (started) return started;
    const next = start();
    started = next;
    next.catch(() => {
      started = undefined;
    });
    return next;
  }

  return { get, begun: async () => started?.catch(() => undefined) };
}
