/**
 * `clinic build` and `clinic pull`: between `notebooks/source/NN-name.ts` and `notebooks/NN-name.ipynb`.
 *
 * Neither ever overwrites what somebody typed: a notebook edited by hand is not rebuilt, and a source that
 * changed as well is not overwritten by a pull, unless `force` says so.
 */
import fs from "node:fs";
import path from "node:path";
import type { INotebookContent } from "@jupyterlab/nbformat";
import { writeWhole } from "../files";
import {
  buildNotebook,
  courseMetadata,
  isEditedByHand,
  pullSource,
  toSource,
  type CourseMetadata,
} from "./convert";
import { hashCode, retold } from "./freshness";
import { hashJson } from "./hash";
import { formatNotebook } from "./format-notebook";
import { readNotebook, readSource } from "./notebook";
import { NOTEBOOKS, type Lesson } from "./paths";

/** What became of one notebook. "edited": its cells were changed by hand, so it was left alone. */
export type BuildState = "current" | "built" | "stale" | "edited";

/** The notebook a learner opens. */
export function notebookFile(lesson: Lesson, folder = NOTEBOOKS): string {
  return path.join(folder, `${lesson.name}.ipynb`);
}

/**
 * Bring a lesson's notebook up to its source. Outputs stay where the code is the same, under prose that may be new; else a
 * rebuilt notebook has none.
 * @param check only look: answer "stale" instead of writing
 * @param force overwrite edits made by hand
 */
export function buildLesson(
  lesson: Lesson,
  {
    check = false,
    force = false,
    folder = NOTEBOOKS,
  }: { check?: boolean; force?: boolean; folder?: string } = {},
): BuildState {
  const file = notebookFile(lesson, folder);
  const wanted = buildNotebook(readSource(lesson.source), path.basename(lesson.source));
  const found = fs.existsSync(file) ? readNotebook(file) : undefined;
  const edited = found !== undefined && isEditedByHand(found);
  if (edited && !force) return "edited";
  if (found && !edited && sameSource(found, wanted)) return "current";
  if (check) return "stale";
  const isRun = found !== undefined && !edited && sameCode(found, wanted);
  writeWhole(file, formatNotebook(isRun ? retold(wanted, found) : wanted));
  return "built";
}

function sameCode(...notebooks: [INotebookContent, INotebookContent]): boolean {
  const [found, wanted] = notebooks.map((notebook) => hashCode(toSource(notebook).cells));
  return found === wanted;
}

function sameSource(found: INotebookContent, wanted: INotebookContent): boolean {
  return hashJson(headerOf(found)) === hashJson(headerOf(wanted));
}

/** What the source says: its header, and the hash of its cells. */
function headerOf(notebook: INotebookContent): CourseMetadata {
  const header = { ...courseMetadata(notebook) };
  delete header.run;
  return header;
}

/**
 * Turn a hand-edited notebook back into its source, and note in the notebook that it now agrees with it.
 * @throws Error the source changed too since the notebook was built, and `force` is not set
 */
export function pullLesson(
  lesson: Lesson,
  { force = false, folder = NOTEBOOKS }: { force?: boolean; folder?: string } = {},
): "pulled" | "current" {
  const file = notebookFile(lesson, folder);
  const notebook = readNotebook(file);
  if (!isEditedByHand(notebook)) return "current";
  const source = readSource(lesson.source);
  const built = courseMetadata(buildNotebook(source, lesson.name)).built;
  if (built !== courseMetadata(notebook).built && !force) {
    throw new Error(
      `Both ${path.basename(file)} and its source ${path.basename(lesson.source)} have changed since the notebook ` +
        "was built. Compare them, then run `clinic pull --force` to keep the notebook or `clinic build --force` to keep the source",
    );
  }
  const pulled = pullSource(notebook);
  writeWhole(lesson.source, pulled);
  notebook.metadata.gan_clinic = courseMetadata(buildNotebook(pulled, lesson.name)) as never;
  writeWhole(file, formatNotebook(notebook));
  return "pulled";
}
