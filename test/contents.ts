/** Reads the library's tables of contents: `src/index.ts` and the `index.ts` of each folder. */
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";

/** One name that a table of contents passes on. */
export interface Entry {
  readonly name: string;
  /** Its file below `src`, without extension: "networks/mlp". */
  readonly file: string;
  readonly isType: boolean;
}

const src = path.join(__dirname, "..", "src");

/** What a table of contents passes on, through those it passes on whole; packages from elsewhere are left out. */
export function contentsOf(index = path.join(src, "index.ts")): Entry[] {
  const source = ts.createSourceFile(index, fs.readFileSync(index, "utf8"), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement)) return [];
    const target = (statement.moduleSpecifier as ts.StringLiteral).text;
    const file = path.join(path.dirname(index), target);
    const { exportClause, isTypeOnly } = statement;
    if (!exportClause) return contentsOf(path.join(file, "index.ts"));
    if (!ts.isNamedExports(exportClause)) return [];
    return exportClause.elements.map((element) => ({
      name: element.name.text,
      file: path.relative(src, file).replaceAll("\\", "/"),
      isType: isTypeOnly || element.isTypeOnly,
    }));
  });
}

/** What the table of contents of one folder passes on. */
export const contentsOfFolder = (folder: string) => contentsOf(path.join(src, folder, "index.ts"));
