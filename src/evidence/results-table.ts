import { learnerEvents } from "../cell";
import { showBundle } from "../plots/display";
import { budgetName } from "./budget";
import { claimsSoFar, type Claim } from "./claim";
import { byHeadline, chanceText, measuredText, requiredText, verdictCell } from "./claim-view";
import { htmlTable, textTable, type Table, type TableCell } from "./table";

/**
 * Shows what a notebook has found, at its end: one row for each claim, with its verdict, its interval by Student's t,
 * which decides, and the chance that it holds on as many fresh seeds. Where some claims are headlines, these are the
 * table, and the others stand folded below it.
 *
 * @param claims in reading order; all that the notebook has stated so far when left out
 * @throws RangeError for no claim
 * @example
 * ```ts
 * import { claim, resultsTable } from "gan-clinic";
 * const dice = claim("Dice give at least 2", { measured: [4, 5, 4], unit: "points", require: { atLeast: 2 } });
 * assert.ok(dice.held);
 * assert.doesNotThrow(() => resultsTable());
 * ```
 */
export function resultsTable(claims: readonly Claim[] = claimsSoFar()): void {
  if (claims.length === 0) {
    throw new RangeError("resultsTable: wanted at least one claim, found none");
  }
  const { headlines, others } = byHeadline(claims);
  const isSplit = others.length > 0;
  const first = {
    ...tableOf(headlines),
    title: "What this notebook found",
    legend,
  };
  const rest = tableOf(others);
  const folded = `Appendix: the other ${others.length} ${others.length === 1 ? "claim" : "claims"}`;
  showBundle({
    "text/html":
      htmlTable(first) +
      (isSplit ? `<details><summary>${folded}</summary>${htmlTable(rest)}</details>` : ""),
    "text/plain":
      textTable(first) + (isSplit ? `\n\n${textTable({ ...rest, title: folded })}` : ""),
  });
  const held = claims.filter((claim) => claim.held).length;
  learnerEvents()?.finished(claims.length, held, budgetName());
}

const legend =
  "Mean and 95 % interval over seeds (Student's t); a claim holds when the whole interval meets what is required. " +
  "On fresh seeds: how likely it is to hold again on as many others.";

function tableOf(claims: readonly Claim[]): Table {
  return {
    heads: ["", "claim", "measured (95 % interval)", "required", "seeds", "on fresh seeds"],
    rows: claims.map((claim): TableCell[] => [
      verdictCell(claim),
      { text: claim.text },
      { text: measuredText(claim) },
      { text: requiredText(claim) },
      { text: String(claim.seeds) },
      { text: chanceText(claim) },
    ]),
  };
}
