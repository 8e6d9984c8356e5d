/**
 * The results table: every claim of every executed notebook, as JSON for programs and as Markdown, which
 * reads as text in a terminal.
 */
import path from "node:path";
import { writeWhole } from "../files";
import type { IOutput, INotebookContent } from "@jupyterlab/nbformat";
import { CLAIM_MIME, type Claim } from "../evidence/claim";
import { measuredText, requiredText, verdict } from "../evidence/claim-view";

/** What one notebook's run came to. */
export interface LessonResult {
  notebook: string;
  budget: string;
  engine: string;
  seconds: number;
  /** true when nothing had changed and the earlier run was taken over */
  fresh: boolean;
  claims: Claim[];
  /** why it ended early, when it did */
  error?: string;
}

/** The claims in a notebook's outputs, in reading order. */
export function claimsOf(notebook: INotebookContent): Claim[] {
  return notebook.cells.flatMap((cell) =>
    ((cell.outputs ?? []) as IOutput[]).flatMap((output) => {
      const data = output.data as Record<string, unknown> | undefined;
      const stated = data?.[CLAIM_MIME] as { claims: Claim[] } | undefined;
      return stated?.claims ?? [];
    }),
  );
}

/** A run passes when every notebook ran to its end and every enforced claim held. */
export function hasFailed({ claims, error }: LessonResult): boolean {
  return error !== undefined || claims.some(isBroken);
}

/** An enforced claim that did not hold. */
export function isBroken(claim: Claim): boolean {
  return claim.enforced && !claim.held;
}

/** One Markdown table of all claims. */
export function resultsTable(results: readonly LessonResult[]): string {
  const rows = results.flatMap(({ notebook, claims }) =>
    claims.map((claim) => [
      notebook,
      claim.text,
      measuredText(claim),
      String(claim.seeds),
      requiredText(claim),
      verdict(claim),
    ]),
  );
  const head = [
    "notebook",
    "claim",
    "measured (mean and 95 % interval)",
    "seeds",
    "required",
    "verdict",
  ];
  return markdownTable(head, rows);
}

/** Rows of texts as a table in Markdown; no text breaks it. */
export function markdownTable(heads: readonly string[], rows: readonly string[][]): string {
  return [heads, heads.map(() => "---"), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`)
    .join("\n");
}

/** Write `results.json` and `results.md` into a folder; each is whole or as it was before. */
export function writeResults(folder: string, results: readonly LessonResult[]): string {
  const text = [
    "# Results\n",
    ...results.map(summary),
    "",
    results.some(({ claims }) => claims.length > 0) ? resultsTable(results) : "No claim was made.",
    "",
  ].join("\n");
  const file = path.join(folder, "results.md");
  writeWhole(path.join(folder, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
  writeWhole(file, text);
  return file;
}

/** One line a notebook: what ran where, and how it ended. */
export function summary(result: LessonResult): string {
  const { notebook, budget, engine, claims, error } = result;
  const broken = claims.filter(isBroken).length;
  const judged = claims.filter(({ enforced }) => enforced).length;
  const claimed =
    judged === claims.length
      ? `${judged - broken} of ${judged} claims held`
      : `${claims.length} claims reported, none enforced under the ${budget} budget`;
  const ended = error === undefined ? claimed : `stopped: ${error.split("\n")[0]}`;
  return `- ${notebook} (${budget}, ${engine}): ${ended}`;
}
