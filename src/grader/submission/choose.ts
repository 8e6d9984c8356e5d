/** Which of the notebooks that a student handed in is the lab's. */
import type { Flag } from "../contract";
import { nameKey } from "./names";

/** A notebook in a folder or an archive. */
export interface FoundNotebookFile {
  /** Inside the folder or the archive, with "/". */
  readonly path: string;
  /** Where its content lies; without one, `problem` says why. */
  readonly file?: string;
  readonly problem?: string;
}

export type Choice =
  { readonly file: string; readonly flags: readonly Flag[] } | { readonly rejected: string };

/** The name that the release gives a notebook. */
export const LAB_FILE = "lab.ipynb";

/** The only one, or the only one called lab.ipynb; else it is for the student to say. */
export function chooseNotebook(found: readonly FoundNotebookFile[], where: string): Choice {
  if (found.length === 0) {
    return { rejected: `There is no notebook in ${where}; wanted ${LAB_FILE}.` };
  }
  const outside = found.find(({ problem, path }) => problem !== undefined && path.includes(".."));
  if (outside) return { rejected: `${outside.path}: ${outside.problem!}` };
  const alike = found.find(({ path }, index) =>
    found.slice(0, index).some((other) => nameKey(other.path) === nameKey(path)),
  );
  if (alike) {
    const same = found.filter(({ path }) => nameKey(path) === nameKey(alike.path));
    const names = same.map(({ path }) => path).join(", ");
    return {
      rejected: `In ${where} are notebooks whose names differ in upper and lower case at most (${names}). Hand in one.`,
    };
  }
  const named = found.filter(({ path }) => path.split("/").at(-1) === LAB_FILE);
  const chosen = found.length === 1 ? found[0] : named.length === 1 ? named[0] : undefined;
  if (!chosen) {
    const names = listed(found.map(({ path }) => path));
    return {
      rejected: `In ${where} are ${found.length} notebooks (${names}). Hand in one, or call one ${LAB_FILE}.`,
    };
  }
  if (chosen.file === undefined) return { rejected: `${chosen.path}: ${chosen.problem!}` };
  const others = found.filter((each) => each !== chosen).map(({ path }) => path);
  const detail = `${listed(others)} beside ${chosen.path} was not looked at.`;
  return {
    file: chosen.file,
    flags: others.length === 0 ? [] : [{ kind: "other notebooks", detail }],
  };
}

function listed(names: readonly string[]): string {
  const shown = [...names].sort().slice(0, 5);
  return names.length > 5 ? `${shown.join(", ")} and ${names.length - 5} more` : shown.join(", ");
}
