/**
 * Whose code runs: every timer and promise belongs to the cell or probe from which it comes. What is left over from an
 * earlier one may go on, but it cannot end the process, and its timers can be stopped.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import timers from "node:timers";
import { promisify } from "node:util";

export interface Owners {
  /** A cell or a probe begins; `end` when it is over. */
  readonly begin: () => void;
  readonly end: () => void;
  /** Runs its code. */
  readonly run: <T>(work: () => T) => T;
  /** Stops all timers that are left over. */
  readonly quiet: () => void;
  /** Is anything left over that may still act? */
  readonly restless: () => boolean;
}

type Call = (...given: unknown[]) => unknown;

const idle = 0; // no run has this number

/** Call it when the library is ready: its own timers belong to nobody. */
export function watchOwners(): Owners {
  const storage = new AsyncLocalStorage<number>();
  const pending = new Set<object>();
  const own = process as unknown as Record<string, Call>;
  const { apply } = Reflect;
  const activeResources = process.getActiveResourcesInfo.bind(process);
  const before = activeResources().length;
  let running = idle;
  let last = idle;

  /** In the place of `process.exit` and its like. */
  function onlyWhileItRuns(key: string, ends: (given: unknown[]) => boolean): void {
    const work = own[key];
    own[key] = (...given) => {
      const owner = storage.getStore();
      if (owner !== undefined && owner !== running && ends(given)) {
        throw new Error(`process.${key} after the cell that called it was over: nothing is ended`);
      }
      return apply(work, process, given);
    };
  }

  for (const key of ["exit", "reallyExit", "abort"]) onlyWhileItRuns(key, () => true);
  const { pid } = process;
  onlyWhileItRuns("kill", ([target]) => Number(target) <= 0 || Number(target) === pid);

  const stops = {
    setTimeout: clearTimeout,
    setInterval: clearInterval,
    setImmediate: clearImmediate,
  };
  const stop = new Map<object, (handle: never) => void>();

  function track(key: keyof typeof stops): void {
    const start = globalThis[key] as unknown as Call;
    const tracked = (work: unknown, ...rest: unknown[]): unknown => {
      if (typeof work !== "function" || storage.getStore() === undefined) {
        return apply(start, globalThis, [work, ...rest]);
      }
      const handle = apply(start, globalThis, [
        (...given: unknown[]): unknown => {
          if (key !== "setInterval") forget(handle);
          return apply(work as Call, handle, given);
        },
        ...rest,
      ]) as object;
      pending.add(handle);
      stop.set(handle, stops[key]);
      return handle;
    };
    Object.defineProperty(tracked, promisify.custom, {
      value: (start as unknown as Record<symbol, unknown>)[promisify.custom],
    });
    Object.assign(globalThis, { [key]: tracked });
    Object.assign(timers, { [key]: tracked });
  }

  function forget(handle: object): void {
    pending.delete(handle);
    stop.delete(handle);
  }

  function trackStop(key: "clearTimeout" | "clearInterval" | "clearImmediate"): void {
    const end = globalThis[key] as unknown as Call;
    const tracked = (handle: unknown): unknown => {
      if (typeof handle === "object" && handle !== null) forget(handle);
      return end(handle);
    };
    Object.assign(globalThis, { [key]: tracked });
    Object.assign(timers, { [key]: tracked });
  }

  for (const key of ["setTimeout", "setInterval", "setImmediate"] as const) track(key);
  for (const key of ["clearTimeout", "clearInterval", "clearImmediate"] as const) trackStop(key);

  return {
    begin() {
      running = ++last;
    },
    end() {
      running = idle;
    },
    run: (work) => storage.run(running, work),
    quiet() {
      for (const handle of [...pending]) {
        stop.get(handle)?.(handle as never);
        forget(handle);
      }
    },
    restless: () => pending.size > 0 || activeResources().length > before,
  };
}
