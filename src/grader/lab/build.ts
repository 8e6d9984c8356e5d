/** `clinic lab build`: bring what is made from a lab up to its source. */
import fs from "node:fs";
import path from "node:path";
import type { INotebookContent } from "@jupyterlab/nbformat";
import { courseMetadata } from "../../course/convert";
import { hashJson } from "../../course/hash";
import { formatNotebook } from "../../course/format-notebook";
import { readNotebook, sourceOf } from "../../course/notebook";
import { writeWhole } from "../../files";
import { releaseLab } from "./files";
import type { Mistake } from "./mistakes";
import { areMistakesStale, mistakesFile, mistakesText } from "./mistakes-file";
import { hashOfCells } from "./notebooks";
import { labFile } from "../../course/names";
import type { LabPlace } from "./places";

/** Executes a notebook in a folder, and gives it back with outputs. */
export type Execute = (notebook: INotebookContent, folder: string) => Promise<INotebookContent>;

export interface BuildOptions {
  /** Change nothing: what is not up to its source is in `stale`. */
  readonly check?: boolean;
  /** Build even where a student's notebook was worked in. */
  readonly overwrite?: boolean;
  /** Run the solution again, though nothing changed. */
  readonly fresh?: boolean;
  readonly execute: Execute;
  /** What the wrong answers give that say how to tell them; needed where there are such. */
  readonly measure?: (place: LabPlace) => Promise<readonly Mistake[]>;
}

export interface Built {
  /** Files that were written. */
  readonly written: readonly string[];
  /** With `check`: files that are not what the source says. */
  readonly stale: readonly string[];
}

/**
 * @throws Error somebody worked in the student's notebook, and `overwrite` is not set
 * @throws what `releaseLab` and `execute` throw; then nothing of the lab was changed
 */
export async function buildLab(place: LabPlace, options: BuildOptions): Promise<Built> {
  const told = mistakesFile(place);
  const isOld = areMistakesStale(place);
  if (isOld && options.check) return { written: [], stale: [told] };
  if (isOld && options.measure) {
    writeWhole(told, mistakesText(place, await options.measure(place)));
  }
  const { files, solution } = releaseLab(place);
  const differing = [...files].filter(([file, text]) => textOf(file) !== text);
  const solved = path.join(place.solutions, labFile(place.name));
  const made = madeFrom(place);
  const isStale = options.fresh === true || !isExecuted(solved, made);
  const stale = [...differing.map(([file]) => file), ...(isStale ? [solved] : [])];
  if (options.check) return { written: [], stale };
  if (!options.overwrite) refuseEdited(path.join(place.labs, labFile(place.name)));
  for (const [file, text] of differing) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    writeWhole(file, text);
  }
  if (isStale) {
    const executed = await options.execute(solution, place.labs);
    executed.metadata.gan_clinic = { ...courseMetadata(executed), made } as never;
    writeWhole(solved, formatNotebook(executed));
  }
  return { written: isOld ? [told, ...stale] : stale, stale: [] };
}

function textOf(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}

/** The hash of what an executed solution depends on. */
function madeFrom({ source, solutions }: LabPlace): string {
  return hashJson([textOf(source), textOf(path.join(solutions, "checks.ts")) ?? ""]);
}

function isExecuted(file: string, made: string): boolean {
  return fs.existsSync(file) && courseMetadata(readNotebook(file)).made === made;
}

/** A notebook whose cells are no longer those it was released with holds somebody's work. */
function refuseEdited(file: string): void {
  if (!fs.existsSync(file)) return;
  const found = readNotebook(file);
  const cells = found.cells.map((cell) => ({ id: cell.id as string, source: sourceOf(cell) }));
  if (courseMetadata(found).built === hashOfCells(cells)) return;
  throw new Error(
    `${file} was worked in since it was built. Keep that work elsewhere, then run: npx clinic lab build --overwrite`,
  );
}
