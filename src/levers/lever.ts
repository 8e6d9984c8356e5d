import type { Json } from "../json";
import { fieldsData, plainOf } from "./plain";

/** What the makers of the library make. */
export type LeverKind =
  | "data"
  | "network"
  | "layer"
  | "activation"
  | "init"
  | "loss"
  | "term"
  | "rate"
  | "augment"
  | "optimizer"
  | "schedule"
  | "own";

/** What a value was made by. Everything that decides its numbers is in it, as plain data. */
export interface Lever {
  /** What it is: data, a network, a rate, … */
  readonly kind: LeverKind;
  /** The maker's name, as the library exports it. */
  readonly name: string;
  /** What the maker was given. What was left out stands in the table of its kind, as a default. */
  readonly parameters: Readonly<Record<string, Json>>;
}

interface Made extends Omit<Lever, "parameters"> {
  readonly given: Readonly<Record<string, unknown>>;
}

const made = new WeakMap<object, Made>();

/**
 * Remembers by what a value was made. A copy of the value with other parts is somebody's own.
 *
 * @param given what the maker was given: plain data, other levers, arrays of numbers; a stream as its state from before
 *   the maker drew of it
 * @returns the value
 */
export function lever<T extends object>(kind: LeverKind, name: string, given: object, value: T): T {
  made.set(value, { kind, name, given: { ...given } });
  return value;
}

/** One value stands for another one, as a checked function for the one behind it: it was made by the same. */
export function asLever(value: object, behind: object): void {
  const found = made.get(behind);
  if (found) made.set(value, found);
}

/**
 * By what a value was made, or undefined when it is somebody's own.
 *
 * @example
 * ```ts
 * import { leverOf, linearRate } from "gan-clinic";
 * const lever = leverOf(linearRate({ from: 0.5, to: 0, steps: 100 }));
 * assert.deepEqual(lever?.name, "linearRate");
 * assert.deepEqual(lever?.parameters, { from: 0.5, to: 0, steps: 100 });
 * assert.equal(leverOf((step: number) => 1 / step), undefined);
 * ```
 */
export function leverOf(value: unknown): Lever | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null)
    return undefined;
  const found = made.get(value);
  if (!found) return undefined;
  const { kind, name, given } = found;
  return { kind, name, parameters: fieldsData(given, leverForm) };
}

/** A lever as data, with all that its maker was given; undefined for what is no lever. */
function leverForm(value: unknown): Json | undefined {
  const found = leverOf(value);
  return found && formOf(found);
}

/** A lever's data form: its name alone, or a record with the name as its one key. */
export function formOf({ name, parameters }: Pick<Lever, "name" | "parameters">): Json {
  return Object.keys(parameters).length === 0 ? name : { [name]: parameters };
}

/** Any value as data: levers by their names and parameters, what is somebody's own by its source. */
export function dataOf(value: unknown): Json {
  return plainOf(value, leverForm);
}
