/**
 * Planted wrong answers, `solutions/NN-name/wrong/*.ts`, each named for a misconception. Its cells take the place
 * of the solution's, task by task; all other tasks keep their solution.
 *
 *     // ---
 *     // says: divides by the variance instead of its root
 *     // loses: [standardise]
 *     // ---
 *
 *     // %% task="standardise"
 *     …
 */
import fs from "node:fs";
import path from "node:path";
import { parsePercent } from "../../course/percent";
import type { Lab } from "./lab";

export interface WrongAnswer {
  /** The file's name without its ending. */
  readonly name: string;
  /** What is wrong with it, in one line. */
  readonly says: string;
  /** The tasks that must not pass with it; all others must. */
  readonly loses: readonly string[];
  /** Continues "this is what you get when", where students may read that of the same numbers in a visible check. */
  readonly tells?: string;
  readonly cells: readonly { readonly task: string; readonly text: string }[];
}

/** The wrong answers in a lab's folder of solutions, by name. */
export function readWrongAnswers(solutions: string, lab: Lab): WrongAnswer[] {
  const folder = path.join(solutions, "wrong");
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => {
      const text = fs.readFileSync(path.join(folder, file), "utf8");
      return parseWrong(text, lab, path.basename(file, ".ts"));
    });
}

/**
 * @throws TypeError `says` or `loses` is missing or of the wrong kind; a cell without a task
 * @throws RangeError a task that the lab does not have, or more cells than its solution has
 */
export function parseWrong(content: string, lab: Lab, name: string): WrongAnswer {
  const file = `wrong/${name}.ts`;
  const { header, cells } = parsePercent(content, file);
  const { says, loses, tells } = header;
  if (typeof says !== "string" || says.trim() === "") {
    throw new TypeError(
      `${file}: says: found ${JSON.stringify(says)}; wanted what is wrong with it`,
    );
  }
  if (!Array.isArray(loses) || loses.length === 0) {
    throw new TypeError(
      `${file}: loses: found ${JSON.stringify(loses)}; wanted a list of the tasks that it fails`,
    );
  }
  if (tells !== undefined && (typeof tells !== "string" || tells.trim() === "")) {
    throw new TypeError(
      `${file}: tells: found ${JSON.stringify(tells)}; wanted what goes on after "this is what you get when"`,
    );
  }
  const known = (id: unknown): string => {
    if (lab.tasks.some((task) => task.id === id)) return id as string;
    throw new RangeError(
      `${file}: ${JSON.stringify(id)} is not a task of the lab; wanted one of ${lab.tasks.map((task) => task.id).join(", ")}`,
    );
  };
  const answers = cells.map(({ metadata, text }, index) => {
    if (metadata.task === undefined) {
      throw new TypeError(`${file}: cell ${index + 1} says no task; wanted "// %% task=…"`);
    }
    return { task: known(metadata.task), text };
  });
  for (const { id } of lab.tasks) {
    const most = lab.cells.filter(({ task, role }) => task === id && role !== "readonly").length;
    const found = answers.filter(({ task }) => task === id).length;
    if (found > most) {
      throw new RangeError(
        `${file}: ${found} cells for the task "${id}", whose solution has ${most}`,
      );
    }
  }
  const own = { name, says, loses: loses.map(known), cells: answers };
  return tells === undefined ? own : { ...own, tells };
}
