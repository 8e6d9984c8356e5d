/** Which students wrote the same text, word for word: of prose that is no chance. */
import type { ReleaseManifest } from "../contract";
import type { SubmissionCell } from "../submission/submission";
import { cleanLine } from "./clean";

/** Letters and digits: shorter answers may be the same by chance. */
const LEAST = 40;

export interface SameText {
  readonly task: string;
  /** Two or more, sorted. */
  readonly submissions: readonly string[];
}

/** Case, blanks and punctuation do not count, nor do cells that are as the release gave them. */
export function sameTexts(
  submissions: readonly { readonly name: string; readonly cells: readonly SubmissionCell[] }[],
  manifest: ReleaseManifest,
): SameText[] {
  const released = new Set(manifest.cells.map(({ source }) => wordsOf(source)));
  const groups = new Map<string, { task: string; submissions: Set<string> }>();
  for (const { name, cells } of submissions) {
    for (const { role, from, task, text } of cells) {
      if (role !== "text" || from !== "student" || task === undefined) continue;
      const words = wordsOf(text);
      if (words.length < LEAST || released.has(words)) continue;
      const key = JSON.stringify([task, words]);
      const group = groups.get(key) ?? { task, submissions: new Set() };
      groups.set(key, group);
      group.submissions.add(name);
    }
  }
  return [...groups.values()]
    .filter((group) => group.submissions.size > 1)
    .map(({ task, submissions: names }) => ({ task, submissions: [...names].sort() }));
}

function wordsOf(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** "the same text (why): ann, bob" */
export function sameTextLine({ task, submissions }: SameText): string {
  const names = submissions.map((name) => cleanLine(name, 40)).join(", ");
  return `the same text (${cleanLine(task, 40)}): ${names}`;
}
