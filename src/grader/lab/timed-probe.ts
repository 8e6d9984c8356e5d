/** A probe in a learner's notebook, with a time limit: a loop that never ends would hold the kernel for ever. */
import vm from "node:vm";

/** The work took longer than it may. */
export class TooLong extends Error {}

const PLACE = "__ganClinicProbe__";

/**
 * What `work` gives. While it holds the thread V8 stops it, and so does the stop button; while it waits a timer does.
 * What holds the thread after an `await` can be stopped by neither.
 * @throws Error `TooLong`: it takes longer
 */
export async function withinSeconds(seconds: number, work: () => unknown): Promise<unknown> {
  const timeout = Math.max(1, Math.round(seconds * 1000));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TooLong());
    }, timeout);
  });
  late.catch(() => {}); // it may lose the race below
  try {
    return await Promise.race([held(timeout, work), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Only what runs in a script can be stopped. */
function held(timeout: number, work: () => unknown): unknown {
  const place = globalThis as Record<string, unknown>;
  place[PLACE] = work;
  const begun = performance.now();
  try {
    return vm.runInThisContext(`${PLACE}()`, { timeout, breakOnSigint: true });
  } catch (error) {
    const { code } = (error ?? {}) as { code?: unknown };
    const isLate = code === "ERR_SCRIPT_EXECUTION_TIMEOUT" && performance.now() - begun > 0.9 * timeout; // prettier-ignore
    throw isLate ? new TooLong() : error;
  } finally {
    Reflect.deleteProperty(place, PLACE);
  }
}

/** Was it the stop button? */
export function isStop(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}
