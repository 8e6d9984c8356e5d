/** What a learner asks for: a newer version in place of their own, or what was there first. The old is kept beside it. */
import fs from "node:fs";
import path from "node:path";
import type { INotebookContent } from "@jupyterlab/nbformat";
import { sourceOf } from "../notebook";
import { ROOT } from "../paths";
import { isUntouched, readBase, workCopyOf, writeCopy } from "./copy";
import { filesBeside, type Document } from "./places";
import {
  datedName,
  fingerprint,
  keepMade,
  keyOf,
  readQuietly,
  withoutOutputs,
  writeNotebook,
  writeText,
} from "./state";

/**
 * Put a notebook or a lab back to its first state, which is the course's of today.
 * @returns where the learner's was kept; undefined: there was none
 */
export function putBack(document: Document, root = ROOT): string | undefined {
  const kept = keepBeside(document.file);
  const { offer } = document;
  const offered = fs.existsSync(offer) ? readQuietly(offer) : undefined;
  if (offered && !isUntouched(offer, offered, root)) keepBeside(offer, document.file);
  writeCopy(document, workCopyOf(readQuietly(document.from)), root);
  dropOffer(document, root);
  return kept;
}

/**
 * Put one cell back to its first state, in the file: close it in JupyterLab before.
 * @param id of the cell, as it stands in the notebook's file
 * @returns where the notebook as it was is kept
 * @throws RangeError no such cell came with the course
 */
export function putCellBack(document: Document, id: string): string {
  const base = readBase(document.base)?.cells ?? [];
  const first = base.find((cell) => cell.id === id);
  const mine = readQuietly(document.file);
  if (!first || !mine.cells.some((cell) => cell.id === id)) {
    const cells = base.map((cell) => `  ${cell.id as string}  ${sourceOf(cell).split("\n")[0]}`);
    throw new RangeError(
      `There is no cell "${id}" of the course in ${path.basename(document.file)}. Its cells:\n${cells.join("\n")}`,
    );
  }
  const kept = keepBeside(document.file)!;
  writeNotebook(document.file, withText(mine, id, sourceOf(first), true));
  return kept;
}

/**
 * Keep a notebook as it stands in its file, with another text in one cell, which the file may not hold yet.
 * @returns the name of the new file beside it
 */
export function keepWithText(file: string, id: string, text: string): string {
  const kept = datedName(file);
  writeNotebook(kept, withText(readQuietly(file), id, text));
  return path.basename(kept);
}

function withText(
  notebook: INotebookContent,
  id: string,
  text: string,
  clear = false,
): INotebookContent {
  const cells = notebook.cells.map((cell) => {
    if (cell.id !== id) return cell;
    const isCode = clear && cell.cell_type === "code";
    return { ...cell, source: text, ...(isCode && { outputs: [], execution_count: null }) };
  });
  return { ...notebook, cells };
}

/**
 * Take the newer version: it gets the name of the learner's own, which is kept beside it. Call `bringUp` before: then what
 * the learner did in their own since the newer one was laid there has come along.
 * @returns where the learner's is kept; undefined: no newer version lies there
 */
export function takeNewer(document: Document, root = ROOT): string | undefined {
  if (!fs.existsSync(document.offer)) return undefined;
  const offered = readQuietly(document.offer);
  const today = workCopyOf(readQuietly(document.from));
  const kept = keepBeside(document.file);
  writeNotebook(document.file, offered);
  for (const name of filesBeside(document)) {
    const from = path.join(path.dirname(document.offer), name);
    const to = path.join(path.dirname(document.file), name);
    if (fs.existsSync(from)) writeText(to, fs.readFileSync(from));
  }
  writeNotebook(document.base, readBase(document.offerBase) ?? withoutOutputs(today));
  keepMade({ [keyOf(document.file, root)]: fingerprint(today) }, root);
  dropOffer(document, root);
  return kept;
}

/** Remove a newer version with what belongs to it; files of the learner's own in a lab's folder stay. */
function dropOffer(document: Document, root: string): void {
  const folder = path.dirname(document.offer);
  const own = [document.offer, ...filesBeside(document).map((name) => path.join(folder, name))];
  for (const file of [...own, document.offerBase]) fs.rmSync(file, { force: true });
  keepMade(Object.fromEntries(own.map((file) => [keyOf(file, root), undefined])), root);
  if (document.kind === "notebook" || !fs.existsSync(folder)) return;
  const left = fs.readdirSync(folder).filter((name) => name !== ".ipynb_checkpoints");
  if (left.length === 0) fs.rmSync(folder, { recursive: true });
}

/** A copy with the day in its name, beside the file itself or another one. */
function keepBeside(file: string, beside = file): string | undefined {
  if (!fs.existsSync(file)) return undefined;
  const kept = datedName(beside);
  fs.copyFileSync(file, kept, fs.constants.COPYFILE_EXCL);
  return kept;
}
