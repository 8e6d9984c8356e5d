/**
 * A newer version of a notebook, with the learner's work in it. Three versions meet: the one that the learner's copy
 * was made from (base), the learner's (mine), and the course's of today (theirs). A cell that the learner did not edit
 * follows the course. An edited one stays, and where the course has changed it too, its new text stands below it.
 *
 * Cells are matched by their ids. Those of notebooks come from the text, so a cell that the course rewrote has another
 * one: an edited cell whose id is gone is matched with the new cell most like the one it was made from.
 */
import type { ICell, INotebookContent } from "@jupyterlab/nbformat";
import { distance } from "fastest-levenshtein";
import { notebookCell } from "../convert";
import { sourceOf } from "../notebook";

export interface Merged {
  readonly notebook: INotebookContent;
  /** Edited cells that are in it. */
  readonly kept: number;
  /** Of these: the course has changed them too, or has them no more; a note below each says so. */
  readonly told: number;
}

/** Marks a note, so that it is not taken for the learner's at the next merge. */
const NOTE = "note";
/** Two texts that share less than this are two cells. */
const alike = 0.5;

/** The texts of the base's cells alone count; `mine` and `theirs` bring outputs. None of the three is changed. */
export function mergeNotebooks(
  base: INotebookContent,
  mine: INotebookContent,
  theirs: INotebookContent,
): Merged {
  const was = byId(base);
  const now = byId(theirs);
  const own = mine.cells.filter((cell) => !isNote(cell));
  const isEdited = (cell: ICell): boolean => {
    const first = was.get(idOf(cell));
    return first !== undefined && sourceOf(cell) !== sourceOf(first);
  };
  // of those that the course rewrote, the ones that matter: edited, or with a cell of the learner's own behind it
  const matters = (cell: ICell, at: number): boolean =>
    was.has(idOf(cell)) &&
    !now.has(idOf(cell)) &&
    (isEdited(cell) || (at + 1 < own.length && !was.has(idOf(own[at + 1]))));
  const partner = partners(
    own.filter(matters).map((cell) => was.get(idOf(cell))!),
    theirs.cells.filter((cell) => !was.has(idOf(cell))),
  );
  const mineFor = new Map<string, ICell>(); // by the id of the course's cell
  for (const cell of own) mineFor.set(partner.get(idOf(cell)) ?? idOf(cell), cell);

  let kept = 0;
  let told = 0;
  const note = (id: string, says: string, newer?: ICell): ICell => {
    told++;
    return noteCell(id, says, newer);
  };
  const cells = theirs.cells.flatMap((cell): ICell[] => {
    const id = idOf(cell);
    const found = mineFor.get(id);
    if (!found) return was.has(id) ? [] : [cell]; // the learner deleted it, or it is new
    if (!isEdited(found)) return [{ ...cell, ...outputsWhereSame(found, cell) }];
    kept++;
    const stays = { ...cell, ...outputsOf(found), source: found.source };
    const isNews =
      sourceOf(cell) !== sourceOf(was.get(idOf(found))!) && sourceOf(cell) !== sourceOf(found);
    return isNews ? [stays, note(id, CHANGED, cell)] : [stays];
  });
  const placed = new Map(cells.map((cell) => [idOf(cell), cell]));
  let last = ""; // the cell of the learner's that was placed last
  for (const cell of own) {
    const id = partner.get(idOf(cell)) ?? idOf(cell);
    const isGone = was.has(id) && isEdited(cell);
    if (!placed.has(id) && (isGone || !was.has(id))) {
      if (isGone) kept++;
      const added = isGone ? [cell, note(id, GONE)] : [cell];
      cells.splice(placeAfter(cells, last), 0, ...added);
      placed.set(id, cell);
    }
    if (placed.has(id)) last = id;
  }
  return { notebook: { ...theirs, cells }, kept, told };
}

const CHANGED = "The course has changed this cell. Yours, above, stays. This is the new one:";
const GONE = "The course does not have this cell any more. Yours, above, stays.";

function noteCell(id: string, says: string, newer?: ICell): ICell {
  const quoted =
    newer && (newer.cell_type === "code" ? inFence(sourceOf(newer)) : inQuote(sourceOf(newer)));
  const text = [`> **${says}**`, ...(quoted === undefined ? [] : [quoted])].join("\n\n");
  return notebookCell(`${id.slice(0, 55)}-${NOTE}`, {
    kind: "markdown",
    metadata: { gan_clinic: { [NOTE]: true } },
    text,
  });
}

/** A fence longer than any in the text. */
function inFence(text: string): string {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}ts\n${text}\n${fence}`;
}

function inQuote(text: string): string {
  return text.replace(/^/gm, "> ");
}

function isNote({ metadata }: ICell): boolean {
  return (metadata.gan_clinic as Record<string, unknown> | undefined)?.[NOTE] === true;
}

/** Behind a cell, its note, and what was put there before. */
function placeAfter(cells: readonly ICell[], id: string): number {
  const at = cells.findIndex((cell) => idOf(cell) === id) + 1;
  return at < cells.length && isNote(cells[at]) ? at + 1 : at;
}

/** For each cell of the first list, the id of the one of the second that is most like it; each is taken once. */
function partners(gone: readonly ICell[], fresh: readonly ICell[]): ReadonlyMap<string, string> {
  const pairs = gone
    .flatMap((old) =>
      fresh
        .filter(({ cell_type }) => cell_type === old.cell_type)
        .map((cell) => ({ from: idOf(old), to: idOf(cell), share: likeness(old, cell) })),
    )
    .filter(({ share }) => share >= alike)
    .sort((a, b) => b.share - a.share);
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (const { from, to } of pairs) {
    if (found.has(from) || taken.has(to)) continue;
    found.set(from, to);
    taken.add(to);
  }
  return found;
}

/** From 0 to 1: the share of the longer text that need not be changed. */
function likeness(a: ICell, b: ICell): number {
  const texts = [sourceOf(a), sourceOf(b)];
  const longest = Math.max(...texts.map(({ length }) => length), 1);
  return 1 - distance(texts[0], texts[1]) / longest;
}

function byId({ cells }: INotebookContent): Map<string, ICell> {
  return new Map(cells.map((cell) => [idOf(cell), cell]));
}

function idOf({ id }: ICell): string {
  return id as string;
}

/** What the learner ran stays where the text is the same. */
function outputsWhereSame(mine: ICell, theirs: ICell): object {
  const hasRun = mine.cell_type === "code" && mine.execution_count !== null;
  return hasRun && sourceOf(mine) === sourceOf(theirs) ? outputsOf(mine) : {};
}

function outputsOf({ cell_type, outputs, execution_count }: ICell): object {
  return cell_type === "code" ? { outputs, execution_count } : {};
}
