import { distance } from "fastest-levenshtein";
import type { Members } from "./kinds";

/** The name in a list that a misspelt one was probably meant to be. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const far = (other: string) => distance(name.toLowerCase(), other.toLowerCase());
  const [nearest] = [...names].sort((a, b) => far(a) - far(b));
  if (names.length === 0) return undefined;
  const round = nearest[0] === name[0] ? Math.ceil : Math.floor; // few misspell the first letter: "units" is no "init"
  return far(nearest) <= round(name.length / 4) ? nearest : undefined;
}

/** A name of the table without its marks, whether it may be left out, and whether it stands for all the rest. */
export function partsOf(marked: string): { name: string; optional: boolean; rest: boolean } {
  const rest = marked.startsWith("...");
  const optional = marked.endsWith("?");
  return { name: marked.slice(rest ? 3 : 0, optional ? -1 : undefined), optional, rest };
}

/** The names of a record. */
export function namesOf(members: Members): string[] {
  return Object.keys(members).map((marked) => partsOf(marked).name);
}
