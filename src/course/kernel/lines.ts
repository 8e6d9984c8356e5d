/**
 * Which line of a cell's TypeScript a place in its JavaScript comes from. tslab makes no source map. What it makes keeps
 * the names and literals in their order, takes types out and puts imports and exports in, so the two are laid beside each
 * other by their longest common subsequence.
 */
import type * as TypeScript from "typescript";

/** The part of TypeScript that is needed; tslab brings its own copy. */
export type LineParser = Pick<
  typeof TypeScript,
  "createSourceFile" | "forEachChild" | "ScriptTarget"
>;

/** A place in a text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

interface Word extends Place {
  readonly text: string;
}

/** Above so many pairs of words no line is told: it would take a second. */
const MOST_PAIRS = 2e7;

/** @returns the line, from 1; undefined where nothing of the source is left in the JavaScript, or for a very long cell */
export function sourceLine(
  source: string,
  javascript: string,
  place: Place,
  ts: LineParser,
): number | undefined {
  const from = wordsOf(source, ts);
  const to = wordsOf(javascript, ts);
  if (from.length * to.length > MOST_PAIRS) return undefined;
  const partners = commonWords(from, to);
  // The word at the place, or the nearest behind it, or the last before it, that stands in the source too.
  const at = to.findIndex(
    ({ line, column }) => line > place.line || (line === place.line && column >= place.column),
  );
  const begin = at < 0 ? to.length : at;
  const behind = to.findIndex(
    (word, i) => i >= begin && word.line === place.line && partners.has(i),
  );
  if (behind >= 0) return from[partners.get(behind)!].line;
  for (let i = begin - 1; i >= 0; i--) {
    const partner = partners.get(i);
    if (partner !== undefined) return from[partner].line;
  }
  return undefined;
}

/** Names, literals and keywords that stand alone, in order. */
function wordsOf(code: string, ts: LineParser): Word[] {
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ES2022, true);
  const words: Word[] = [];
  const visit = (node: TypeScript.Node): void => {
    const children: TypeScript.Node[] = [];
    ts.forEachChild(node, (child) => {
      children.push(child);
    });
    children.forEach(visit);
    const text = children.length === 0 ? node.getText(file) : "";
    if (text === "") return;
    const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
    words.push({ text, line: line + 1, column: character + 1 });
  };
  visit(file);
  return words;
}

/** Of a longest common subsequence: by the place in `to`, the place in `from`. */
function commonWords(from: readonly Word[], to: readonly Word[]): Map<number, number> {
  const wide = to.length + 1;
  const longest = new Uint16Array((from.length + 1) * wide); // of what is left from (i, j) on
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      longest[i * wide + j] =
        from[i].text === to[j].text
          ? longest[(i + 1) * wide + j + 1] + 1
          : Math.max(longest[(i + 1) * wide + j], longest[i * wide + j + 1]);
    }
  }
  const partners = new Map<number, number>();
  for (let i = 0, j = 0; i < from.length && j < to.length;) {
    if (from[i].text === to[j].text) partners.set(j++, i++);
    else if (longest[(i + 1) * wide + j] >= longest[i * wide + j + 1]) i++;
    else j++;
  }
  return partners;
}
