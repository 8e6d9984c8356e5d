import type { Finding } from "./diagnose";

/**
 * Findings as text to print, in their order.
 *
 * @example
 * ```ts
 * import { findingsText, type Finding } from "gan-clinic";
 * const finding: Finding = {
 *   pitfall: "mode collapse",
 *   evidence: "The samples cover 13 % of the modes.",
 *   confidence: 0.9,
 *   remedies: [{ text: "Bring the learning rates together" }],
 *   notebook: "01",
 * };
 * assert.equal(
 *   findingsText([finding]),
 *   "mode collapse (confidence 0.90, notebook 01)\n" +
 *     "  The samples cover 13 % of the modes.\n" +
 *     "  1. Bring the learning rates together",
 * );
 * ```
 */
export function findingsText(findings: readonly Finding[]): string {
  return findings.map(findingText).join("\n\n");
}

function findingText(finding: Finding): string {
  const { pitfall, evidence, confidence, remedies, notebook, followsFrom } = finding;
  return [
    `${pitfall} (confidence ${confidence.toFixed(2)}, notebook ${notebook})`,
    `  ${evidence}`,
    ...(followsFrom ? [`  It may follow from the ${followsFrom}: mend that first.`] : []),
    ...remedies.map(({ text }, i) => `  ${i + 1}. ${text}`),
  ].join("\n");
}
