/** `notebooks/RESULTS.md`: every claim of the committed notebooks, the headlines of each first. */
import type { Claim } from "../evidence/claim";
import {
  byHeadline,
  chanceText,
  intervalText,
  measuredText,
  requiredText,
  verdict,
} from "../evidence/claim-view";
import { markdownTable, type LessonResult } from "./results";

/** What a committed notebook claims, and what it is called. */
export interface CommittedResult extends LessonResult {
  title: string;
}

const HEAD = `<!-- made by \`npm run prove -- --update\`; edits are lost -->

# What the course found

Every claim that a notebook states, with what its committed run measured at full budget. An interval is the mean's
95 % interval by Student's t over the seeds. A claim holds only if the whole interval meets what was required, and a
claim that does not hold fails the run. *On fresh seeds* is how likely it is to hold on as many other seeds, if these
ones are all that is known.`;

/**
 * The page.
 *
 * @example resultsPage(committedResults())
 */
export function resultsPage(results: readonly CommittedResult[]): string {
  return `${[HEAD, ...results.map(section)].join("\n\n")}\n`;
}

function section({ notebook, title, budget, engine, claims }: CommittedResult): string {
  const { headlines, others } = byHeadline(claims);
  const name = `## ${notebook.slice(0, 2)} · [${title}](${notebook}.ipynb)`;
  if (claims.length === 0) return `${name}\n\nIts run is not committed yet.`;
  const what = others.length === 1 ? "claim" : "claims";
  const folded =
    others.length === 0
      ? []
      : [
          `<details>\n<summary>The other ${others.length} ${what}</summary>`,
          claimsTable(others),
          "</details>",
        ];
  return [name, `Budget: ${budget}. Engine: ${engine}.`, claimsTable(headlines), ...folded].join(
    "\n\n",
  );
}

function claimsTable(claims: readonly Claim[]): string {
  const heads = ["claim", "measured", "seeds", "required", "on fresh seeds", "verdict"];
  const rows = claims.map((claim) => [
    claim.text,
    measuredText(claim),
    String(claim.seeds),
    requiredText(claim),
    chanceText(claim),
    verdict(claim),
  ]);
  return markdownTable(heads, rows);
}

/**
 * One row a notebook, for the README: its pitfall, and its first headline with what was measured; "... and so on" says
 * nothing by itself, and is passed over.
 */
export function strongestTable(results: readonly CommittedResult[]): string {
  const rows = results.map(({ notebook, title, claims }) => {
    const alone = claims.filter(({ text }) => !text.startsWith("..."));
    const first = alone.find(({ headline }) => headline) ?? alone.at(0);
    const link = `[${title}](notebooks/${notebook}.ipynb)`;
    const said = first ? [first.text, shortText(first)] : ["", ""];
    return [notebook.slice(0, 2), link, ...said];
  });
  return markdownTable(["", "pitfall", "its strongest result", "measured"], rows);
}

/** Mean and interval, and what it is compared with. */
function shortText({ measured, baseline, unit }: Claim): string {
  const own = `${intervalText(measured)} ${unit}`;
  return baseline ? `${own}, against ${intervalText(baseline)}` : own;
}
