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

/** The same code with every `{ name }` written as `{ name: name }`; nothing else changes, no line moves. */
export function expandShorthand(code: string, ts: Parser): string {
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ES2022, true);
  const places: { at: number; name: string }[] = [];
  const visit = (node: TypeScript.Node): void => {
    if (ts.isShorthandPropertyAssignment(node)) {
      places.push({ at: node.name.getStart(file), name: node.name.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return places
    .sort((a, b) => b.at - a.at)
    .reduce((text, { at, name }) => `${text.slice(0, at)}${name}: ${text.slice(at)}`, code);
}
