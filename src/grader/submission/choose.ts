/** Which of the notebooks that a student handed in is the lab's. */
import { listed } from "../../text";
import type { Flag } from "../contract";
import { EARLIER_LAB_FILE, labFile } from "../../course/names";
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

/** Where the course has its notebooks. */
const HANDED_OUT = /(^|\/)(labs\/[^/]+\/lab(-\d\d)?|notebooks\/[^/]+)\.ipynb$/;

/** Where `npm run lab` lays the student's copy of it. */
const WORK_COPY = /(^|\/)work\/labs\/[^/]+\/[^/]+$/;

/**
 * The only one, or the only one with the name that was handed out (lab-01.ipynb, or else lab.ipynb), or the only one of
 * these in a folder called as the lab; in a repository with the whole course the one in `work/`, which is the student's
 * copy. Else it is for the student to say.
 * @param lab its name
 */
export function chooseNotebook(
  found: readonly FoundNotebookFile[],
  where: string,
  lab?: string,
): Choice {
  const wanted = lab === undefined ? EARLIER_LAB_FILE : labFile(lab);
  if (found.length === 0) {
    return { rejected: `There is no notebook in ${where}; wanted ${wanted}.` };
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
  const called = (name: string) => found.filter(({ path }) => path.split("/").at(-1) === name);
  const exactly = called(wanted);
  const named = exactly.length > 0 ? exactly : called(EARLIER_LAB_FILE);
  const atHome = named.filter(({ path }) => path.split("/").at(-2) === lab);
  const worked = atHome.filter(({ path }) => WORK_COPY.test(path));
  const chosen = [found, named, atHome, worked].find((some) => some.length === 1)?.at(0);
  if (!chosen) {
    const names = listed(found.map(({ path }) => path).sort(), 5);
    return {
      rejected: `In ${where} are ${found.length} notebooks (${names}). Hand in one, or call one ${wanted}.`,
    };
  }
  if (chosen.file === undefined) return { rejected: `${chosen.path}: ${chosen.problem!}` };
  const isCourse = HANDED_OUT.test(chosen.path); // then the others that were handed out are no second try
  const others = found
    .filter((each) => each !== chosen && !(isCourse && HANDED_OUT.test(each.path)))
    .map(({ path }) => path);
  const detail = `${listed(others.sort(), 5)} beside ${chosen.path} was not looked at.`;
  return {
    file: chosen.file,
    flags: others.length === 0 ? [] : [{ kind: "other notebooks", detail }],
  };
}
