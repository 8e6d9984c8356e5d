/**
 * Make `work/` from the course, and bring it up to a newer one. Nothing of the learner's is ever overwritten: what they
 * did not touch follows the course, and beside what they worked in lies the newer version with their work in it.
 */
import fs from "node:fs";
import path from "node:path";
import type { INotebookContent } from "@jupyterlab/nbformat";
import { foldGuesses } from "../fold-guesses";
import { hashText } from "../hash";
import { EARLIER_LAB_FILE } from "../names";
import { ROOT } from "../paths";
import { mergeNotebooks } from "./merge";
import { documents, filesBeside, guidesOf, type Document } from "./places";
import {
  datedName,
  fingerprint,
  keepMade,
  keyOf,
  readMade,
  readQuietly,
  versionOf,
  withoutOutputs,
  writeNotebook,
  writeText,
} from "./state";

/** How a learner's copy stands to the course. */
export interface CopyState {
  readonly document: Document;
  /**
   * "made" and "brought up" are what was just done; "newer": another version lies beside it; "waiting": so it does, the
   * learner works in that, and the course is newer still; "damaged": it cannot be read, and was left alone.
   */
  readonly state: "made" | "brought up" | "current" | "newer" | "waiting" | "damaged";
  /** Of a newer version: edited cells that it keeps, and how many of them the course has changed as well. */
  readonly kept: number;
  readonly told: number;
  /** Why it cannot be read. */
  readonly why?: string;
}

/** A notebook of the course → what the learner opens. Whatever a work copy is to have or to lack is done here. */
export function workCopyOf(notebook: INotebookContent): INotebookContent {
  return foldGuesses(notebook);
}

/**
 * @returns how each copy stands, in the order of the course
 * @throws Error the system's: `work/` cannot be written
 */
export function bringUp(root = ROOT): CopyState[] {
  return documents(root).map((document) => bringUpOne(document, root));
}

function bringUpOne(document: Document, root: string): CopyState {
  const none = { document, kept: 0, told: 0 };
  takeOverName(document, root);
  const theirs = workCopyOf(readQuietly(document.from));
  if (!fs.existsSync(document.file)) {
    writeCopy(document, theirs, root);
    return { ...none, state: "made" };
  }
  let mine: INotebookContent;
  try {
    mine = readQuietly(document.file);
  } catch (error) {
    return { ...none, state: "damaged", why: (error as Error).message };
  }
  const base = readBase(document.base) ?? adopt(document, theirs);
  if (versionOf(base) === versionOf(theirs)) {
    bringUpBeside(document, document.file, root);
    const isOld =
      isUntouched(document.file, mine, root) && fingerprint(mine) !== fingerprint(theirs);
    if (isOld) writeCopy(document, theirs, root); // the course was executed anew
    return { ...none, state: isOld ? "brought up" : "current" };
  }
  if (isUntouched(document.file, mine, root)) {
    writeCopy(document, theirs, root);
    return { ...none, state: "brought up" };
  }
  const { notebook, kept, told } = mergeNotebooks(base, mine, theirs);
  return { document, kept, told, state: offer(document, notebook, theirs, root) };
}

/** Until November 2026 the notebook of every lab was called lab.ipynb; a copy of that name goes on under the new one. */
function takeOverName({ kind, file, base }: Document, root: string): void {
  const earlier = (now: string): string => path.join(path.dirname(now), EARLIER_LAB_FILE);
  if (kind !== "lab" || fs.existsSync(file) || !fs.existsSync(earlier(file))) return;
  fs.renameSync(earlier(file), file);
  if (fs.existsSync(earlier(base))) fs.renameSync(earlier(base), base);
  const key = keyOf(earlier(file), root);
  keepMade({ [key]: undefined, [keyOf(file, root)]: readMade(root)[key] }, root);
}

/** Write the learner's copy anew, with what belongs to it, and remember what it was made from. */
export function writeCopy(document: Document, theirs: INotebookContent, root: string): void {
  writeNotebook(document.file, theirs);
  bringUpBeside(document, document.file, root);
  writeNotebook(document.base, withoutOutputs(theirs));
  keepMade({ [keyOf(document.file, root)]: fingerprint(theirs) }, root);
}

/** Lay the newer version beside the learner's own, unless they work in it already. */
function offer(
  document: Document,
  merged: INotebookContent,
  theirs: INotebookContent,
  root: string,
): "newer" | "waiting" {
  const isThere = fs.existsSync(document.offer);
  if (isThere && !isUntouched(document.offer, readQuietly(document.offer), root)) {
    const base = readBase(document.offerBase);
    return base && versionOf(base) === versionOf(theirs) ? "newer" : "waiting";
  }
  if (!isThere || fingerprint(readQuietly(document.offer)) !== fingerprint(merged)) {
    writeNotebook(document.offer, merged);
    keepMade({ [keyOf(document.offer, root)]: fingerprint(merged) }, root);
  }
  writeNotebook(document.offerBase, withoutOutputs(theirs));
  bringUpBeside(document, document.offer, root);
  return "newer";
}

/** Checks and texts that lie beside a notebook are the course's; what somebody wrote into them is kept. */
function bringUpBeside(document: Document, copy: string, root: string): void {
  for (const name of [...filesBeside(document), ...guidesOf(document)]) {
    const to = path.join(path.dirname(copy), name);
    const key = keyOf(to, root);
    const wanted = fs.readFileSync(path.join(path.dirname(document.from), name), "utf8");
    const found = fs.existsSync(to) ? fs.readFileSync(to, "utf8") : undefined;
    if (found === wanted) continue;
    if (found !== undefined && readMade(root)[key] !== hashText(found))
      fs.renameSync(to, datedName(to));
    writeText(to, wanted);
    keepMade({ [key]: hashText(wanted) }, root);
  }
}

/** True as long as a copy is what was written there. */
export function isUntouched(file: string, notebook: INotebookContent, root: string): boolean {
  return readMade(root)[keyOf(file, root)] === fingerprint(notebook);
}

/** What a copy was made from; undefined where that is gone. */
export function readBase(file: string): INotebookContent | undefined {
  try {
    return readQuietly(file);
  } catch {
    return undefined;
  }
}

/** Nobody knows what it was made from: from here on the course of today counts as that, and all else as the learner's. */
function adopt(document: Document, theirs: INotebookContent): INotebookContent {
  writeNotebook(document.base, withoutOutputs(theirs));
  return theirs;
}
