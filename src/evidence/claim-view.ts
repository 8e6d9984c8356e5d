/** How claims read: rows of one table in the notebook, a line each elsewhere. */
import type { MeanInterval } from "../metrics/interval";
import { escapeHtml } from "../text";
import type { Claim } from "./claim-types";
import { htmlTable, type TableCell } from "./table";

/** The sentences to remember, and the others; all are headlines where none is marked. */
export function byHeadline(claims: readonly Claim[]): {
  readonly headlines: readonly Claim[];
  readonly others: readonly Claim[];
} {
  const headlines = claims.filter(({ headline }) => headline);
  return headlines.length === 0
    ? { headlines: claims, others: [] }
    : { headlines, others: claims.filter(({ headline }) => !headline) };
}

/** One line: verdict, sentence, measured with interval, what was required. */
export function claimText(claim: Claim): string {
  const chance = claim.chance === undefined ? "" : `; on fresh seeds: ${chanceText(claim)}`;
  const problem = claim.problem === undefined ? "" : `. It cannot be judged: ${claim.problem}`;
  return (
    `${verdict(claim)}: ${claim.text}. Measured ${measuredText(claim)} ` +
    `over ${claim.seeds} seeds; required ${requiredText(claim)}${chance}${problem}`
  );
}

/** How likely it is to hold again, in steps that fit what the estimate is worth. */
export function chanceText({ chance }: Claim): string {
  if (chance === undefined) return "";
  if (chance > 0.99) return "over 99 %";
  return chance < 0.01 ? "under 1 %" : `about ${Math.round(100 * chance)} %`;
}

/** What came of a claim. */
export type ClaimVerdict = "held" | "NOT HELD" | "not judged" | "cannot be judged";

/** "not judged" under a budget whose few steps can prove nothing; "cannot be judged" where numbers are missing. */
export function verdict(claim: Claim): ClaimVerdict {
  if (claim.problem !== undefined) return "cannot be judged";
  if (!claim.enforced) return "not judged";
  return claim.held ? "held" : "NOT HELD";
}

/** Mean and interval, the baseline's and the difference's too where there is one. */
export function measuredText(claim: Claim): string {
  const own = `${intervalText(claim.measured)} ${claim.unit}`;
  if (!claim.baseline || !claim.difference) return own;
  return `${own}, baseline ${intervalText(claim.baseline)}, difference ${intervalText(claim.difference)}`;
}

/** The bound, in words. */
export function requiredText({ require, difference }: Claim): string {
  const bounds = [
    require.atLeast === undefined ? "" : `at least ${number(require.atLeast)}`,
    require.atMost === undefined ? "" : `at most ${number(require.atMost)}`,
  ].filter((bound) => bound !== "");
  return `${difference ? "difference " : ""}${bounds.join(" and ")}`;
}

/** "1 [0.5, 1.5]": mean and interval. What is nothing beside the other ends (−2e−17 beside 0.2) is 0. */
export function intervalText({ mean, low, high }: MeanInterval): string {
  const least = 1e-12 * Math.max(Math.abs(low), Math.abs(high));
  const [middle, from, to] = [mean, low, high].map((value) =>
    number(Math.abs(value) < least ? 0 : value),
  );
  return `${middle} [${from}, ${to}]`;
}

/** Three significant digits, true minus signs, no exponent for everyday sizes. */
export function number(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  const text =
    size !== 0 && (size < 1e-3 || size >= 1e6) ? rounded.toExponential() : String(rounded);
  return text.replaceAll("-", "−");
}

// White on them reads with 5.2, 5.6 and 4.5 to 1, in the light theme and in the dark one; blue and orange are told
// apart with every kind of colour vision, and the sign says the same.
const signs: Record<ClaimVerdict, { readonly sign: string; readonly colour: string }> = {
  held: { sign: "✔", colour: "#0072b2" },
  "NOT HELD": { sign: "✘", colour: "#b34700" },
  "not judged": { sign: "○", colour: "#767676" },
  "cannot be judged": { sign: "?", colour: "#b34700" },
};

/** A claim's verdict as a cell of a table. */
export function verdictCell(claim: Claim): TableCell {
  const said = verdict(claim);
  const { sign, colour } = signs[said];
  const text = `${sign} ${said}`;
  const style = `background-color:${colour};color:#ffffff;padding:2px 6px;white-space:nowrap`;
  return { text, html: `<span style="${style}"><b>${text.replace(" ", "&nbsp;")}</b></span>` };
}

/** What the requirement is on: the difference from the baseline where there is one, else the measurement. */
export function decisiveText({ measured, difference, unit }: Claim): string {
  return `${difference ? "difference " : ""}${intervalText(difference ?? measured)} ${unit}`;
}

/** One table for the claims of a cell, in JupyterLab's light and dark themes, on GitHub and for a screen reader. */
export function claimsHtml(claims: readonly Claim[]): string {
  const rows = claims.map((claim) => [
    verdictCell(claim),
    { text: claim.text },
    { text: decisiveText(claim) },
    { text: requiredText(claim) },
    { text: "", html: detailsHtml(claim) },
  ]);
  return htmlTable({
    heads: ["claim", "", "measured (mean, 95 % interval)", "required", ""],
    rows,
  });
}

/** What a reader may ask for: the two arms, the seeds, the other interval, the chance on fresh seeds. */
function detailsHtml(claim: Claim): string {
  const { baseline, measured, bootstrap, seeds, problem } = claim;
  const told = [
    ...(problem === undefined ? [] : [`It cannot be judged: ${problem}.`]),
    ...(baseline
      ? [
          `${intervalText(measured)} against a baseline of ${intervalText(baseline)}, paired by seed.`,
        ]
      : []),
    `${seeds} seeds.`,
    `By drawing from these seeds again and again (bootstrap), which promises too much with few of them: ` +
      `[${number(bootstrap.low)}, ${number(bootstrap.high)}].`,
    ...(claim.chance === undefined
      ? []
      : [`Chance to hold on as many fresh seeds: ${chanceText(claim)}.`]),
  ];
  const open = problem === undefined ? "" : " open";
  const lines = told.map((line) => escapeHtml(line, /[&<>]/g)).join("<br>");
  return `<details${open}><summary>more</summary>${lines}</details>`;
}
