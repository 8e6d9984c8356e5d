/**
 * TensorFlow.js keeps its kernels and gradients in two maps that everybody can find on the global object. A map cannot be
 * frozen, so two that can be locked are put there before it loads.
 */
const { freeze, defineProperty } = Object;

type Name = "kernelRegistry" | "gradRegistry";

export interface Registries {
  /** From now on only values that it once held under the same key may be put there. */
  readonly lock: () => void;
  /** Is it as it was when it was locked? If not, it is put back. */
  readonly restore: () => boolean;
  readonly values: () => unknown[];
}

/** Before TensorFlow.js is loaded. Call `lock` when the library has registered all it has. */
function installRegistries(): Registries {
  const globals = new Map<string, unknown>();
  const kernels = lockable();
  const gradients = lockable();
  globals.set("kernelRegistry" satisfies Name, kernels.map);
  globals.set("gradRegistry" satisfies Name, gradients.map);
  defineProperty(globalThis, "_tfGlobals", { value: globals, writable: true, configurable: true });
  const parts = [kernels, gradients];
  return {
    lock() {
      if (parts.some(({ inner }) => inner.size === 0)) {
        throw new Error("TensorFlow.js was loaded before its registries were put there");
      }
      const fixed = lockable(globals);
      fixed.lock();
      defineProperty(globalThis, "_tfGlobals", {
        value: fixed.map,
        writable: false,
        configurable: false,
      });
      for (const each of parts) each.lock();
    },
    restore: () => parts.map((each) => each.restore()).every(Boolean),
    values: () => parts.flatMap((each) => [...each.inner.values()]),
  };
}

/** A map whose entries lie where the methods of `Map.prototype` do not find them. */
function lockable(inner = new Map<string, unknown>()) {
  const known = new Map<string, Set<unknown>>();
  let atLock: Map<string, unknown> | undefined;

  function remember(key: string, value: unknown): void {
    const values = known.get(key) ?? new Set();
    known.set(key, values.add(value));
  }

  for (const [key, value] of inner) remember(key, value);
  const methods = {
    get: (key: string) => inner.get(key),
    has: (key: string) => inner.has(key),
    set(key: string, value: unknown) {
      if (!atLock) remember(key, value);
      else if (!known.get(key)?.has(value)) {
        throw new TypeError(`"${key}": nothing can be registered with TensorFlow.js any more`);
      }
      inner.set(key, value);
      return map;
    },
    delete: (key: string) => inner.delete(key),
    clear() {
      throw new TypeError("The registries of TensorFlow.js cannot be emptied");
    },
    keys: () => inner.keys(),
    values: () => inner.values(),
    entries: () => inner.entries(),
    forEach(call: (value: unknown, key: string) => void) {
      inner.forEach((value, key) => {
        call(value, key);
      });
    },
    [Symbol.iterator]: () => inner.entries(),
  };
  const map = Object.assign(new Map<string, unknown>(), methods);
  defineProperty(map, "size", { get: () => inner.size });
  freeze(map);

  return {
    map,
    inner,
    lock() {
      atLock = new Map(inner);
    },
    restore() {
      const wanted = atLock ?? inner;
      let same = inner.size === wanted.size;
      for (const [key, value] of wanted) same &&= inner.get(key) === value;
      if (same) return true;
      inner.clear();
      for (const [key, value] of wanted) inner.set(key, value);
      return false;
    },
  };
}

/** Made when this module is loaded, so that it only has to be the first. */
export const registries = installRegistries();
