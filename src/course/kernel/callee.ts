/** The call that a cursor stands in, so that Shift+Tab after `trainGan(` tells what `trainGan` wants. */
import type * as TypeScript from "typescript";

/** The part of TypeScript that is needed; tslab brings its own copy. */
export type CallParser = Pick<
  typeof TypeScript,
  "createSourceFile" | "forEachChild" | "isCallExpression" | "isNewExpression" | "ScriptTarget"
>;

/**
 * The innermost call whose parentheses hold a position; the code may be unfinished.
 * @returns the position of the last character of what is called, or undefined outside of every call
 */
export function calleeAt(code: string, position: number, ts: CallParser): number | undefined {
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ES2022, true);
  let found: number | undefined;
  const visit = (node: TypeScript.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const { arguments: given } = node;
      if (given !== undefined && given.pos <= position && position <= endOf(node, code)) {
        found = node.expression.end - 1;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Where the call's closing parenthesis is; where that is missing, the end of the code. */
function endOf(node: TypeScript.CallExpression | TypeScript.NewExpression, code: string): number {
  return code[node.end - 1] === ")" ? node.end - 1 : code.length;
}
