import { dataOf } from "../levers/lever";
import { formParts, isPlain } from "./forms";

/** One thing that two records have otherwise. */
export interface Difference {
  /** Where: `data.ring.radius`. */
  readonly path: string;
  readonly wanted: unknown;
  readonly found: unknown;
}

/**
 * What differs between two records of plain data, each at its own path. Where two forms have other names, that is the
 * difference, not what is in them.
 */
export function differences(wanted: unknown, found: unknown, path = ""): Difference[] {
  if (Object.is(wanted, found)) return [];
  const [a, b] = [formParts(wanted), formParts(found)];
  const isRecord = isPlain(wanted) && isPlain(found) && a?.name === b?.name;
  if (isRecord) {
    const names = new Set([...Object.keys(wanted), ...Object.keys(found)]);
    return [...names].flatMap((name) =>
      differences(wanted[name], found[name], path === "" ? name : `${path}.${name}`),
    );
  }
  if (Array.isArray(wanted) && Array.isArray(found) && wanted.length === found.length) {
    return wanted.flatMap((each, i) => differences(each, found[i], `${path}[${i}]`));
  }
  return JSON.stringify(wanted) === JSON.stringify(found) ? [] : [{ path, wanted, found }];
}

/** A difference as a line of a message. */
export function differenceText({ path, wanted, found }: Difference): string {
  return `${path}: wanted ${valueText(wanted)}, found ${valueText(found)}`;
}

const most = 160;

function valueText(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (isPlain(value) && typeof value.own === "string")
    return `an own one, ${JSON.stringify(value.own)}`;
  const form = formParts(value);
  if (form && Object.keys(form.parameters).length === 0) return JSON.stringify(form.name);
  const text = JSON.stringify(dataOf(value));
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
