import type { Kind } from "../../src/arguments/kinds";

// The compiler's own order of a union changes with what it has met before.
const places = [
  "number",
  "measured",
  "string",
  "boolean",
  "null",
  "tensor",
  "numbers",
  "instance",
  "list",
  "function",
];
const placeOf = (kind: Kind) =>
  (places.indexOf(typeof kind === "string" ? kind : Object.keys(kind)[0]) + 99) % 99;
/** In the order of the alphabet, or of size. */
export const inOrder = <T>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);
/** The simple kinds first. */
export const byPlace = (a: Kind, b: Kind) =>
  placeOf(a) - placeOf(b) || inOrder(JSON.stringify(a), JSON.stringify(b));
