/**
 * The order in which a submission's cells run: the student's own, with what is missing put back at its place and
 * checks after the solutions that they check.
 */
import type { Flag, ManifestCell } from "../contract";
import { beginOf } from "./begin";

/** An entry is a released cell, a cell of the student's, or both. */
export interface Placed {
  readonly cell?: ManifestCell;
  /** Which cell of the file it is; undefined for one that was put back. */
  readonly found?: number;
}

export function arrange(
  is: readonly (ManifestCell | "own" | "dropped")[],
  manifest: readonly ManifestCell[],
): { order: Placed[]; flags: Flag[] } {
  const order = is.flatMap((cell, found): Placed[] => {
    if (cell === "dropped") return [];
    return cell === "own" ? [{ found }] : [{ cell, found }];
  });
  const flags = reorderedFlags(order, manifest);
  manifest.forEach((cell, index) => {
    if (order.some((each) => each.cell === cell)) return;
    order.splice(placeOf(cell, index, manifest, order), 0, { cell });
    const detail = `It was missing, and was put back as it was handed out.${beginOf(cell)}`;
    flags.push({ kind: "cell restored", cell: cell.gradeId, detail });
  });
  return { order: manifest.reduce(checkLast, order), flags };
}

/** After the cell before it; a check goes below what the student wrote there. */
function placeOf(
  cell: ManifestCell,
  index: number,
  manifest: readonly ManifestCell[],
  order: readonly Placed[],
): number {
  const before = manifest.at(index - 1);
  let at = index === 0 ? 0 : order.map((each) => each.cell).lastIndexOf(before) + 1;
  if (cell.role === "check") while (at < order.length && !order[at].cell) at++;
  return at;
}

/** Moves a check that stands above a solution of its task below the last one. */
function checkLast(order: Placed[], check: ManifestCell): Placed[] {
  if (check.role !== "check") return order;
  const last = order
    .map(({ cell }) => cell?.role === "solution" && cell.task === check.task)
    .lastIndexOf(true);
  const at = order.findIndex(({ cell }) => cell === check);
  if (at > last) return order;
  return [
    ...order.slice(0, at),
    ...order.slice(at + 1, last + 1),
    order[at],
    ...order.slice(last + 1),
  ];
}

function reorderedFlags(order: readonly Placed[], manifest: readonly ManifestCell[]): Flag[] {
  const seen = order.flatMap(({ cell }) => (cell ? [manifest.indexOf(cell)] : []));
  const firsts = seen.filter((index, at) => seen.indexOf(index) === at);
  const moved = firsts.find((index, at) => at > 0 && index < firsts[at - 1]);
  if (moved === undefined) return [];
  const detail =
    "It stands below cells that it was handed out above. The notebook's own order is run.";
  return [{ kind: "cells reordered", cell: manifest[moved].gradeId, detail }];
}
