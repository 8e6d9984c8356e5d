/**
 * Which submissions are alike, by fingerprints of their tokens (winnowing; Dolos's own algorithm) and, in a class that
 * tells what is common, by the statements that two share.
 *
 * Compared is all code that the student wrote, also in cells of their own, without types, comments and statements that
 * do nothing. What the release gave does not count, nor does what more than half of a class has: that is how the task
 * is solved. Of a pair, the one with less of its own counts, so that padding hides nothing. Likeness is a reason to
 * look, not a verdict.
 */
import { FingerprintIndex } from "@dodona/dolos-core";
import type { ReleaseManifest } from "../contract";
import type { SubmissionCell } from "../submission/submission";
import { cleanLine } from "./clean";
import { plainCode } from "./plain-code";
import { sameTextLine, type SameText } from "./same-texts";
import { sharedStatements, statementSet } from "./shared-statements";
import { tokenize } from "./tokens";

/** Tokens in a fingerprint, and of how many fingerprints in a row one is kept: Dolos's own. */
const TOKENS = 23;
const WINDOW = 17;
/** In a class smaller than this, what is common says nothing. */
const SMALL_CLASS = 8;
/** Who wrote less of their own, in fingerprints, cannot but be like others, the more so the more others there are. */
const LEAST_OWN = { small: 5, class: 30 };

export interface SimilarPair {
  readonly submissions: readonly [string, string];
  /** Share of the one's own code that the other has too, 0 to 1: of the one who wrote less. */
  readonly similarity: number;
  /** Fingerprints of the longest part that is the same in both. */
  readonly longest: number;
}

export interface SimilarityOptions {
  /** Only pairs at least this alike; 0.8. */
  readonly atLeast?: number;
  /** The most pairs given; 50. */
  readonly most?: number;
}

/** Pairs of submissions that are alike, the most alike first. */
export function similarPairs(
  submissions: readonly { readonly name: string; readonly cells: readonly SubmissionCell[] }[],
  manifest: ReleaseManifest,
  { atLeast = 0.8, most = 50 }: SimilarityOptions = {},
): SimilarPair[] {
  const small = submissions.length < SMALL_CLASS;
  const least = small ? LEAST_OWN.small : LEAST_OWN.class;
  const common = small ? undefined : Math.ceil(submissions.length / 2);
  const index = new FingerprintIndex(TOKENS, WINDOW, false, common);
  const released = plainCode(
    manifest.cells
      .filter(({ role, cellType }) => role === "solution" && cellType === "code")
      .map(({ source }) => source)
      .join("\n"),
  );
  const programs = submissions.map(({ cells }) => plainCode(ownCode(cells)));
  const files = submissions.map(({ name }, place) => tokenize(name, programs[place].text));
  index.addFiles(files);
  // after the others: what is added later would not be looked up among the ignored ones
  index.addIgnoredFile(tokenize("released", released.text));
  const entries = new Map(index.entries().map((entry) => [entry.file.id, entry]));
  const own = files.map(({ id }) => entries.get(id)!.kgrams.length - entries.get(id)!.ignored.size);
  const shared = small
    ? () => 0
    : sharedStatements(
        programs.map(({ statements }) => statementSet(statements)),
        statementSet(released.statements),
      );
  const pairs = files.flatMap((left, at) =>
    files.slice(at + 1).flatMap((right, after): SimilarPair[] => {
      const other = at + 1 + after;
      const enough = Math.min(own[at], own[other]) >= least;
      const pair = enough ? index.getPair(left, right) : undefined;
      // not `pair.similarity`: Dolos 1.2.1 takes the left file's ignored fingerprints for the right one's
      const copied = !pair
        ? 0
        : own[at] < own[other]
          ? pair.leftCovered / own[at]
          : pair.rightCovered / own[other];
      const similarity = Math.min(1, Math.max(copied, shared(at, other)));
      const both = [submissions[at].name, submissions[other].name].sort() as [string, string];
      if (similarity < atLeast || similarity === 0) return [];
      return [{ submissions: both, similarity, longest: pair?.longest ?? 0 }];
    }),
  );
  return pairs
    .sort((a, b) => b.similarity - a.similarity || (nameOf(a) < nameOf(b) ? -1 : 1))
    .slice(0, most);
}

function ownCode(cells: readonly SubmissionCell[]): string {
  return cells
    .filter(
      ({ role, from, cellType }) =>
        cellType === "code" && from === "student" && (role === "solution" || role === "own"),
    )
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
