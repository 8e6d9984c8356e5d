/** What the doctor finds, and how it is shown. */

/** One finding. "note": optional, not made yet, or tight; "missing": something the course needs. */
export interface Finding {
  topic: string;
  state: "ok" | "note" | "missing";
  text: string;
  /** the command, or the words, that mend it */
  remedy?: string;
}

/** The findings as text, remedies below what they mend. */
export function formatFindings(findings: readonly Finding[]): string {
  const marks = { ok: "✔", note: "○", missing: "✘" };
  const width = Math.max(...findings.map(({ topic }) => topic.length));
  return findings
    .flatMap(({ topic, state, text, remedy }) => [
      `${marks[state]} ${topic.padEnd(width)}  ${text}`,
      ...(remedy ? [`  ${" ".repeat(width)}  → ${remedy}`] : []),
    ])
    .join("\n");
}
