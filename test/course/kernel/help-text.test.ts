import ts from "typescript";
import { describe, expect, it } from "vitest";
import { helpText } from "../../../src/course/kernel/help-text";

const FILE = "/cell.ts";

/** What TypeScript says of the name before the mark `|`. */
function quickInfo(marked: string): ts.QuickInfo {
  const position = marked.indexOf("|") - 1;
  const code = marked.replace("|", "");
  const service = ts.createLanguageService({
    getScriptFileNames: () => [FILE],
    getScriptVersion: () => "1",
    getScriptSnapshot: (file) => (file === FILE ? ts.ScriptSnapshot.fromString(code) : undefined),
    getCurrentDirectory: () => "/",
    getCompilationSettings: () => ({ noLib: true }),
    getDefaultLibFileName: () => "lib.d.ts",
    fileExists: (file) => file === FILE,
    readFile: (file) => (file === FILE ? code : undefined),
  });
  return service.getQuickInfoAtPosition(FILE, position)!;
}

const measure = `
/**
 * How far, see {@link other} and {@link other the other one}.
 *
 * - a point
 * @param points (n, 2), or their
 *   numbers
 * @returns a distance
 * @throws {RangeError} for none
 * @throws TypeError for words
 * @example
 * \`\`\`ts
 * measure|([1]);
 * \`\`\`
 */
function measure(points: number[]): number { return 0; }
/** Another. */
function other() {}
`;

describe("helpText", () => {
  const info = quickInfo(`${measure.replace("|", "")}\nmeasure|;`);

  it("is plain text with headings, without fences and links", () => {
    expect(helpText(info)?.plain).toBe(
      `function measure(points: number[]): number

How far, see \`other\` and the other one.

- a point

Parameters
  \`points\`: (n, 2), or their
  numbers

Returns
  a distance

Throws
  RangeError: for none
  TypeError for words

Example
measure([1]);`,
    );
  });

  it("is Markdown too", () => {
    const { markdown } = helpText(info)!;
    expect(markdown).toMatch(/^```ts\nfunction measure\(points: number\[\]\): number\n```\n\nHow/);
    expect(markdown).toContain("**Throws**\n\n- RangeError: for none\n- TypeError for words");
    expect(markdown).toMatch(/\*\*Example\*\*\n\n```ts\nmeasure\(\[1\]\);\n```$/);
    expect(markdown).not.toMatch(/@|\{/);
  });

  it("breaks a long signature at its own parameters only", () => {
    const call = `declare function far<A, B>(first: { long: number, name: (a: number, b: number) => number },
      second: number, ...more: Map<number, number>[]): (a: number, b: number) => void; far|;`;
    expect(helpText(quickInfo(call))?.plain.split("\n")).toEqual([
      "function far<A, B>(",
      "  first: {",
      "      long: number;",
      "      name: (a: number, b: number) => number;",
      "  },",
      "  second: number,",
      "  ...more: Map<number, number>[],",
      "): (a: number, b: number) => void",
    ]);
  });

  it("says nothing of a name that is not there", () => {
    expect(helpText(quickInfo("nowhere|;"))).toBeUndefined();
  });
});
