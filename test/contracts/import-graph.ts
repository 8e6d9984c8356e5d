/** Which file of src imports which. */
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";

export const src = path.join(__dirname, "..", "..", "src");

/** Each file of src and what it imports, in the order of its lines; types and re-exports too. */
export function graphOf(): Map<string, readonly string[]> {
  return graphBy((text) => ts.preProcessFile(text, true, true).importedFiles.map((file) => file.fileName)); // prettier-ignore
}

/** The same without what is imported as a type alone. */
export function valueGraphOf(): Map<string, readonly string[]> {
  return graphBy((text) => {
    const { statements } = ts.createSourceFile("", text, ts.ScriptTarget.Latest);
    return statements.flatMap((statement) => {
      const names = namesOf(statement);
      if (!names || names.typesAlone) return [];
      return ts.isStringLiteral(names.from) ? [names.from.text] : [];
    });
  });
}

/** What a line imports or re-exports. */
function namesOf(
  statement: ts.Statement,
): { from: ts.Expression; typesAlone: boolean } | undefined {
  if (ts.isImportDeclaration(statement)) {
    const { importClause: clause, moduleSpecifier: from } = statement;
    const named = clause?.namedBindings;
    const all = named && ts.isNamedImports(named) && !clause.name ? named.elements : [];
    const each = all.length > 0 && all.every(({ isTypeOnly }) => isTypeOnly);
    return { from, typesAlone: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || each };
  }
  if (!ts.isExportDeclaration(statement) || !statement.moduleSpecifier) return undefined;
  const { exportClause, moduleSpecifier: from, isTypeOnly } = statement;
  const all = exportClause && ts.isNamedExports(exportClause) ? exportClause.elements : [];
  return { from, typesAlone: isTypeOnly || (all.length > 0 && all.every((one) => one.isTypeOnly)) };
}

function graphBy(importsIn: (text: string) => readonly string[]): Map<string, readonly string[]> {
  const files = fs
    .readdirSync(src, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts"));
  const known = new Set(files);
  return new Map(files.map((file) => [file, importsOf(file, known, importsIn)]));
}

function importsOf(
  file: string,
  known: ReadonlySet<string>,
  importsIn: (text: string) => readonly string[],
): string[] {
  const names = importsIn(fs.readFileSync(path.join(src, file), "utf8"));
  const targets = names.flatMap((name) => {
    if (!name.startsWith(".")) return [];
    const whole = path.posix.join(path.posix.dirname(file), name);
    const places = [`${whole}.ts`, path.posix.join(whole, "index.ts")];
    return places.filter((place) => known.has(place)).slice(0, 1);
  });
  return [...new Set(targets)];
}

/** The circles of a graph: its strongly connected parts, but for single files that do not import themselves (Tarjan 1972). */
export function strongParts(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const place = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const parts: string[][] = [];
  const visit = (file: string) => {
    place.set(file, place.size);
    lowest.set(file, place.get(file)!);
    open.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!place.has(next)) visit(next);
      const reached = open.includes(next) ? lowest.get(next)! : Infinity;
      lowest.set(file, Math.min(lowest.get(file)!, reached));
    }
    if (lowest.get(file) !== place.get(file)) return;
    const part = open.splice(open.indexOf(file));
    if (part.length > 1 || graph.get(file)?.includes(file)) parts.push(part);
  };
  for (const file of graph.keys()) if (!place.has(file)) visit(file);
  return parts;
}
