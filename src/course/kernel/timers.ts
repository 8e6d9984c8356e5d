/**
 * TypeScript's watcher has two timers: one to compile anew, one to look again for modules that it once did not
 * find, which starts when a file appears or changes where it had looked: in node_modules, or beside the notebook.
 * tslab has room for one timer only. So when anything was written there while a cell ran, the next cell fails with
 * "Unexpected pending rebuildTimer". The second timer gets a place of its own here.
 */

/** TypeScript's functions of the system, from which tslab derives its own. */
interface System {
  setTimeout?: (callback: () => void, delay: number) => unknown;
  clearTimeout?: (timer: unknown) => void;
}

/** The name of what TypeScript has the second timer call. */
const looksAgain = "invalidateResolutionsOfFailedLookup";

/** Let a system that is derived from this one have both timers. To be called before tslab makes its converter. */
export function keepTimersApart(system: System): void {
  const apart = new Set<unknown>();
  onceDerived(system, "setTimeout", (own) => (callback, delay) => {
    if (callback.name !== looksAgain) return own(callback, delay);
    const timer = setTimeout(() => {
      apart.delete(timer);
      callback();
    }, delay);
    timer.unref(); // it does not keep the kernel alive
    apart.add(timer);
    return timer;
  });
  onceDerived(system, "clearTimeout", (own) => (timer) => {
    if (apart.delete(timer)) clearTimeout(timer as NodeJS.Timeout);
    else own(timer);
  });
}

/** What a derived system assigns to a name is wrapped; the system itself keeps what it has. */
function onceDerived<Name extends keyof System>(
  system: System,
  name: Name,
  wrap: (own: NonNullable<System[Name]>) => System[Name],
): void {
  let usual = system[name];
  Object.defineProperty(system, name, {
    configurable: true,
    enumerable: true,
    get: () => usual,
    set(this: System, own: NonNullable<System[Name]>) {
      if (this === system) usual = own;
      else
        Object.defineProperty(this, name, { value: wrap(own), configurable: true, writable: true });
    },
  });
}
