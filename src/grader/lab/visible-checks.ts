/**
 * `checks.ts` → what students get of it: the visible checks, the names these need, nothing else. So a hidden
 * check can stand beside a visible one and share helpers with it.
 */
import type * as TypeScript from "typescript";
import type { Place } from "./markers";

/** The compiler; only a clone of the course has it, and only a clone builds labs. */
function compiler(): typeof TypeScript {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- not loaded where nothing is built
  return require("typescript") as typeof TypeScript;
}

/**
 * @returns a CommonJS module that exports `checks`
 * @throws SyntaxError no list `export const checks = [ … ]`; a check that is not written out in it, or does not
 *   say `visible: true` or `visible: false`: it could not be told what may be handed out
 */
export function visibleChecks(source: string, file = "checks.ts"): string {
  const ts = compiler();
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const list = checksList(ts, parsed);
  const kept = list.elements
    .map((element) => recordOf(ts, element, placeOf(parsed, element)))
    .filter((record) => isVisible(ts, record, placeOf(parsed, record)));
  const body = `export const checks = [\n${kept.map((element) => element.getText()).join(",\n")}\n];`;
  const statements = parsed.statements.filter(
    (statement) => !statement.getText().includes(list.getText()),
  );
  const needed = new Set<TypeScript.Statement>();
  const take = (node: TypeScript.Node): void => {
    const names = namesIn(ts, node);
    for (const statement of statements) {
      if (needed.has(statement) || !declares(ts, statement).some((name) => names.has(name)))
        continue;
      needed.add(statement);
      if (!ts.isImportDeclaration(statement)) take(statement);
    }
  };
  kept.forEach(take);
  const texts = statements.filter((each) => needed.has(each)).map((each) => each.getText());
  const { outputText } = ts.transpileModule([...texts, body].join("\n"), {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      removeComments: true,
      newLine: ts.NewLineKind.LineFeed,
    },
  });
  return `// Made from the lab's checks by \`clinic lab build\`: edits are lost.\n${outputText}`;
}

function checksList(
  ts: typeof TypeScript,
  parsed: TypeScript.SourceFile,
): TypeScript.ArrayLiteralExpression {
  const declarations = parsed.statements.flatMap((statement) =>
    ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : [],
  );
  const found = declarations.find(({ name }) => name.getText() === "checks")?.initializer;
  if (found && ts.isArrayLiteralExpression(found)) return found;
  throw new SyntaxError(
    `${parsed.fileName}: no list of checks. Wanted: export const checks: Check[] = [ … ];`,
  );
}

/** The record in `{ … }` or `defineCheck({ … })`. */
function recordOf(
  ts: typeof TypeScript,
  element: TypeScript.Expression,
  place: Place,
): TypeScript.ObjectLiteralExpression {
  const record = ts.isCallExpression(element) ? element.arguments.at(0) : element;
  if (record && ts.isObjectLiteralExpression(record)) return record;
  throw notWritten(place);
}

function isVisible(
  ts: typeof TypeScript,
  record: TypeScript.ObjectLiteralExpression,
  place: Place,
): boolean {
  const says = record.properties.find((each) => each.name?.getText() === "visible");
  const { kind } = says && ts.isPropertyAssignment(says) ? says.initializer : record;
  if (kind === ts.SyntaxKind.TrueKeyword) return true;
  if (kind === ts.SyntaxKind.FalseKeyword) return false;
  throw notWritten(place);
}

function notWritten({ file, line }: Place): SyntaxError {
  return new SyntaxError(
    `${file}, line ${line}: a check that does not say "visible: true" or "visible: false" where it stands. ` +
      "Write it out in the list, so that hidden ones can be left out of what students get",
  );
}

function placeOf(parsed: TypeScript.SourceFile, node: TypeScript.Node): Place {
  const { line } = parsed.getLineAndCharacterOfPosition(node.getStart());
  return { file: parsed.fileName, line: line + 1 };
}

function namesIn(ts: typeof TypeScript, node: TypeScript.Node): Set<string> {
  const names = new Set<string>();
  const visit = (each: TypeScript.Node): void => {
    if (ts.isIdentifier(each)) names.add(each.text);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return names;
}

/** The names that a statement at the top of a module makes. */
function declares(ts: typeof TypeScript, statement: TypeScript.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    const { declarations } = statement.declarationList;
    return declarations.flatMap(({ name }) => [...namesIn(ts, name)]);
  }
  if (ts.isImportDeclaration(statement)) {
    return statement.importClause ? [...namesIn(ts, statement.importClause)] : [];
  }
  const named = (statement as { name?: TypeScript.Node }).name;
  return named && ts.isIdentifier(named) ? [named.text] : [];
}
