/** Where a cell is to be found: one that is only to be read has a grade_id that says nothing to a person. */
import type { ManifestCell } from "../contract";

const LONGEST = 60;

/** ` It begins with "## 1 · Measure it".`, or "" where the cell is called as its task is. */
export function beginOf({ role, source }: ManifestCell): string {
  const line = source.split("\n").find((each) => each.trim() !== "");
  if (role !== "readonly" || line === undefined) return "";
  const all = Array.from(line.trim());
  const shown = all.length > LONGEST ? `${all.slice(0, LONGEST).join("")}…` : all.join("");
  return ` It begins with "${shown}".`;
}
