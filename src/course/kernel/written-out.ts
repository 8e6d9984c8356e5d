/**
 * tslab 1.0.22 turns a name of an earlier cell into `exports.name`, and gets two places wrong. It overlooks the name in
 * `{ name }`: the cell fails with "name is not defined". And in `const { name: mine } = earlier` it takes for such a
 * name what is only a key, and makes `{ exports, name: mine }`: "'exports' has already been declared". Written out as
 * `{ name: name }` and `{ "name": mine }` both work, so that is what the kernel is given. No line moves.
 */
import type * as TypeScript from "typescript";

/** The part of TypeScript that is needed; tslab brings its own copy. */
export type Parser = Pick<
  typeof TypeScript,
  | "createSourceFile"
  | "forEachChild"
  | "isBindingElement"
  | "isIdentifier"
  | "isShorthandPropertyAssignment"
  | "ScriptTarget"
>;

/** What is put in, and before which character of the learner's code. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** In the order in which they stand in the code. */
function insertions(code: string, ts: Parser): Insertion[] {
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ES2022, true);
  const found: Insertion[] = [];
  const visit = (node: TypeScript.Node): void => {
    if (ts.isShorthandPropertyAssignment(node)) {
      found.push({ at: node.name.getStart(file), text: `${node.name.text}: ` });
    }
    if (ts.isBindingElement(node) && node.propertyName && ts.isIdentifier(node.propertyName)) {
      const { propertyName: key } = node;
      found.push({ at: key.getStart(file), text: '"' }, { at: key.getEnd(), text: '"' });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found.sort((a, b) => a.at - b.at);
}

/** The same code with every `{ name }` and every `{ name: mine }` that declares `mine` written out. */
export function writtenOut(code: string, ts: Parser): string {
  return insertions(code, ts).reduceRight(
    (rest, { at, text }) => `${rest.slice(0, at)}${text}${rest.slice(at)}`,
    code,
  );
}

/** Where a place in the code that is written out stands in the learner's. */
export function asWritten(position: number, code: string, ts: Parser): number {
  let at = position;
  for (const put of insertions(code, ts)) {
    if (at <= put.at) break;
    at = Math.max(put.at, at - put.text.length);
  }
  return at;
}
