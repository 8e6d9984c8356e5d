/** The same program as another person might have written it: each place is rewritten or not, as a seed says. */
import ts from "typescript";
import { seeded } from "../../../src/random";

type Chance = () => number;
type Rewrite = (node: ts.Node, chance: Chance, fresh: () => string) => ts.Node | undefined;
const { factory: make } = ts;

/** A program in other words; it computes the same. `how` is the share of places that are rewritten. */
export function rewritten(code: string, seed: number, how = 0.5): string {
  const random = seeded(seed);
  const chance: Chance = () => random.uniforms(1)[0];
  let names = 0;
  const fresh = (): string => `held${(names += 1)}`;
  const file = ts.createSourceFile("a.ts", code, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS);
  const transformer: ts.TransformerFactory<ts.SourceFile> = (context) => {
    const visit = (node: ts.Node): ts.Node => {
      let inside = ts.visitEachChild(node, visit, context);
      for (const rewrite of REWRITES) {
        if (chance() < how) inside = rewrite(inside, chance, fresh) ?? inside;
      }
      return inside;
    };
    return (root) => visit(root) as ts.SourceFile;
  };
  const { transformed } = ts.transform(file, [transformer]);
  return ts.createPrinter({ removeComments: true }).printFile(transformed[0]);
}

const REWRITES: readonly Rewrite[] = [
  /** tf.add(a, b): a.add(b) */
  (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const { expression: library, name } = node.expression;
    const first = node.arguments.at(0);
    if (!ts.isIdentifier(library) || library.text !== "tf" || node.typeArguments) return;
    if (!first || !CHAINED.has(name.text)) return;
    if (!ts.isIdentifier(first) && !ts.isCallExpression(first)) return;
    return make.createCallExpression(
      make.createPropertyAccessExpression(first, name),
      undefined,
      node.arguments.slice(1),
    );
  },
  /** x => y: x => { return y; } */
  (node) => {
    if (!ts.isArrowFunction(node) || ts.isBlock(node.body)) return;
    const body = make.createBlock([make.createReturnStatement(unwrapped(node.body))], true);
    return make.updateArrowFunction(
      node,
      node.modifiers,
      node.typeParameters,
      node.parameters,
      node.type,
      node.equalsGreaterThanToken,
      body,
    );
  },
  /** return f(g(x)): const held = g(x); return f(held) */
  (node, chance, fresh) => {
    if (!ts.isBlock(node)) return;
    const statements = node.statements.flatMap((statement): ts.Statement[] => {
      if (!ts.isReturnStatement(statement) || !statement.expression || chance() < 0.5)
        return [statement];
      const call = statement.expression;
      if (ts.isCallExpression(call)) {
        const at = call.arguments.findIndex((each) => ts.isCallExpression(each));
        if (at >= 0 && call.arguments.slice(0, at).every((each) => !ts.isAwaitExpression(each))) {
          const held = fresh();
          const given = call.arguments.map((each, i) =>
            i === at ? make.createIdentifier(held) : each,
          );
          return [
            constant(held, call.arguments[at]),
            make.createReturnStatement(
              make.updateCallExpression(call, call.expression, call.typeArguments, given),
            ),
          ];
        }
      }
      const held = fresh();
      return [constant(held, call), make.createReturnStatement(make.createIdentifier(held))];
    });
    return make.updateBlock(node, statements);
  },
  /** a < b: b > a */
  (node) => {
    if (!ts.isBinaryExpression(node)) return;
    const other = MIRRORED.get(node.operatorToken.kind);
    return other && make.createBinaryExpression(node.right, other, node.left);
  },
  /** a * b: b * a */
  (node) => {
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.AsteriskToken)
      return;
    return make.createBinaryExpression(
      make.createParenthesizedExpression(node.right),
      ts.SyntaxKind.AsteriskToken,
      node.left,
    );
  },
  /** i++: i += 1 */
  (node) => {
    if (!ts.isPostfixUnaryExpression(node) || node.operator !== ts.SyntaxKind.PlusPlusToken) return;
    return make.createBinaryExpression(
      node.operand,
      ts.SyntaxKind.PlusEqualsToken,
      make.createNumericLiteral(1),
    );
  },
  /** a += b: a = a + b */
  (node) => {
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusEqualsToken)
      return;
    return make.createAssignment(node.left, make.createAdd(node.left, node.right));
  },
  /** const a = 1, then const b = 2: the other way round, where neither names the other */
  (node, chance) => {
    if (!ts.isBlock(node)) return;
    const statements = [...node.statements];
    for (let i = 0; i + 1 < statements.length; i++) {
      const [a, b] = [statements[i], statements[i + 1]];
      const apart =
        ts.isVariableStatement(a) &&
        ts.isVariableStatement(b) &&
        !names(b).some((n) => declared(a).includes(n));
      if (apart && chance() < 0.5) statements.splice(i, 2, b, a);
    }
    return make.updateBlock(node, statements);
  },
  /** a ? b : c behind return: if (a) return b; return c */
  (node) => {
    if (!ts.isBlock(node)) return;
    const statements = node.statements.flatMap((statement): ts.Statement[] => {
      if (!ts.isReturnStatement(statement) || !statement.expression) return [statement];
      const choice = unwrapped(statement.expression);
      if (!ts.isConditionalExpression(choice)) return [statement];
      return [
        make.createIfStatement(choice.condition, make.createReturnStatement(choice.whenTrue)),
        make.createReturnStatement(choice.whenFalse),
      ];
    });
    return make.updateBlock(node, statements);
  },
  /** f(x, …) as a value that is declared: the arguments are named first */
  (node, chance, fresh) => {
    if (!ts.isBlock(node)) return;
    const statements = node.statements.flatMap((statement): ts.Statement[] => {
      if (!ts.isVariableStatement(statement) || chance() < 0.5) return [statement];
      const [declaration] = statement.declarationList.declarations;
      const call = declaration.initializer;
      if (!call || !ts.isCallExpression(call)) return [statement];
      const at = call.arguments.findIndex(
        (each) => ts.isCallExpression(each) || ts.isArrowFunction(each),
      );
      if (at < 0 || ts.isArrowFunction(call.arguments[at])) return [statement];
      const held = fresh();
      const given = call.arguments.map((each, i) =>
        i === at ? make.createIdentifier(held) : each,
      );
      const rest = make.updateCallExpression(call, call.expression, call.typeArguments, given);
      return [
        constant(held, call.arguments[at]),
        make.updateVariableStatement(
          statement,
          statement.modifiers,
          make.updateVariableDeclarationList(statement.declarationList, [
            make.updateVariableDeclaration(
              declaration,
              declaration.name,
              declaration.exclamationToken,
              declaration.type,
              rest,
            ),
          ]),
        ),
      ];
    });
    return make.updateBlock(node, statements);
  },
];

const CHAINED = new Set(
  "add sub mul div mean sum square sqrt abs exp neg reshape transpose tile concat matMul expandDims".split(
    " ",
  ),
);
const MIRRORED = new Map<ts.SyntaxKind, ts.BinaryOperator>([
  [ts.SyntaxKind.LessThanToken, ts.SyntaxKind.GreaterThanToken],
  [ts.SyntaxKind.GreaterThanToken, ts.SyntaxKind.LessThanToken],
  [ts.SyntaxKind.LessThanEqualsToken, ts.SyntaxKind.GreaterThanEqualsToken],
  [ts.SyntaxKind.GreaterThanEqualsToken, ts.SyntaxKind.LessThanEqualsToken],
]);

function unwrapped(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? unwrapped(node.expression) : node;
}

function constant(name: string, value: ts.Expression): ts.Statement {
  const declaration = make.createVariableDeclaration(name, undefined, undefined, value);
  return make.createVariableStatement(
    undefined,
    make.createVariableDeclarationList([declaration], ts.NodeFlags.Const),
  );
}

function names(node: ts.Node): string[] {
  const found: string[] = [];
  const visit = (each: ts.Node): void => {
    if (ts.isIdentifier(each)) found.push(each.text);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}

function declared(statement: ts.VariableStatement): string[] {
  return statement.declarationList.declarations.flatMap(({ name }) => names(name));
}
