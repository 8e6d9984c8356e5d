/** What a student's copy of a cell says of itself, against the manifest, which alone counts. */
import type { Flag, ManifestCell } from "../contract";
import { nbgraderMetadata } from "../lab/nbgrader";
import { NBGRADER_KIND } from "../lab/release";
import { short, type FoundCell } from "./parse";

export function metadataFlags(found: FoundCell, cell: ManifestCell): Flag[] {
  const { nbgrader, cellType } = found;
  const flags: Flag[] = [];
  if (cellType !== cell.cellType) {
    const detail = `It was turned into a ${cellType} cell; it is read as ${cell.cellType}.`;
    flags.push({ kind: "cell type changed", cell: cell.gradeId, detail });
  }
  if (!nbgrader || nbgrader.grade_id !== cell.gradeId) return flags; // said already: how it was recognised
  const kind = NBGRADER_KIND[cell.role];
  const wanted = nbgraderMetadata({ ...cell, kind }, true).nbgrader as Record<string, unknown>;
  const keys = [...new Set([...Object.keys(wanted), ...Object.keys(nbgrader)])].slice(0, 20).sort();
  const changed = keys
    // nbgrader itself writes the type into it when the type changes
    .filter((key) => key !== "cell_type" && nbgrader[key] !== wanted[key])
    .map((key) => `${short(key)} is ${short(nbgrader[key])}, was ${short(wanted[key])}`);
  if (changed.length > 0) {
    const detail = `Its metadata was changed (${changed.join("; ")}); what was handed out counts.`;
    flags.push({ kind: "metadata changed", cell: cell.gradeId, detail });
  }
  return flags;
}
