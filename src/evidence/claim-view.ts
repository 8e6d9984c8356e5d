/** How a claim reads: one row of HTML in the notebook, one line of text elsewhere. */
import type { MeanInterval } from "../metrics/interval";
import type { Claim } from "./claim-types";
import { htmlTable } from "./table";

/** One line: verdict, sentence, measured with interval, what was required. */
export function claimText(claim: Claim): string {
  return (
    `${verdict(claim)}: ${claim.text}. Measured ${measuredText(claim)} ` +
    `over ${claim.seeds} seeds; required ${requiredText(claim)}${claim.chance === undefined ? "" : `; on fresh seeds: ${chanceText(claim)}`}`
  );
}

/** How likely it is to hold again, in steps that fit what the estimate is worth. */
export function chanceText({ chance }: Claim): string {
  if (chance === undefined) return "";
  if (chance > 0.99) return "over 99 %";
  return chance < 0.01 ? "under 1 %" : `about ${Math.round(100 * chance)} %`;
}

/** "held", "NOT HELD", or "not judged" under the smaller budgets, whose few seeds and steps can prove nothing. */
export function verdict(claim: Claim): string {
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

/** A table of one row, readable in JupyterLab's light and dark themes, on GitHub and by a screen reader. */
export function claimHtml(claim: Claim): string {
  const mark = { held: "✔", "NOT HELD": "✘", "not judged": "○" }[verdict(claim)] ?? "";
  const { low, high } = claim.bootstrap;
  const row = [
    { text: `${mark} ${verdict(claim)}`, strong: true },
    { text: claim.text },
    { text: measuredText(claim) },
    { text: `[${number(low)}, ${number(high)}]` },
    { text: `${claim.seeds} seeds` },
    { text: requiredText(claim) },
    { text: chanceText(claim) },
  ];
  const measured = "measured (mean and 95 % interval)";
  const heads = ["claim", "", measured, "bootstrap", "over", "required", "holds on fresh seeds"];
  return htmlTable({ heads, rows: [row] });
}
