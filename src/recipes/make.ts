import { nearestName } from "../arguments/names";
import { dataOf, leverOf } from "../levers/lever";
import { ownAgain } from "../levers/own";
import { formParts, type OwnForm } from "./forms";
import { isOwnData, ownText } from "./own";
import { kindNames, namesOf, rowsOf } from "./tables";
import { kindInside, type FormKind, type Maker, type Place } from "./tables/maker";

/**
 * Makes a value of its data form; one that is made already stays as it is. Values inside its parameters are made first.
 *
 * @throws TypeError for a name that no maker has
 */
export async function make(kind: FormKind, value: unknown, place: Place): Promise<unknown> {
  if (isOwnData(value)) throw new TypeError(ownText({ path: place.path, name: value.own }));
  const form = formParts(value);
  if (!form) return value;
  if (form.name === "own") {
    const { source, inputs } = form.parameters as unknown as OwnForm["own"];
    return ownAgain(source, inputs, place.path);
  }
  const row = rowFor(kind, form.name, place.path);
  const at = { ...place, path: `${place.path}.${form.name}` };
  const given: Record<string, unknown> = { ...row.follows(at) };
  for (const [name, each] of Object.entries(form.parameters)) {
    const inside = kindInside(name, each);
    given[name] = inside
      ? await makeInside(inside, each, { ...at, path: `${at.path}.${name}` })
      : each;
  }
  return (row as Maker<unknown>).make(given, at);
}

/** One value, or each of a list: the layers of a network are numbered from 1. */
async function makeInside(kind: FormKind, value: unknown, place: Place): Promise<unknown> {
  if (!Array.isArray(value)) return make(kind, value, place);
  const made: unknown[] = [];
  for (const [i, each] of value.entries()) {
    const path = `${place.path}[${i}]`;
    made.push(await make(kind, each, { ...place, path, name: `${place.name}/${i + 1}` }));
  }
  return made;
}

/** The row of a name. */
export function rowFor(kind: FormKind, name: string, path: string): Maker<never> {
  const row = rowsOf(kind)[name];
  if (row) return row;
  const names = namesOf(kind);
  const near = nearestName(name, names);
  const known = names.length === 0 ? "; write one with own(…)" : `. There are ${names.join(", ")}`;
  const hint = near ? `; did you mean "${near}"?` : known;
  throw new TypeError(`recipe ${path}: wanted ${kindNames[kind]}, found "${name}"${hint}`);
}

/** A value as data with every default filled in, so that two that do the same say the same. */
export function fullData(value: unknown): unknown {
  const found = leverOf(value);
  if (found?.kind === "own") return { own: found.parameters };
  if (found) return filled(found.kind, { [found.name]: found.parameters });
  return dataOf(value);
}

/** A form with the defaults of its maker, at every depth. */
export function filled(kind: FormKind, value: unknown): unknown {
  const form = formParts(value);
  const row = form && rowsOf(kind)[form.name];
  if (!row) return value;
  const parameters: Record<string, unknown> = { ...row.defaults, ...form.parameters };
  for (const [name, each] of Object.entries(parameters)) {
    const inside = kindInside(name, each);
    if (!inside) continue;
    parameters[name] = Array.isArray(each)
      ? each.map((one) => filled(inside, one))
      : filled(inside, each);
  }
  return { [form.name]: parameters };
}
