import { leverOf } from "../levers/lever";
import { formParts, isPlain } from "./forms";
import { hasFunctions } from "./own";

// How a change comes into a recipe. Lists are replaced. Records merge, name by name. Two data forms of one name merge their
// parameters; of two names the new one counts. An object of somebody's own is one whole: it replaces, and is replaced.

type Parts = Readonly<Record<string, unknown>>;

/** Parts with some of them changed; `undefined` takes one out. */
export function mergedParts(parts: Parts | object, change: Parts | object): Parts {
  const merged = new Map<string, unknown>(Object.entries(parts));
  for (const [name, value] of Object.entries(change) as [string, unknown][]) {
    const old = merged.get(name);
    if (value === undefined) merged.delete(name);
    else merged.set(name, name === "clip" ? replaced(old, value) : mergedValue(old, value, name));
  }
  return Object.fromEntries(merged);
}

/** Each player has one limit: another one takes its place. */
function replaced(old: unknown, value: unknown): unknown {
  return isPlain(old) && isPlain(value) ? { ...old, ...value } : value;
}

function mergedValue(old: unknown, value: unknown, name: string): unknown {
  if (name === "learningRate" && typeof old === "number" && isPlain(value) && !formParts(value)) {
    return { generator: old, discriminator: old, ...value };
  }
  if (isOneWhole(old) || isOneWhole(value)) return value;
  const [before, after] = [formParts(old), formParts(value)];
  if (after && isForm(name, value)) {
    if (before?.name !== after.name) return value;
    if (Object.keys(after.parameters).length === 0) return old;
    return { [after.name]: mergedParts(before.parameters, after.parameters) };
  }
  if (!isPlain(old) || !isPlain(value) || isForm(name, old)) return value;
  if ("kind" in value && value.kind !== old.kind) return value; // another variant has other parts
  return mergedParts(old, value);
}

function isOneWhole(value: unknown): boolean {
  return isPlain(value) && (leverOf(value) !== undefined || hasFunctions(value));
}

const records = ["learningRate", "unrolling"];

/** Whether a value can be a data form: a text, or a record of one name whose value is a record. */
function isForm(name: string, value: unknown): boolean {
  return !records.includes(name) && formParts(value) !== undefined;
}
