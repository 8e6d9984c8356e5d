/** A submitted file and the release's manifest → the notebook that is graded. The manifest wins. */
import { createHash } from "node:crypto";
import type { Flag, ManifestCell, ReleaseManifest } from "../contract";
import { labFile } from "../../course/names";
import { arrange, type Placed } from "./arrange";
import { beginOf } from "./begin";
import { readBytes } from "./bytes";
import { codeFlags } from "./code";
import { MOST_FLAGS } from "./limits";
import { matchCells } from "./match";
import { metadataFlags, solutionFlags } from "./metadata";
import { parseSubmission, short, type FoundCell } from "./parse";
import { isBlank, isSame } from "./same";
import type { Rejection, Submission, SubmissionCell } from "./submission";
import { adoptTexts } from "./text-answer";

/** Never throws for what a student may hand in: a file that cannot be graded is a `Rejection`. */
export function readSubmission(file: string, manifest: ReleaseManifest): Submission | Rejection {
  const bytes = readBytes(file);
  return Buffer.isBuffer(bytes) ? readSubmissionBytes(bytes, manifest) : bytes;
}

/** As `readSubmission`, of a file's content. */
export function readSubmissionBytes(
  bytes: Uint8Array,
  manifest: ReleaseManifest,
): Submission | Rejection {
  const digest = createHash("sha256").update(bytes).digest("hex");
  const notebook = parseSubmission(bytes);
  if ("reason" in notebook) return { ...notebook, digest };
  const { is, flags: matching } = matchCells(notebook.cells, manifest.cells);
  if (!is.some((cell) => typeof cell === "object")) {
    const reason = `None of the cells of the lab "${manifest.title}" is in it. Was another notebook handed in?`;
    return { reason, digest };
  }
  const { lab } = notebook;
  const known = manifest.cells.filter((cell) => is.includes(cell)).length;
  if (lab !== undefined && lab !== manifest.lab && known < manifest.cells.length / 2) {
    const reason = `This is the notebook of ${short(lab)}; wanted that of "${manifest.lab}". Hand in labs/${manifest.lab}/${labFile(manifest.lab)}.`;
    return { reason, digest };
  }
  const { order, flags: moving } = arrange(is, manifest.cells);
  const read = order.map((placed) => readPlaced(placed, notebook.cells));
  const { cells, flags: beside } = adoptTexts(
    read.map(({ cell }) => cell),
    manifest,
  );
  const ownFlags = read.flatMap((each) => each.flags);
  const solutions = solutionFlags(notebook.cells, is);
  const flags = [...notebook.flags, ...solutions, ...matching, ...moving, ...beside, ...ownFlags];
  return { digest, cells, flags: atMost(flags), untouched: untouchedTasks(manifest, cells) };
}

function readPlaced(
  { cell, found }: Placed,
  all: readonly FoundCell[],
): { cell: SubmissionCell; flags: Flag[] } {
  if (found === undefined) return { cell: released(cell!), flags: [] };
  const { text, cellType } = all[found];
  if (!cell) {
    const flags = cellType === "code" ? codeFlags(text, undefined) : [];
    return { cell: { role: "own", cellType, text, from: "student" }, flags };
  }
  const flags = metadataFlags(all[found], cell);
  if (cell.role === "readonly" || cell.role === "check") {
    if (!isSame(text, cell.source)) {
      const detail = `It is not to be changed; what was handed out is used.${beginOf(cell)}`;
      flags.push({ kind: "cell changed", cell: cell.gradeId, detail });
    }
    return { cell: released(cell), flags };
  }
  if (cell.cellType === "code") flags.push(...codeFlags(text, cell.gradeId));
  return { cell: { ...released(cell), text, from: "student" }, flags };
}

function released({ gradeId, role, task, cellType, source }: ManifestCell): SubmissionCell {
  return {
    gradeId,
    role,
    ...(task !== undefined && { task }),
    cellType,
    text: source,
    from: "release",
  };
}

function untouchedTasks(manifest: ReleaseManifest, cells: readonly SubmissionCell[]): string[] {
  const sources = new Map(manifest.cells.map(({ gradeId, source }) => [gradeId, source]));
  const touched = cells.filter(
    ({ gradeId, from, text, role }) =>
      from === "student" &&
      role !== "own" &&
      !isBlank(text) &&
      !isSame(text, sources.get(gradeId!)!),
  );
  return manifest.tasks
    .map(({ id }) => id)
    .filter((id) => !touched.some(({ task }) => task === id));
}

function atMost(flags: readonly Flag[]): Flag[] {
  if (flags.length <= MOST_FLAGS) return [...flags];
  const detail = `${flags.length - MOST_FLAGS} more are not listed.`;
  return [...flags.slice(0, MOST_FLAGS), { kind: "more", detail }];
}
