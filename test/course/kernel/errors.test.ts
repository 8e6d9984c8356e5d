import vm from "node:vm";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { diagnosticText, tellErrors, type Diagnostic } from "../../../src/course/kernel/errors";
import { sourceLine } from "../../../src/course/kernel/lines";
import { asWritten } from "../../../src/course/kernel/written-out";
import type { MakeExecutor } from "../../../src/course/kernel/stop";

/** What TypeScript finds in a cell, as tslab hands it on. */
const found = (code: string, at: string, messageText: string, number = 2304): Diagnostic => {
  const offset = code.indexOf(at);
  const before = code.slice(0, offset).split("\n");
  const start = { offset, line: before.length - 1, character: before.at(-1)!.length };
  return { start, end: { offset: offset + at.length }, messageText, code: number };
};

describe("diagnosticText", () => {
  it("tells the first error alone, with its line and a caret", () => {
    const source = "const a = 1;\n  const b = foo(a) + bar(a);";
    const all = [
      found(source, "bar", "Cannot find name 'bar'."),
      found(source, "foo", "Cannot find name 'foo'."),
    ];
    expect(diagnosticText(all, { source, isFirst: false }, ts).split("\n")).toEqual([
      "Line 2: Cannot find name 'foo'.",
      "    const b = foo(a) + bar(a);",
      "              ^^^",
      "(1 more below it: mend this one first)",
      "If a cell above declares it, that cell has not run in this kernel: run it first.",
    ]);
  });

  it("says what to do in a kernel in which nothing has run", () => {
    const text = diagnosticText(
      [found("ring()", "ring", "Cannot find name 'ring'.")],
      { source: "ring()", isFirst: true },
      ts,
    );
    expect(text).toContain(
      "Nothing above this cell has run in this kernel: choose Run > Run All Above",
    );
  });

  it("gives all reasons that stand at one place, and none of what names lack for another error", () => {
    const source = "f({ a: '2' })";
    const all = ["No overload matches this call.", "Type 'string' is no number."].map((text) =>
      found(source, "a", text, 2769),
    );
    expect(diagnosticText(all, { source, isFirst: true }, ts).split("\n").slice(0, 2)).toEqual([
      "Line 1: No overload matches this call.",
      "  Type 'string' is no number.",
    ]);
    expect(diagnosticText(all, { source, isFirst: true }, ts)).not.toContain("Run All Above");
  });

  it("puts the caret where it is in the learner's text, not in what shorthands became", () => {
    const source = "f({ data, seed }, wrong);";
    const expanded = "f({ data: data, seed: seed }, wrong);";
    const at = found(expanded, "wrong", "Cannot find name 'wrong'.");
    const [, line, caret] = diagnosticText([at], { source, isFirst: false }, ts).split("\n");
    expect(caret.indexOf("^")).toBe(line.indexOf("wrong"));
  });
});

describe("asWritten", () => {
  it.each([
    [0, 0],
    [10, 4], // the second `data` of `{ data: data`
    [31, 19],
  ])("%i is %i", (position, wanted) => {
    expect(asWritten(position, "f({ data, seed }, wrong);", ts)).toBe(wanted);
  });
});

it("counts the quotes that a key gets", () => {
  const source = "const { data: mine } = wrong;"; // const { "data": mine } = wrong;
  expect([8, 9, 13, 14, 15, 16].map((position) => asWritten(position, source, ts))).toEqual([
    8, 8, 12, 12, 13, 14,
  ]);
});

describe("sourceLine", () => {
  const source = [
    "interface Arm { name: string; steps: number }", // 1
    "import { ring } from 'gan-clinic';",
    "const make = (arm: Arm): number => {", // 3
    "  // a comment",
    "  if (arm.steps < 0) throw new RangeError('too few');",
    "  return ring(arm.steps).size;", // 6
    "};",
    "const made = make({ name: 'a', steps: -1 });", // 8
  ].join("\n");
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const placeOf = (text: string) => {
    const before = outputText.slice(0, outputText.indexOf(text)).split("\n");
    return { line: before.length, column: before.at(-1)!.length + 1 };
  };

  it.each([
    ["new RangeError", 5],
    ["(0, gan_clinic_1.ring)", 6],
    ["make({", 8],
  ])("finds where %s was written", (text, line) => {
    expect(placeOf(text).line).not.toBe(line); // or it would be no test
    expect(sourceLine(source, outputText, placeOf(text), ts)).toBe(line);
  });

  it("tells none of a place that nothing stands for", () => {
    expect(sourceLine("// nothing", "x();", { line: 1, column: 1 }, ts)).toBeUndefined();
  });
});

describe("tellErrors", () => {
  it("names a cell by the number that the kernel gives it, whatever else it has counted", async () => {
    const printed: unknown[] = [];
    let count = 0;
    const make: MakeExecutor = (_, { node }, console) => ({
      execute(source) {
        const { output } = node.convert("", source) as { output: string };
        try {
          vm.runInThisContext(output, { breakOnSigint: true });
        } catch (error) {
          console.error(error);
        }
        return Promise.resolve(true);
      },
      interrupt: () => undefined,
    });
    const node = { convert: (_: string, output: string) => ({ output, diagnostics: [] }) };
    const print = (...values: unknown[]): number => printed.push(...values);
    const { runInThisContext } = vm;
    const executor = tellErrors(make, ts, () => count)("", { node }, { log: print, error: print });
    try {
      count = 3;
      await executor.execute("throw new Error('x');");
      count = 5; // one was answered without being executed, as reset() is
      await executor.execute("\nthrow new Error('y');");
    } finally {
      vm.runInThisContext = runInThisContext;
    }
    expect(printed).toEqual([
      "Error: x\n  cell [3], line 1:  throw new Error('x');",
      "Error: y\n  cell [5], line 2:  throw new Error('y');",
    ]);
  });
});
