/**
 * The changes that Stryker does not make: another number, a term or a factor left out, a function or a method not
 * applied, a statement left out.
 */
import type * as TypeScript from "typescript";
import type { Edit } from "./edit";

/** The changes of a program, in the order of its text. */
export function termEdits(ts: typeof TypeScript, program: TypeScript.SourceFile): Edit[] {
  const edits: Edit[] = [];
  const replace = (node: TypeScript.Node, becomes: string, expression = true): void => {
    edits.push({ start: node.getStart(), end: node.getEnd(), becomes, expression });
  };
  const visit = (node: TypeScript.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
    if (ts.isNumericLiteral(node)) replace(node, otherNumber(Number(node.text)));
    for (const part of partsOf(ts, node)) replace(node, part.getText());
    if (ts.isExpressionStatement(node) && !isPlumbing(ts, node.expression)) {
      replace(node, ts.isBlock(node.parent) || ts.isSourceFile(node.parent) ? "" : ";", false);
    }
    ts.forEachChild(node, visit);
  };
  visit(program);
  return edits;
}

/** A change too large for a tolerance to hide: one more, of large numbers the double. */
function otherNumber(value: number): string {
  if (value === 1) return "0";
  return String(value < 10 ? value + 1 : 2 * value);
}

/** What may be left of an expression: of a sum one term, of a call what it is applied to. */
function partsOf(ts: typeof TypeScript, node: TypeScript.Node): TypeScript.Expression[] {
  if (ts.isBinaryExpression(node)) return operandsLeft(ts, node);
  if (!ts.isCallExpression(node) || isPlumbing(ts, node)) return [];
  const { expression: callee, arguments: given } = node;
  const values = given.filter((each) => isValue(ts, each));
  if (ts.isIdentifier(callee)) return given.length === 1 ? values : [];
  if (!ts.isPropertyAccessExpression(callee)) return [];
  if (!isNamespace(ts, callee.expression)) return [callee.expression];
  return given.length <= 2 ? values : values.slice(0, 1);
}

function operandsLeft(
  ts: typeof TypeScript,
  { left, right, operatorToken }: TypeScript.BinaryExpression,
): TypeScript.Expression[] {
  const { PlusToken, AsteriskToken, MinusToken, SlashToken, AsteriskAsteriskToken } = ts.SyntaxKind;
  const { kind } = operatorToken;
  if (kind === PlusToken && (isText(ts, left) || isText(ts, right))) return [];
  if (kind === PlusToken || kind === AsteriskToken) return [left, right];
  if (kind === MinusToken || kind === SlashToken || kind === AsteriskAsteriskToken) return [left];
  return [];
}

function isText(ts: typeof TypeScript, node: TypeScript.Expression): boolean {
  if (ts.isBinaryExpression(node)) return isText(ts, node.left) || isText(ts, node.right);
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

/** An argument that can stand for the call's result: not a function, options, an axis. */
function isValue(ts: typeof TypeScript, node: TypeScript.Expression): boolean {
  return (
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isBinaryExpression(node) ||
    ts.isPrefixUnaryExpression(node)
  );
}

/** `tf` and `Math` hold functions; what else stands before a dot is taken for a value. */
function isNamespace(ts: typeof TypeScript, node: TypeScript.Expression): boolean {
  return ts.isIdentifier(node) && (node.text === "tf" || /^[A-Z]/.test(node.text));
}

/** Calls that change no value: memory, and the way between numbers and tensors. */
const PLUMBING =
  /^(tidy|keep|dispose\w*|clone|scalar|tensor(\dd)?|cast|toFloat|as\w+|data(Sync)?|array(Sync)?|log)$/;

function isPlumbing(ts: typeof TypeScript, node: TypeScript.Expression): boolean {
  if (ts.isAwaitExpression(node)) return isPlumbing(ts, node.expression);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { name, expression } = node.expression;
  // Math.log is no plumbing, console.log is
  return name.text === "log" ? expression.getText() === "console" : PLUMBING.test(name.text);
}
