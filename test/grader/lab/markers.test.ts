import { describe, expect, it } from "vitest";
import { solutionLines, toStub } from "../../../src/grader/lab/markers";

const place = { file: "lab.ts", line: 10 };
const region = ["function f() {", "  // BEGIN SOLUTION", "  return 1;", "  // END SOLUTION", "}"];

describe("toStub", () => {
  it("puts the stub in a region's place, at the marker's indentation", () => {
    expect(toStub(region.join("\n"), "code", place).split("\n")).toEqual([
      "function f() {",
      "  // YOUR CODE HERE",
      '  throw new Error("not implemented");',
      "}",
    ]);
  });

  it("replaces a cell without a region as a whole", () => {
    expect(toStub("const a = 1;", "code", place)).toBe(
      '// YOUR CODE HERE\nthrow new Error("not implemented");',
    );
    expect(toStub("Because.", "markdown", place)).toBe("YOUR ANSWER HERE");
  });

  it("keeps what stands around each of several regions", () => {
    const text = [...region, "const kept = 1;", ...region].join("\n");
    const stub = toStub(text, "code", place);
    expect(stub.split("YOUR CODE HERE")).toHaveLength(3);
    expect(stub).toContain("const kept = 1;");
    expect(stub).not.toContain("return 1;");
  });

  it("takes a stub of the author's own behind the marker", () => {
    const text = "const f =\n\t// BEGIN SOLUTION: () => never();\n\t() => 1;\n\t// END SOLUTION";
    expect(toStub(text, "code", place)).toBe("const f =\n\t// YOUR CODE HERE\n\t() => never();");
    const answer = "Q\n\nBEGIN SOLUTION: Write here.\nA\nEND SOLUTION";
    expect(toStub(answer, "markdown", place)).toBe("Q\n\nWrite here.");
  });

  it.each([
    [["// BEGIN SOLUTION", "// BEGIN SOLUTION", "// END SOLUTION"], /line 11: BEGIN.* line 10/],
    [["a", "// BEGIN SOLUTION", "b"], /line 11: BEGIN SOLUTION is never closed/],
    [["a", "b", "// END SOLUTION"], /line 12: END SOLUTION without/],
  ])("refuses %j with its line", (lines, message) => {
    expect(() => toStub(lines.join("\n"), "code", place)).toThrow(SyntaxError);
    expect(() => toStub(lines.join("\n"), "code", place)).toThrow(message);
  });
});

describe("solutionLines", () => {
  it("gives the lines of regions, or all, with their numbers", () => {
    expect(solutionLines(region.join("\n"), place)).toEqual([{ line: 12, text: "  return 1;" }]);
    expect(solutionLines("a\nb", place).map(({ line }) => line)).toEqual([10, 11]);
  });
});
