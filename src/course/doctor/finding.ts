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

/** What it comes to, as the last line: whether anything must be done, and what the signs mean. */
export function verdict(findings: readonly Finding[]): string {
  const missing = findings.filter(({ state }) => state === "missing").map(({ topic }) => topic);
  const signs = findings.some(({ state }) => state === "note")
    ? " ○: optional, or good to know; nothing has to be done."
    : "";
  if (missing.length === 0) return `All that the course needs is here.${signs}`;
  const [are, them] = missing.length === 1 ? ["is", "it"] : ["are", "them"];
  return `Not in order ${are} (✘): ${missing.join(", ")}. What mends ${them} stands after the arrow.${signs}`;
}
