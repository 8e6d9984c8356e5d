import { describe, expect, it } from "vitest";
import { releaseLab } from "../../../src/grader/lab/files";
import { leaks } from "../../../src/grader/lab/leaks";
import { solvedSubmission } from "../../../src/grader/lab/submission";
import { sample, sampleSource } from "./fixture";

const release = releaseLab(sample);
const { student } = release;
const copy = () => structuredClone(student);
const found = (handedOut: unknown) => leaks(sampleSource, handedOut).map(({ text }) => text.trim());

describe("leaks", () => {
  it("finds nothing in what is handed out", () => {
    expect(leaks(sampleSource, student)).toEqual([]);
  });

  it("finds every line that says something in the solved notebook, with its line in the source", () => {
    const all = leaks(sampleSource, solvedSubmission(release));
    expect(all).toHaveLength(8); // 2 + 3 of stddev, 1 of slope, 2 of the text
    for (const { line, text } of all) {
      expect(sampleSource.split("\n")[line - 1]).toContain(text);
    }
  });

  const secret = "const deviations = features.map(deviationOf);";
  it.each<[string, (notebook: ReturnType<typeof copy>) => void]>([
    ["a cell", ({ cells }) => (cells[0].source = `# Text\n\t${secret}`)],
    ["lines of a cell", ({ cells }) => (cells[0].source = ["a\n", `${secret}\n`])],
    ["an output", ({ cells }) => (cells[1].outputs = [{ output_type: "stream", text: secret }])],
    ["metadata", ({ metadata }) => (metadata.note = { of: [secret] } as never)],
    ["another spacing", ({ cells }) => (cells[0].source = secret.replaceAll(" ", "  "))],
    ["the middle of a line", ({ cells }) => (cells[0].source = `// was: ${secret} //`)],
  ])("finds a line in %s", (_, put) => {
    const notebook = copy();
    put(notebook);
    expect(found(notebook)).toEqual([secret]);
  });

  it("finds model answers and explanations of quizzes", () => {
    expect(found("It falls with and without collapse.")).toEqual([
      "It falls with and without collapse.",
    ]);
    expect(found("The generator is pushed apart by the gradient of that number.")).toHaveLength(1);
  });

  it("lets lines pass that every program has", () => {
    const lab = sampleSource.replace(
      /const deviations[^]*?length;/,
      ["for (let i = 0; i < n; i++) {", "  continue;", "}", "return sum;"].join("\n"),
    );
    const text = "for (let i = 0; i < n; i++) {\n  continue;\n}\nreturn sum;";
    expect(leaks(lab, text)).toEqual([]);
  });

  it("does not take a short line for part of a longer one", () => {
    const lab = sampleSource.replace("const squares =", "x += 1;\n  const squares =");
    expect(leaks(lab, "max += 1;")).toEqual([]);
    expect(leaks(lab, "x += 1;")).toHaveLength(1);
  });
});
