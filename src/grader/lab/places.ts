/** Where a lab's files lie: the instructor's in `solutions/NN-name`, the students' in `labs/NN-name`. */
import fs from "node:fs";
import path from "node:path";
import { ROOT } from "../../course/paths";

export interface LabPlace {
  /** "01-mode-collapse" */
  readonly name: string;
  /** The folder that holds `labs` and `solutions`. */
  readonly root: string;
  /** The instructor's: lab.ts, checks.ts, wrong/, manifest.json, the executed solution. */
  readonly solutions: string;
  /** What is handed out. */
  readonly labs: string;
  /** solutions/NN-name/lab.ts */
  readonly source: string;
}

/** What a lab may be called. */
export const LAB_NAME = /^\d\d-[a-z0-9]+(-[a-z0-9]+)*$/;

/** The place of a lab, whether it is there or not. */
export function labPlace(name: string, root = ROOT): LabPlace {
  const solutions = path.join(root, "solutions", name);
  const labs = path.join(root, "labs", name);
  return { name, root, solutions, labs, source: path.join(solutions, "lab.ts") };
}

/** What to do where there is no lab. */
export const NO_LAB = "There is no lab yet. Begin one with: npx clinic lab new 01-name";

/** Every lab below a folder, in order. */
export function listLabs(root = ROOT): LabPlace[] {
  const folder = path.join(root, "solutions");
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => LAB_NAME.test(name) && fs.existsSync(path.join(folder, name, "lab.ts")))
    .sort()
    .map((name) => labPlace(name, root));
}

/**
 * The labs that somebody asked for, by number ("01") or name ("01-mode-collapse"); all without a wish.
 * @throws RangeError nothing fits, with the list of what there is
 */
export function selectLabs(wishes: readonly string[], root = ROOT): LabPlace[] {
  const all = listLabs(root);
  if (wishes.length === 0) return all;
  return wishes.flatMap((wish) => {
    const found = all.filter(({ name }) => name === wish || name.startsWith(`${wish}-`));
    if (found.length > 0) return found;
    const there =
      all.length > 0
        ? `Give a number or a name: ${all.map(({ name }) => name).join(", ")}`
        : "There is none yet. Begin one with: npx clinic lab new 01-name";
    throw new RangeError(`There is no lab "${wish}". ${there}`);
  });
}
