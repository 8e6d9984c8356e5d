/**
 * tslab 1.0.22 turns a name of an earlier cell into `exports.name`, but overlooks it in `{ name }`: the cell
 * fails with "name is not defined". Written out as `{ name: name }` it works, so that is what the kernel is given.
 */
import type * as TypeScript from "typescript";

/** The part of TypeScript that is needed; tslab brings its own copy. */
export type Parser = Pick<
  typeof TypeScript,
  "createSourceFile" | "forEachChild" | "isShorthandPropertyAssignment" | "ScriptTarget"
>;

/** A `{ name }`, and where its name begins. */
interface Shorthand {
  readonly at: number;
  readonly name: string;
}

/** In the order in which they stand in the code. */
function shorthands(code: string, ts: Parser): Shorthand[] {
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ES2022, true);
  const places: Shorthand[] = [];
  const visit = (node: TypeScript.Node): void => {
    if (ts.isShorthandPropertyAssignment(node)) {
      places.push({ at: node.name.getStart(file), name: node.name.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return places.sort((a, b) => a.at - b.at);
}

/** The same code with every `{ name }` written as `{ name: name }`; nothing else changes, no line moves. */
export function expandShorthand(code: string, ts: Parser): string {
  return shorthands(code, ts).reduceRight(
    (text, { at, name }) => `${text.slice(0, at)}${name}: ${text.slice(at)}`,
    code,
  );
}

/** Where a place in the expanded code stands in the code as it was written. */
export function unexpanded(position: number, code: string, ts: Parser): number {
  let at = position;
  for (const place of shorthands(code, ts)) {
    if (at <= place.at) break;
    at = Math.max(place.at, at - `${place.name}: `.length);
  }
  return at;
}
