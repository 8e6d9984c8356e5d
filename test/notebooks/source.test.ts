/** The notebooks' sources: every cell runs on a tslab that nobody mended, and every chart says what it shows. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { listLessons } from "../../src/course/paths";

/** The line of each cell's marker. */
function cellStarts(text: string): number[] {
  return text.split("\n").flatMap((line, index) => (line.startsWith("// %%") ? [index] : []));
}

function cellOf(starts: number[], line: number): number {
  return starts.filter((start) => start <= line).length;
}

/** `{ name }` where name comes from an earlier cell: plain tslab 1.0.22 fails there (see src/course/kernel). */
function shorthandOfEarlierCells(file: string): string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    noResolve: true,
    noLib: true,
  };
  const program = ts.createProgram([file], options);
  const source = program.getSourceFile(file)!;
  const checker = program.getTypeChecker();
  const starts = cellStarts(source.text);
  const lineOf = (node: ts.Node): number =>
    source.getLineAndCharacterOfPosition(node.getStart(source)).line;
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isShorthandPropertyAssignment(node)) {
      const declared = checker.getShorthandAssignmentValueSymbol(node)?.declarations?.[0];
      const line = lineOf(node);
      if (declared && cellOf(starts, lineOf(declared)) < cellOf(starts, line)) {
        found.push(`line ${line + 1}: write { ${node.name.text}: ${node.name.text} }`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe.each(listLessons())("$name", ({ source }) => {
  it("writes out the names it takes from earlier cells", () => {
    expect(shorthandOfEarlierCells(source)).toEqual([]);
  });

  it("gives its charts titles that fit over them", () => {
    const text = fs.readFileSync(source, "utf8");
    const titles = [...text.matchAll(/\btitle: (["`])(.+?)\1/g)].map((match) => match[2]);
    expect(titles.length).toBeGreaterThan(5);
    for (const title of titles) {
      const shown = title.replace(/\$\{.+?\}/g, "12.34"); // what is put in is a number, or a short word
      expect(shown.length, `${path.basename(source)}: "${title}"`).toBeLessThan(90);
    }
  });
});

describe("the check on shorthand", () => {
  it("sees a name of an earlier cell, and not a local of the same name", () => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "clinic-source-")), "x.ts");
    fs.writeFileSync(
      file,
      "// %%\nconst a = 1, b = 2;\n\n// %%\nconst c = 3;\nconst bad = { a };\nconst good = { c, a: a };\nfunction f(b: number) { return { b }; }\n",
    );
    expect(shorthandOfEarlierCells(file)).toEqual(["line 6: write { a: a }"]);
  });
});
