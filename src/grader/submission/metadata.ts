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
  if (isUnreleased(found, cell)) return flags; // said once, of the whole notebook
  const wanted = wantedOf(cell, true);
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

/** As it stands in the notebook of solutions, which an instructor grades to try the grader, and which is not handed out. */
function isUnreleased({ nbgrader }: FoundCell, cell: ManifestCell): boolean {
  const wanted = wantedOf(cell, false);
  const keys = Object.keys(nbgrader ?? {}).filter((key) => key !== "cell_type");
  return (
    keys.length === Object.keys(wanted).length &&
    keys.every((key) => nbgrader![key] === wanted[key])
  );
}

function wantedOf(cell: ManifestCell, released: boolean): Record<string, unknown> {
  const kind = NBGRADER_KIND[cell.role];
  return nbgraderMetadata({ ...cell, kind }, released).nbgrader as Record<string, unknown>;
}

/** One flag for the notebook of solutions, however many cells it has. */
export function solutionFlags(
  found: readonly FoundCell[],
  is: readonly (ManifestCell | "own" | "dropped")[],
): Flag[] {
  const count = is.filter((cell, index) => {
    return typeof cell === "object" && isUnreleased(found[index], cell);
  }).length;
  if (count === 0) return [];
  const detail = `${count} of its cells are marked as in the notebook of solutions, which is not handed out.`;
  return [{ kind: "solution notebook", detail }];
}
