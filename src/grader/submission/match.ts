/**
 * Which released cell each cell of a notebook is.
 *
 * By its grade_id first. A cell that lost it, or has one that the release does not know, is recognised by its
 * cell id (the release gives it the grade_id), by its text, or by its place between cells that are known.
 *
 * Of several cells with one grade_id (JupyterLab's split and copy keep it):
 * - solution, text: all stay where they are and run in their order, so that the last declaration counts, as it
 *   does in the notebook; those that are empty or as they were handed out are dropped beside one that is not;
 * - quiz: the first answered one counts, the others are dropped;
 * - read-only, check: the first with the released text is the cell, or else the first; one that the student
 *   changed is a cell of the student's own, the others are dropped.
 */
import type { Flag, ManifestCell } from "../contract";
import { short, type FoundCell } from "./parse";
import { isBlank, isSame, likeness } from "./same";

export interface Match {
  /** For each found cell: the released one, "own" for the student's, "dropped" for a copy that adds nothing. */
  readonly is: readonly (ManifestCell | "own" | "dropped")[];
  readonly flags: readonly Flag[];
}

/** The least share of the released lines by which a cell is recognised. */
const LEAST_LIKENESS = 0.5;

export function matchCells(found: readonly FoundCell[], manifest: readonly ManifestCell[]): Match {
  const is = found.map((): ManifestCell | "own" | "dropped" => "own");
  const flags: Flag[] = [];
  const byId = new Map<unknown, number[]>();
  found.forEach(({ nbgrader }, index) => {
    const id = nbgrader?.grade_id;
    byId.set(id, [...(byId.get(id) ?? []), index]);
  });
  for (const cell of manifest) claimById(cell, byId.get(cell.gradeId) ?? [], found, is, flags);

  const missing = (): ManifestCell[] => manifest.filter((cell) => !is.includes(cell));
  const recognise = (find: (cell: ManifestCell) => number | undefined, by: string): void => {
    for (const cell of missing()) {
      const index = find(cell);
      if (index === undefined) continue;
      is[index] = cell;
      flags.push(recognised(cell, found[index], by));
    }
  };
  const free = (accept: (cell: FoundCell) => boolean): number | undefined => {
    const index = found.findIndex((cell, at) => is[at] === "own" && accept(cell));
    return index < 0 ? undefined : index;
  };
  recognise((cell) => free(({ id }) => id === cell.gradeId), "cell id");
  recognise((cell) => free(({ text }) => isSame(text, cell.source) || answers(text, cell)), "text");
  recognise((cell) => byPlace(cell, manifest, found, is), "place");
  return { is, flags };
}

function claimById(
  cell: ManifestCell,
  candidates: readonly number[],
  found: readonly FoundCell[],
  is: (ManifestCell | "own" | "dropped")[],
  flags: Flag[],
): void {
  if (candidates.length === 0) return;
  const kept = keptCopies(cell, candidates, found);
  const isLocked = cell.role === "readonly" || cell.role === "check";
  for (const index of candidates) {
    if (kept.includes(index)) is[index] = cell;
    else if (!isLocked || isSame(found[index].text, cell.source)) is[index] = "dropped";
  }
  if (candidates.length === 1) return;
  const counting = kept.map((index) => index + 1).join(" and ");
  const detail = `Cells ${candidates.map((index) => index + 1).join(", ")} of the file are this one; counting: ${counting}.`;
  flags.push({ kind: "cell duplicated", cell: cell.gradeId, detail });
}

function keptCopies(
  cell: ManifestCell,
  candidates: readonly number[],
  found: readonly FoundCell[],
): number[] {
  const isReleased = (index: number): boolean => isSame(found[index].text, cell.source);
  if (cell.role === "readonly" || cell.role === "check") {
    return [candidates.find(isReleased) ?? candidates[0]];
  }
  const changed = candidates.filter((index) => !isReleased(index) && !isBlank(found[index].text));
  if (changed.length === 0) return [candidates[0]];
  return cell.role === "quiz" ? [changed[0]] : changed;
}

function answers(text: string, { role, task }: ManifestCell): boolean {
  return role === "quiz" && task !== undefined && text.includes(`quiz("${task}"`);
}

/** A cell of the student's between the neighbours of a missing one, which is most like it. */
function byPlace(
  cell: ManifestCell,
  manifest: readonly ManifestCell[],
  found: readonly FoundCell[],
  is: readonly (ManifestCell | "own" | "dropped")[],
): number | undefined {
  if (cell.role === "readonly" || cell.role === "check") return undefined;
  const at = manifest.indexOf(cell);
  const before = manifest
    .slice(0, at)
    .reverse()
    .find((other) => is.includes(other));
  const after = manifest.slice(at + 1).find((other) => is.includes(other));
  const from = before ? is.lastIndexOf(before) + 1 : 0;
  const to = after ? is.indexOf(after) : found.length;
  let best: number | undefined;
  let most = -1;
  for (let index = from; index < to; index++) {
    if (is[index] !== "own" || found[index].cellType !== cell.cellType) continue;
    const share = likeness(found[index].text, cell.source) ?? LEAST_LIKENESS;
    if (share < LEAST_LIKENESS || share <= most) continue;
    best = index;
    most = share;
  }
  return best;
}

function recognised(cell: ManifestCell, { nbgrader }: FoundCell, by: string): Flag {
  const lost = nbgrader ? `with the grade_id ${short(nbgrader.grade_id)}` : "without its metadata";
  const detail = `It came ${lost}, and was recognised by its ${by}.`;
  return { kind: "metadata changed", cell: cell.gradeId, detail };
}
