/**
 * nbgrader's cell metadata, schema version 3, as its `generate_assignment` writes it for students, and its
 * checksum byte for byte. Own data may not be added to it: that goes beside it.
 */
import { createHash } from "node:crypto";

/** The kinds of cell that nbgrader knows and that labs use. */
export type NbgraderKind = "readonly" | "autograded answer" | "autograder tests" | "manual answer";

export interface NbgraderCell {
  readonly kind: NbgraderKind;
  readonly cellType: "code" | "markdown" | "raw";
  readonly gradeId: string;
  /** Of tests and manual answers. */
  readonly points?: number;
  readonly source: string;
}

const FLAGS: Record<NbgraderKind, { grade: boolean; solution: boolean; locked: boolean }> = {
  readonly: { grade: false, solution: false, locked: true },
  "autograded answer": { grade: false, solution: true, locked: false },
  "autograder tests": { grade: true, solution: false, locked: true },
  "manual answer": { grade: true, solution: true, locked: false },
};

/** MD5 over what nbgrader's `utils.compute_checksum` hashes, in Python's spelling. */
export function nbgraderChecksum(cell: NbgraderCell): string {
  const { grade, solution, locked } = FLAGS[cell.kind];
  const flags = [grade, solution, locked].map((flag) => (flag ? "True" : "False"));
  const points = grade ? pythonFloat(cell.points ?? 0) : "";
  const text = [cell.source, cell.cellType, ...flags, cell.gradeId, points].join("");
  return createHash("md5").update(text, "utf8").digest("hex");
}

/** `str(float(points))` for points as a lab may have them: at most 1000, at most two decimals. */
function pythonFloat(points: number): string {
  return Number.isInteger(points) ? `${points}.0` : String(points);
}

/**
 * A cell's metadata.
 * @param released false for the solution notebook, which nbgrader itself could release: there nothing is
 *   locked and there is no checksum yet
 */
export function nbgraderMetadata(cell: NbgraderCell, released: boolean): Record<string, unknown> {
  const flags = FLAGS[cell.kind];
  const nbgrader = {
    schema_version: 3,
    ...flags,
    task: false,
    grade_id: cell.gradeId,
    ...(flags.grade && { points: cell.points ?? 0 }),
    ...(released && { cell_type: cell.cellType, checksum: nbgraderChecksum(cell) }),
  };
  if (!released) return { nbgrader };
  return { nbgrader, deletable: false, ...(flags.solution ? {} : { editable: false }) };
}
