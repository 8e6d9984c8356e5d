/** Texts that students wrote in cells of their own, beside the cell that was handed out for it. */
import type { Flag, ReleaseManifest } from "../contract";
import { isBlank, isSame } from "./same";
import type { SubmissionCell } from "./submission";

/**
 * Where the cell of a text is as it was handed out, empty or deleted, the student's own text below it is the answer, or
 * else the one above it: without these nobody would read it.
 */
export function adoptTexts(
  cells: readonly SubmissionCell[],
  manifest: ReleaseManifest,
): { cells: SubmissionCell[]; flags: Flag[] } {
  let adopted = [...cells];
  const flags: Flag[] = [];
  for (const { gradeId, role, task, source } of manifest.cells) {
    if (role !== "text") continue;
    const own = adopted.filter((cell) => cell.gradeId === gradeId);
    const isOpen = own.every(({ text }) => isBlank(text) || isSame(text, source));
    if (!isOpen || own.length === 0) continue;
    const below = textsFrom(adopted, adopted.lastIndexOf(own.at(-1)!), 1);
    const found = below.length > 0 ? below : textsFrom(adopted, adopted.indexOf(own[0]), -1);
    if (found.length === 0) continue;
    adopted = adopted.flatMap((cell) => {
      if (own.includes(cell)) return [];
      return [found.includes(cell) ? { ...cell, role, gradeId, ...(task && { task }) } : cell];
    });
    const where = found === below ? "below" : "above";
    const detail = `It was left as it was handed out; the text in a cell of the student's own ${where} it is read as the answer.`;
    flags.push({ kind: "answer beside its cell", cell: gradeId, detail });
  }
  return { cells: adopted, flags };
}

/** What a person reads: the cells of the task, and what the student wrote on below them in cells of their own. */
export function textOf(cells: readonly SubmissionCell[], task: string): string {
  const own = cells.filter((cell) => cell.role === "text" && cell.task === task);
  if (own.length === 0) return "";
  const last = cells.lastIndexOf(own.at(-1)!);
  return [...own, ...textsFrom(cells, last, 1)].map(({ text }) => text).join("\n\n");
}

/** The student's own texts next to a cell, in the notebook's order, up to the next cell that was handed out. */
function textsFrom(
  cells: readonly SubmissionCell[],
  from: number,
  step: 1 | -1,
): readonly SubmissionCell[] {
  const found: SubmissionCell[] = [];
  for (let at = from + step; cells.at(at)?.role === "own" && at >= 0; at += step) {
    const cell = cells[at];
    if (cell.cellType !== "code" && !isBlank(cell.text)) found.push(cell);
  }
  return step === 1 ? found : found.reverse();
}
