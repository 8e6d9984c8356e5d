/**
 * Freezes everything that can be reached from some roots through functions, prototypes, lists and plain records. What
 * has a state of its own (instances of classes) is left as it is, but for its prototype.
 *
 * A frozen prototype has a side effect: `error.name = "mine"` no longer makes a property of the error, since the one
 * that it inherits cannot be written. So such properties become pairs of functions, which do what the assignment would
 * have done. The package `ses` does the same for the language's own objects; but it has to come before all else, and
 * TensorFlow.js and Node's modules, which are most of what is frozen here, do not load after it.
 */
const { freeze, defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { isFrozen, preventExtensions } = Object;
const { ownKeys } = Reflect;
const isView = ArrayBuffer.isView.bind(ArrayBuffer);

/** Properties that code assigns on objects which inherit them. */
export const assignable: ReadonlySet<PropertyKey> = new Set(["name", "message", "toString"]);

const typedArrays: unknown = getPrototypeOf(Uint8Array.prototype); // what all kinds of them inherit

// V8 computes with lists far faster as long as these are as it made them.
const untouched = new Set<unknown>([
  Array.prototype,
  Promise.prototype,
  RegExp.prototype,
  String.prototype,
  typedArrays,
]);

export interface WalkOptions {
  /** Neither frozen nor entered. */
  readonly except?: ReadonlySet<unknown>;
}

/** @returns the objects that were frozen */
export function freezeAll(roots: Iterable<unknown>, { except }: WalkOptions = {}): object[] {
  const seen = new Set<unknown>(except);
  const found: object[] = [];
  const todo: unknown[] = [...roots];
  while (todo.length > 0) {
    const each = todo.pop();
    if (!isObject(each) || seen.has(each)) continue;
    seen.add(each);
    const above: unknown = getPrototypeOf(each);
    todo.push(above);
    if (!isShared(each, above)) continue;
    for (const key of ownKeys(each)) {
      const property = getOwnPropertyDescriptor(each, key);
      // eslint-disable-next-line @typescript-eslint/unbound-method -- looked at, not called
      if (property) todo.push(property.value, property.get, property.set);
    }
    found.push(each);
  }
  for (const each of found) freezeOne(each);
  return found;
}

const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";

/** Functions, prototypes, lists and plain records; not the instances of a class. */
function isShared(each: object, above: unknown): boolean {
  if (typeof each === "function") return true;
  if (isView(each) && above !== typedArrays) return false;
  if (above === null || above === Object.prototype || above === Array.prototype) return true;
  return isPrototype(each);
}

function isPrototype(each: object): boolean {
  const maker = getOwnPropertyDescriptor(each, "constructor")?.value as unknown;
  if (typeof maker === "function") {
    if (getOwnPropertyDescriptor(maker, "prototype")?.value === each) return true;
  }
  return typeof getOwnPropertyDescriptor(each, Symbol.toStringTag)?.value === "string"; // iterators and the like
}

function freezeOne(each: object): void {
  if (isFrozen(each)) return;
  if (typeof each === "object" && !untouched.has(each) && isPrototype(each)) {
    for (const key of ownKeys(each)) {
      if (each === Object.prototype ? key !== "__proto__" : mayBeAssigned(each, key)) {
        makeAssignable(each, key);
      }
    }
  }
  const hasCounter =
    typeof each === "function" && ownKeys(each).some((key) => isCounter(each, key));
  if (!hasCounter && !isAboveNumbers(each)) {
    freeze(each);
    return;
  }
  for (const key of ownKeys(each)) {
    if (!isCounter(each, key)) defineProperty(each, key, fixed(each, key));
  }
  preventExtensions(each);
}

/**
 * Does a typed array inherit from it? V8 writes numbers into typed arrays thirty times slower once one of these was
 * frozen as a whole. Where each property is fixed, and none can be added, it is as frozen and as fast as before.
 */
function isAboveNumbers(each: object): boolean {
  for (let above: unknown = each; above !== null; above = getPrototypeOf(above)) {
    if (above === typedArrays) return typeof each === "object";
  }
  return each === Object.prototype;
}

/** TensorFlow.js counts its tensors in a property of a class. A number is no way to change what is computed. */
function isCounter(each: object, key: PropertyKey): boolean {
  const property = getOwnPropertyDescriptor(each, key);
  return property?.writable === true && typeof property.value === "number";
}

function fixed(each: object, key: PropertyKey): PropertyDescriptor {
  const { writable } = getOwnPropertyDescriptor(each, key)!;
  return { configurable: false, ...(writable === true && { writable: false }) };
}

function mayBeAssigned(each: object, key: PropertyKey): boolean {
  if (assignable.has(key)) return true;
  const property = getOwnPropertyDescriptor(each, key);
  return property !== undefined && "value" in property && typeof property.value !== "function";
}

function makeAssignable(holder: object, key: PropertyKey): void {
  const property = getOwnPropertyDescriptor(holder, key);
  if (!property?.configurable || !("value" in property)) return;
  const { value, enumerable } = property as { value: unknown; enumerable: boolean };
  defineProperty(holder, key, {
    get: () => value,
    set(this: unknown, next: unknown) {
      if (this === holder || !isObject(this)) {
        throw new TypeError(`Cannot assign to read only property '${String(key)}'`);
      }
      defineProperty(this, key, {
        value: next,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    },
    enumerable,
    configurable: false,
  });
}
