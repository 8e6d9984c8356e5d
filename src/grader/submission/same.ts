/** When two cells' texts are the same: white space at the ends of lines and of the text does not count. */
import { CODE_STUB, OWN_CELL, TEXT_STUB } from "../lab/markers";

export function isSame(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

export function isBlank(text: string): boolean {
  return text.trim() === "";
}

function plain(text: string): string {
  const lines = text.split("\n").map((line) => line.trimEnd());
  return lines.join("\n").trim();
}

/**
 * How much of a released cell is still in a text: the share of its lines, without those that are there to be
 * replaced. Undefined where it has no others.
 */
export function likeness(text: string, released: string): number | undefined {
  const stub = [...CODE_STUB, ...TEXT_STUB];
  const isStub = (line: string): boolean => stub.includes(line) || line.startsWith(OWN_CELL);
  const wanted = linesOf(released).filter((line) => !isStub(line));
  if (wanted.length === 0) return undefined;
  const found = new Set(linesOf(text));
  return wanted.filter((line) => found.has(line)).length / wanted.length;
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && /\w/.test(line));
}
