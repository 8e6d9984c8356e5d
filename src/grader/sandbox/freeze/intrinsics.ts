/** What the language itself brings: all that a computation may stand on. */

/** The names of ECMAScript's own values on the global object; those that a newer Node adds are taken where they are. */
const names = [
  ...["Object", "Function", "Array", "Number", "String", "Boolean", "Symbol", "BigInt", "Math"],
  ...["JSON", "Reflect", "Proxy", "RegExp", "Date", "Promise", "Map", "Set", "WeakMap", "WeakSet"],
  ...["WeakRef", "FinalizationRegistry", "ArrayBuffer", "SharedArrayBuffer", "DataView", "Atomics"],
  ...["Float32Array", "Float64Array", "Float16Array", "Int8Array", "Uint8Array", "Iterator"],
  ...["Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "Intl"],
  ...["BigInt64Array", "BigUint64Array", "Error", "EvalError", "RangeError", "ReferenceError"],
  ...["SyntaxError", "TypeError", "URIError", "AggregateError", "WebAssembly", "eval", "isFinite"],
  ...["isNaN", "parseFloat", "parseInt", "Infinity", "NaN", "undefined", "Buffer"],
  ...["TextEncoder", "TextDecoder", "structuredClone"],
];

const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, preventExtensions } = Object;
const global = globalThis as Record<string, unknown>;

/** Where no name leads: the functions' and the iterators' own prototypes. */
function hidden(): object[] {
  const functions = [async () => Promise.resolve(), function* () {}, async function* () {}].map(
    (each) => getPrototypeOf(each) as object,
  );
  const iterators = [[], new Map(), new Set(), ""].map(
    (each) => getPrototypeOf(each[Symbol.iterator]()) as object,
  );
  const others = ["".matchAll(/./g), (function* () {})(), (async function* () {})()];
  return [
    ...functions,
    ...iterators,
    ...others.map((each) => getPrototypeOf(each) as object),
    getPrototypeOf(Uint8Array) as object,
  ];
}

export function intrinsics(): unknown[] {
  return [...names.map((name) => global[name]), ...hidden()];
}

/**
 * Their names on the global object cannot be given to something else. A cell may still declare what it likes: its own
 * names are in front of these. The library puts a double in the place of `Date` while it records a step, and of
 * `Math.random` too: these two stay, and no probe uses them.
 */
export function lockNames(): void {
  for (const name of names) {
    const property = getOwnPropertyDescriptor(globalThis, name);
    if (!property?.configurable || name === "Date" || name === "Float32Array") continue;
    // Node gives some of them only when they are first read.
    defineProperty(globalThis, name, { value: global[name], writable: false, configurable: false });
  }
  for (const key of Reflect.ownKeys(Math)) {
    if (key !== "random") defineProperty(Math, key, { writable: false, configurable: false });
  }
  preventExtensions(Math);
  // V8 reads an object whose properties were changed so fifteen times slower, until something inherits from it.
  Object.create(Math);
}
