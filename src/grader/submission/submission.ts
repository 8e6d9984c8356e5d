/** A student's notebook as it is graded: what was handed in, put right by the manifest. */
import type { Flag, ManifestCell } from "../contract";

export interface SubmissionCell {
  /** Of the released cell that it is. A cell that was split or copied has it more than once. */
  readonly gradeId?: string;
  /** "own": the student added it. */
  readonly role: ManifestCell["role"] | "own";
  readonly task?: string;
  readonly cellType: ManifestCell["cellType"];
  readonly text: string;
  /** "release": the text is the manifest's, as the cell was missing or is not the student's to change. */
  readonly from: "student" | "release";
}

export interface Submission {
  /** SHA-256 of the file. */
  readonly digest: string;
  /** In the order in which they run. */
  readonly cells: readonly SubmissionCell[];
  readonly flags: readonly Flag[];
  /** Tasks whose cells are as they were handed out, empty or deleted. */
  readonly untouched: readonly string[];
}

/** Nothing of the file can be graded; the reason is for the student's eyes. */
export interface Rejection {
  readonly reason: string;
  /** Where the file was read at all. */
  readonly digest?: string;
}

export function isRejection(read: Submission | Rejection): read is Rejection {
  return "reason" in read;
}
