// Recording a step, reading the tape in order and computing in float64 all put a function of this library in the place
// of one of TensorFlow.js's, most of them only for a while. That is done here, so that a grader can lock these places:
// what is locked only `patch` can change, and a submission's code cannot reach it.

interface Slot {
  value: unknown;
}

const slots = new WeakMap<object, Map<PropertyKey, Slot>>();
const { defineProperty, getOwnPropertyDescriptor } = Object;

/** Puts a value in the place of a property; gives back a function that puts back what was there. */
export function patch<T extends object, K extends keyof T>(
  target: T,
  key: K,
  value: T[K],
): () => void {
  const slot = slots.get(target)?.get(key);
  if (slot) {
    const before = slot.value;
    slot.value = value;
    return () => {
      slot.value = before;
    };
  }
  const before = getOwnPropertyDescriptor(target, key);
  defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  return () => {
    if (before) defineProperty(target, key, before);
    else Reflect.deleteProperty(target, key);
  };
}

/** From now on only `patch` changes this property. Objects that inherit it may still have one of their own. */
export function lockSlot<T extends object>(target: T, key: keyof T): void {
  if (slots.get(target)?.has(key)) return;
  const slot: Slot = { value: target[key] };
  const own = slots.get(target) ?? new Map<PropertyKey, Slot>();
  own.set(key, slot);
  slots.set(target, own);
  defineProperty(target, key, {
    get: () => slot.value,
    set(this: unknown, value: unknown) {
      if (this === target || typeof this !== "object" || this === null) {
        throw new TypeError(`${String(key)} is locked and cannot be replaced`);
      }
      defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
    },
    enumerable: getOwnPropertyDescriptor(target, key)?.enumerable ?? false,
    configurable: false,
  });
}
