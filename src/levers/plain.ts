import { createHash } from "node:crypto";
import type { Json } from "../json";

// Values as plain data, to be compared and kept. Large arrays of numbers stand as the hash of their content, streams as
// the seed or the state that they start from, and what somebody wrote by hand as its source.

type Known = (value: unknown) => Json | undefined;

/**
 * A value as data.
 *
 * @param known gives the data of values that have a form of their own
 */
export function plainOf(value: unknown, known: Known, within: readonly unknown[] = []): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  const form = known(value);
  if (form !== undefined) return form;
  if (typeof value === "function") return ownOf(value.name, String(value));
  if (within.includes(value)) return "itself";
  if (ArrayBuffer.isView(value)) return { content: contentOf(value) };
  const inside = [...within, value];
  if (Array.isArray(value)) return value.map((each) => plainOf(each, known, inside));
  return objectData(value as Record<string, unknown>, known, inside);
}

/** A record, a stream, a tensor, or an object that somebody wrote: then with the sources of its methods. */
function objectData(
  value: Record<string, unknown>,
  known: Known,
  within: readonly unknown[],
): Json {
  if (isTensor(value)) return { tensor: value.shape, type: value.dtype };
  const fields = fieldsData(value, known, within);
  const methods = Object.entries(methodsOf(value));
  const isOwn = (each: unknown) => typeof each === "function" && known(each) === undefined;
  if (methods.length === 0 && !Object.values(value).some(isOwn)) return fields;
  const { name } = value;
  const source = methods.map(([each, method]) => `${each}: ${method}`).join("\n");
  return { ...ownOf(typeof name === "string" ? name : "", source), ...fields };
}

/** The fields of a record, each as data. */
export function fieldsData(
  value: Readonly<Record<string, unknown>>,
  known: Known,
  within: readonly unknown[] = [],
): Record<string, Json> {
  const fields: Record<string, Json> = {};
  for (const [name, each] of Object.entries(value)) {
    if (each === undefined) continue;
    const state = name === "random" ? stateOf(each) : undefined;
    if (state) Object.assign(fields, streamData(state));
    else fields[name] = plainOf(each, known, within);
  }
  return fields;
}

/** What somebody wrote by hand: it is told from another by its source and its plain fields. */
function ownOf(name: string, source: string): { own: string; source: string } {
  return { own: name, source };
}

/** The methods of an object of somebody's own class, which are not among its entries. */
function methodsOf(value: object): Record<string, string> {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (!prototype || Object.getPrototypeOf(prototype) === null) return {};
  const named = Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor");
  const all = named.map((name) => {
    const { value: method } = Object.getOwnPropertyDescriptor(prototype, name)! as {
      value: unknown;
    };
    return [name, typeof method === "function" ? String(method) : ""];
  });
  return Object.fromEntries(all) as Record<string, string>;
}

function isTensor(value: object): value is { shape: number[]; dtype: string } {
  return "dataSync" in value && "dtype" in value && "shape" in value;
}

interface State {
  readonly key: readonly [number, number];
  readonly position: number;
}

/** The state of a stream, or a state itself. */
function stateOf(value: unknown): State | undefined {
  const found = (value as { state?: unknown } | null)?.state ?? value;
  return Array.isArray((found as State | null)?.key) ? (found as State) : undefined;
}

/** The state of `seeded(seed)` is that seed; a stream that has been drawn of, or a child, is a key and a position. */
export function streamData(state: State): Readonly<Record<string, Json>> {
  const [low, high] = state.key;
  const fresh = state.position === 0 && high < 2 ** 21;
  return fresh ? { seed: high * 2 ** 32 + low } : { random: { ...state } };
}

const contents = new WeakMap<object, string>();

/** SHA-256 of the numbers of an array, as it was when this was first asked for. */
export function contentOf(array: ArrayBufferView): string {
  const found = contents.get(array);
  if (found) return found;
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const hash = createHash("sha256").update(bytes).digest("hex");
  contents.set(array, hash);
  return hash;
}
