/** One change of a program's text, as a mutant makes it. */

export interface Edit {
  /** The characters from `start` to `end` are replaced. */
  readonly start: number;
  readonly end: number;
  /** By this; "" removes them. */
  readonly becomes: string;
  /** An expression, so that it needs brackets where it is put in. */
  readonly expression: boolean;
}

/** The text with one change in it. */
export function applyEdit(text: string, { start, end, becomes, expression }: Edit): string {
  return text.slice(0, start) + (expression ? `(${becomes})` : becomes) + text.slice(end);
}

/** Code on one line. */
export function oneLine(code: string): string {
  return code.replace(/\s+/g, " ").trim();
}

/** Characters shown before and behind what differs, and of what differs. */
const AROUND = 16;
const MOST = 44;

/** "was → becomes" of code on one line: of long code only where it differs. */
export function contrast(was: string, becomes: string): string {
  if (becomes === "") return `${cut(was, 0, was.length)} → removed`;
  const shorter = Math.min(was.length, becomes.length);
  let before = 0;
  while (before < shorter && was[before] === becomes[before]) before += 1;
  let after = 0;
  while (after < shorter - before && was.at(-1 - after) === becomes.at(-1 - after)) after += 1;
  const [left, right] = [was, becomes].map((code) => cut(code, before, code.length - after));
  return `${left} → ${right}`;
}

/** What stands from `start` to `end`, with a little around it. */
function cut(code: string, start: number, end: number): string {
  const from = start > AROUND ? start - AROUND : 0;
  const to = Math.min(code.length, end + AROUND, from + MOST + AROUND);
  return `${from > 0 ? "…" : ""}${code.slice(from, to)}${to < code.length ? "…" : ""}`;
}
