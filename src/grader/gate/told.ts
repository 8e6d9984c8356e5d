/** What only tells people something: texts of errors, and what is printed. No check looks at it. */
import type * as TypeScript from "typescript";

/** The stretches of a program that hold an error's making, or a call of the console. */
export function toldSpans(
  ts: typeof TypeScript,
  program: TypeScript.SourceFile,
): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  const visit = (node: TypeScript.Node): void => {
    const tells =
      ts.isThrowStatement(node) ||
      (ts.isNewExpression(node) && /Error$/.test(node.expression.getText())) ||
      (ts.isCallExpression(node) && /^(console\.\w+|\w*Error)$/.test(node.expression.getText()));
    if (tells) spans.push({ start: node.getStart(), end: node.getEnd() });
    else ts.forEachChild(node, visit);
  };
  visit(program);
  return spans;
}
