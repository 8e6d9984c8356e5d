/**
 * Which submissions are alike, by fingerprints of their tokens (winnowing; Dolos's own algorithm).
 *
 * Compared are solution cells as the student wrote them. What the release gave does not count, nor does what more
 * than half of a class has: that is how the task is solved. Likeness is a reason to look, not a verdict.
 */
import { FingerprintIndex } from "@dodona/dolos-core";
import type { ReleaseManifest } from "../contract";
import type { SubmissionCell } from "../submission/submission";
import { cleanLine } from "./clean";
import { sameTextLine, type SameText } from "./same-texts";
import { tokenize } from "./tokens";

/** Tokens in a fingerprint, and of how many fingerprints in a row one is kept: Dolos's own. */
const TOKENS = 23;
const WINDOW = 17;
/** Who wrote less of their own cannot but be like others. In fingerprints. */
const LEAST_OWN = 5;
/** In a class smaller than this, what is common says nothing. */
const SMALL_CLASS = 8;

export interface SimilarPair {
  readonly submissions: readonly [string, string];
  /** Share of the two's own fingerprints that both have, 0 to 1. */
  readonly similarity: number;
  /** Fingerprints of the longest part that is the same in both. */
  readonly longest: number;
}

export interface SimilarityOptions {
  /** Only pairs at least this alike; 0.6. */
  readonly atLeast?: number;
  /** The most pairs given; 50. */
  readonly most?: number;
}

/** Pairs of submissions that are alike, the most alike first. */
export function similarPairs(
  submissions: readonly { readonly name: string; readonly cells: readonly SubmissionCell[] }[],
  manifest: ReleaseManifest,
  { atLeast = 0.6, most = 50 }: SimilarityOptions = {},
): SimilarPair[] {
  const common = submissions.length < SMALL_CLASS ? undefined : Math.ceil(submissions.length / 2);
  const index = new FingerprintIndex(TOKENS, WINDOW, false, common);
  const released = manifest.cells.filter(({ role }) => role === "solution");
  const names = new Map<number, string>();
  const files = submissions.map(({ name, cells }) => {
    const file = tokenize(name, ownCode(cells));
    names.set(file.id, name);
    return file;
  });
  index.addFiles(files);
  // after the others: what is added later would not be looked up among the ignored ones
  for (const { gradeId, source } of released) index.addIgnoredFile(tokenize(gradeId, source));
  const entries = new Map(index.entries().map((entry) => [entry.file.id, entry]));
  const own = (id: number): number =>
    entries.get(id)!.kgrams.length - entries.get(id)!.ignored.size;
  const enough = files.filter(({ id }) => own(id) >= LEAST_OWN);
  const pairs = enough.flatMap((left, at) =>
    enough.slice(at + 1).map((right): SimilarPair => {
      const pair = index.getPair(left, right);
      // not `pair.similarity`: Dolos 1.2.1 takes the left file's ignored fingerprints for the right one's
      const covered = pair.leftCovered + pair.rightCovered;
      const similarity = Math.min(1, covered / (own(left.id) + own(right.id)));
      const both = [names.get(left.id)!, names.get(right.id)!].sort();
      return { submissions: both as [string, string], similarity, longest: pair.longest };
    }),
  );
  return pairs
    .filter(({ similarity }) => similarity >= atLeast)
    .sort((a, b) => b.similarity - a.similarity || (nameOf(a) < nameOf(b) ? -1 : 1))
    .slice(0, most);
}

function ownCode(cells: readonly SubmissionCell[]): string {
  return cells
    .filter(({ role, from }) => role === "solution" && from === "student")
    .map(({ text }) => text)
    .join("\n");
}

function nameOf({ submissions }: SimilarPair): string {
  return submissions.join("\n");
}

/** For the instructor only. */
export function formatSimilarity(
  pairs: readonly SimilarPair[],
  texts: readonly SameText[] = [],
): string {
  const same = texts.map((each) => `${sameTextLine(each)}\n`).join("");
  if (pairs.length === 0) return same || "No two submissions are much alike.\n";
  const lines = pairs.map((pair) => ` ${pairLine(pair)}`);
  return `Alike in what is their own (look at them; it proves nothing):\n${lines.join("\n")}\n${same}`;
}

/** " 95 %  ann, bob" */
export function pairLine({ submissions: [a, b], similarity }: SimilarPair): string {
  const share = `${Math.round(similarity * 100)} %`.padStart(5);
  return `${share}  ${cleanLine(a, 40)}, ${cleanLine(b, 40)}`;
}
