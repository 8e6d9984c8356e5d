/**
 * Code without what can be put in to make a copy look new: types, comments, and statements that do nothing.
 *
 * What is left is for comparing only; it may not run.
 */
import type * as TypeScript from "typescript";

type Typescript = typeof TypeScript;

/** More of a submission is not looked at: an honest one has about 20,000 characters. */
const MOST_CHARACTERS = 100_000;

export interface PlainCode {
  /** The program as TypeScript prints it. */
  readonly text: string;
  /**
   * Each statement by itself, without those in its blocks, whose places are kept: `for (const x of xs) { }`. Their
   * order and what was put between them do not count.
   */
  readonly statements: readonly string[];
}

/** Code that cannot be read as a program comes back as it is, without statements. */
export function plainCode(code: string): PlainCode {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only a clone has it, and only a clone grades
  const ts = require("typescript") as Typescript;
  const cut = code.slice(0, MOST_CHARACTERS);
  try {
    const { outputText } = ts.transpileModule(cut, {
      compilerOptions: { target: ts.ScriptTarget.ESNext, removeComments: true },
    });
    const printer = ts.createPrinter({ removeComments: true });
    let plain = outputText;
    for (let before = ""; before !== plain;) {
      before = plain; // what only idle statements named is idle in its turn
      const file = ts.createSourceFile("code.js", plain, ts.ScriptTarget.ESNext, true);
      plain = printer.printFile(
        ts.transform(file, [withoutIdle(ts, readNames(ts, file))]).transformed[0],
      );
    }
    return { text: plain, statements: statementsOf(ts, plain, printer) };
  } catch (error) {
    if (error instanceof RangeError) return { text: cut, statements: [] }; // nested too deeply to be a program
    throw error;
  }
}

/** The names whose values something uses: all but those that are only declared, set and counted up. */
function readNames(ts: Typescript, file: TypeScript.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: TypeScript.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
      if (node.initializer) visit(node.initializer);
      return;
    }
    const target = ts.isExpressionStatement(node) ? setName(ts, node.expression) : undefined;
    if (target) {
      if (ts.isBinaryExpression(target.by)) visit(target.by.right);
      return;
    }
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

/** Of `x = …`, `x += …`, `x++` and the like: the name that is set, and what sets it. */
function setName(
  ts: Typescript,
  node: TypeScript.Expression,
): { name: string; by: TypeScript.Expression } | undefined {
  const target = ts.isBinaryExpression(node)
    ? isAssignment(ts, node) && node.left
    : (ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node)) && node.operand;
  return target && ts.isIdentifier(target) ? { name: target.text, by: node } : undefined;
}

function isAssignment(ts: Typescript, { operatorToken }: TypeScript.BinaryExpression): boolean {
  const { FirstAssignment, LastAssignment } = ts.SyntaxKind;
  return operatorToken.kind >= FirstAssignment && operatorToken.kind <= LastAssignment;
}

function withoutIdle(
  ts: Typescript,
  read: ReadonlySet<string>,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return (context) => {
    const keep = (statements: readonly TypeScript.Statement[]): TypeScript.Statement[] => {
      const end = statements.findIndex(
        (each) => ts.isReturnStatement(each) || ts.isThrowStatement(each),
      );
      const reached = end < 0 ? statements : statements.slice(0, end + 1);
      return reached.filter((statement) => !isIdle(ts, statement, read));
    };
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      const inside = ts.visitEachChild(node, visit, context);
      if (ts.isBlock(inside)) return context.factory.updateBlock(inside, keep(inside.statements));
      if (ts.isSourceFile(inside)) {
        return context.factory.updateSourceFile(inside, keep(inside.statements));
      }
      return inside;
    };
    return (file) => visit(file) as TypeScript.SourceFile;
  };
}

/** Whether a program does the same without the statement, as far as its own text shows. */
function isIdle(
  ts: Typescript,
  statement: TypeScript.Statement,
  read: ReadonlySet<string>,
): boolean {
  if (ts.isEmptyStatement(statement)) return true;
  if (ts.isBlock(statement)) return statement.statements.length === 0;
  if (ts.isVariableStatement(statement)) {
    // whatever it was set to
    return statement.declarationList.declarations.every(
      ({ name }) => ts.isIdentifier(name) && !read.has(name.text),
    );
  }
  if (ts.isIfStatement(statement) || ts.isWhileStatement(statement)) {
    const never = statement.expression;
    const isFalse =
      never.kind === ts.SyntaxKind.FalseKeyword ||
      (ts.isNumericLiteral(never) && never.text === "0");
    return isFalse && !(ts.isIfStatement(statement) && statement.elseStatement);
  }
  if (!ts.isExpressionStatement(statement)) return false;
  const set = setName(ts, statement.expression);
  return set ? !read.has(set.name) : !acts(ts, statement.expression);
}

/** Objects whose functions only compute; what is printed is nobody's answer. */
const PURE = /^(Math|Number|String|Boolean|Array|Object|JSON|BigInt|Symbol|console)$/;

/** Whether computing it can change something: it calls what is not known, assigns, counts, deletes or waits. */
function acts(ts: Typescript, node: TypeScript.Node): boolean {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return false; // until it is called
  const does =
    (ts.isCallExpression(node) && !isPure(ts, node.expression)) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isDeleteExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    (ts.isPrefixUnaryExpression(node) &&
      (node.operator === ts.SyntaxKind.PlusPlusToken ||
        node.operator === ts.SyntaxKind.MinusMinusToken)) ||
    (ts.isBinaryExpression(node) && isAssignment(ts, node));
  return does || ts.forEachChild(node, (child) => acts(ts, child) || undefined) === true;
}

/** Math.abs, Number: one of the language's own that only computes. */
function isPure(ts: Typescript, called: TypeScript.Expression): boolean {
  const owner = ts.isPropertyAccessExpression(called) ? called.expression : called;
  return ts.isIdentifier(owner) && PURE.test(owner.text);
}

function statementsOf(ts: Typescript, code: string, printer: TypeScript.Printer): string[] {
  const found: string[] = [];
  const file = ts.createSourceFile("code.js", code, ts.ScriptTarget.ESNext, true);
  const empty = ts.transform(file, [
    (context) => {
      const visit = (node: TypeScript.Node): TypeScript.Node => {
        const inside = ts.visitEachChild(node, visit, context);
        if (ts.isBlock(inside)) {
          for (const each of inside.statements) add(each);
          return context.factory.createBlock([]);
        }
        return inside;
      };
      return (root) => visit(root) as TypeScript.SourceFile;
    },
  ]).transformed[0];
  for (const statement of empty.statements) add(statement);
  return found;

  function add(statement: TypeScript.Statement): void {
    if (!ts.isBlock(statement)) {
      found.push(printer.printNode(ts.EmitHint.Unspecified, statement, file));
    }
  }
}
