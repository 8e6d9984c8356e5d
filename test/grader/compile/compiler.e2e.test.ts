import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../../src/course/paths";
import { openCompiler, type Compiler } from "../../../src/grader/compile/compiler";

let compiler: Compiler;
beforeAll(async () => {
  compiler = await openCompiler({ libraryRoot: ROOT, seconds: 30, memory: 700 });
});
afterAll(() => compiler.close());

async function good(declarations: string, source: string) {
  const result = await compiler.compile(declarations, source);
  expect(result).toMatchObject({ outcome: "compiled" });
  if (result.outcome !== "compiled") throw new Error("unreachable");
  return result;
}

describe("the compiler of cells", () => {
  it("compiles a cell after another, with the library's types", async () => {
    const first = await good("", 'import { tf } from "gan-clinic";\nconst two = 2;');
    const second = await good(first.declarations, "const t = tf.scalar(two);\nt.rank");
    expect(second.cell.last).toBe("tsLastExpr");
    expect(second.declarations).toContain("Scalar");
  });

  it("says which line is wrong, and goes on", async () => {
    const { declarations } = await good("", "const x = 1;");
    const wrong = await compiler.compile(declarations, 'const y = 2;\nconst z: number = "3";');
    expect(wrong).toMatchObject({
      outcome: "refused",
      diagnostics: [{ line: 2, message: "Type 'string' is not assignable to type 'number'." }],
    });
    // What the failing cell declared is lost.
    expect(await compiler.compile(declarations, "y")).toMatchObject({ outcome: "refused" });
    expect((await good(declarations, "x")).cell.last).toBe("tsLastExpr");
  });

  it("keeps submissions apart", async () => {
    await good("", "const mine = 1;");
    await compiler.compile("", "declare global { var leaked: number }");
    expect(await compiler.compile("", "mine")).toMatchObject({ outcome: "refused" });
    expect(await compiler.compile("", "leaked")).toMatchObject({ outcome: "refused" });
  });

  it("knows an await at the top", async () => {
    expect((await good("", "await Promise.resolve(1)")).cell.awaits).toBe(true);
    expect((await good("", "Promise.resolve(1)")).cell.awaits).toBe(false);
  });

  it("runs what a notebook would not: cells marked as a module or for the browser", async () => {
    for (const tag of ["@module answer", "@browser", "@jsx"]) {
      const { cell } = await good("", `/** ${tag} */\nconst f = () => 1;`);
      expect(cell.code).toContain("const f = () => 1");
    }
  });

  it.each([
    ["a file by import", `import x from "${ROOT}/src/grader/contract";`],
    ["a JSON file by import", `import x from "${ROOT}/package-lock.json";`],
    [
      "a file by reference",
      `/// <reference path="${ROOT}/src/grader/contract.ts" />\ntype T = Check;`,
    ],
    ["a file by type", `type T = import("${ROOT}/src/random").Random; const t: T = 1;`],
    ["the system's files", `import x from "/etc/passwd";`],
  ])("does not read %s", async (_, source) => {
    const result = await compiler.compile("", source);
    expect(result.outcome).toBe("refused");
    expect(JSON.stringify(result)).toMatch(/Cannot find|File '.*' not found/);
  });

  it("answers the same cell from memory", async () => {
    expect((await good("", "const remembered = 12345;")).seconds).toBeGreaterThan(0);
    expect((await good("", "const remembered = 12345;")).seconds).toBe(0);
  });

  it("refuses a cell that nobody wrote by hand", async () => {
    const result = await compiler.compile("", " ".repeat(500_001));
    expect(JSON.stringify(result)).toContain("500001 characters");
  });

  it("compiles a cell of nested types that never end, or stops it, and goes on", async () => {
    const short = await openCompiler({ libraryRoot: ROOT, seconds: 3, memory: 700 });
    const bomb =
      "type U = '0'|'1'|'2'|'3'|'4'|'5'|'6'|'7'|'8'|'9';\n" +
      "type Bomb<N extends number, A extends unknown[] = []> = A['length'] extends N ? `${U}${U}${U}${U}` : Bomb<N, [...A, U]>;\n" +
      Array.from(
        { length: 400 },
        (_, i) => `const b${i}: Bomb<${900 - i}> = '${i}' as never as Bomb<${901 - i}>;`,
      ).join("\n");
    try {
      const result = await short.compile("", bomb);
      expect(["timed out", "crashed", "refused"]).toContain(result.outcome);
      expect((await short.compile("", "const fine = 1;")).outcome).toMatch(/compiled|timed out/);
    } finally {
      await short.close();
    }
  });
});
