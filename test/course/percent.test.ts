import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatPercent, parsePercent, type SourceCell } from "../../src/course/percent";

const SMALL = `// ---
// title: Small
// seconds:
//   full: 3
// ---

// %% [markdown]
// # A title
//
// Text.

// %% tags=["raises-exception"]
const x = 1;

throw new Error(String(x));
`;

describe("parsePercent", () => {
  it("reads header, kinds, metadata and text", () => {
    const { header, cells } = parsePercent(SMALL);
    expect(header).toEqual({ title: "Small", seconds: { full: 3 } });
    expect(cells).toEqual([
      { kind: "markdown", metadata: {}, text: "# A title\n\nText." },
      {
        kind: "code",
        metadata: { tags: ["raises-exception"] },
        text: "const x = 1;\n\nthrow new Error(String(x));",
      },
    ]);
  });

  it("takes a byte-order mark and CRLF as if they were not there", () => {
    const windows = `\uFEFF${SMALL.replace(/\n/g, "\r\n")}`;
    expect(parsePercent(windows)).toEqual(parsePercent(SMALL));
  });

  it("reads several keys, with spaces inside their values", () => {
    const { cells } = parsePercent('// %% name="a b=c" tags=["x", "y"]\n1');
    expect(cells[0]?.metadata).toEqual({ name: "a b=c", tags: ["x", "y"] });
  });

  it("reads the word for a folded cell, and writes it again", () => {
    const folded = '// %% folded tags=["x"]\nconst plot = 1;\n';
    const { cells } = parsePercent(folded);
    expect(cells[0].metadata).toEqual({ jupyter: { source_hidden: true }, tags: ["x"] });
    expect(formatPercent({ header: {}, cells })).toBe(folded);
    const other = '// %% folded=1 jupyter={"outputs_hidden":true}\n1\n';
    expect(formatPercent(parsePercent(other))).toBe(other);
  });

  it.each([
    ["const x = 1;", /line 1: text before the first cell/],
    ["// %% [html]\n1", /line 1: .*is not a cell marker|key=JSON/],
    ["// %% tags=[oops]\n1", /line 1: .*is not key=JSON/],
    ["// %% [markdown]\n// fine\nnot a comment", /line 3: a markdown cell is comments/],
    ["// ---\n// title: x\n\n// %%\n1", /never closed/],
    ["// ---\n// - a\n// ---\n// %%\n1", /"key: value" lines/],
  ])("refuses %j and says where", (text, message) => {
    expect(() => parsePercent(text, "x.ts")).toThrow(message);
    expect(() => parsePercent(text, "x.ts")).toThrow(SyntaxError);
  });
});

const line = fc
  .string({ unit: "grapheme-ascii", maxLength: 20 })
  .filter((text) => !/^(\/\/ )?%%/.test(text));
const text = fc.array(line, { maxLength: 5 }).map((lines) => {
  const kept = [...lines];
  while (kept.length > 0 && kept[0].trim() === "") kept.shift();
  while (kept.length > 0 && kept.at(-1)!.trim() === "") kept.pop();
  return kept.join("\n");
});
const key = fc.stringMatching(/^[a-z][\w.-]{0,8}$/).filter((name) => name !== "__proto__");
const cell: fc.Arbitrary<SourceCell> = fc.record({
  kind: fc.constantFrom("code", "markdown", "raw"),
  metadata: fc.dictionary(key, fc.jsonValue({ noUnicodeString: true }), { maxKeys: 3 }),
  text,
});

describe("formatPercent", () => {
  it("is undone by parsePercent", () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 6 }), (cells) => {
        const again = parsePercent(formatPercent({ header: { title: "t: #1" }, cells }));
        expect(again.header).toEqual({ title: "t: #1" });
        expect(JSON.stringify(again.cells)).toBe(JSON.stringify(cells));
      }),
      { numRuns: 300 },
    );
  });

  it("gives back the small example to the byte", () => {
    expect(formatPercent(parsePercent(SMALL))).toBe(SMALL);
  });

  it.each([
    ["code", "a\n// %% b"],
    ["markdown", "%% b"],
  ] as const)("refuses a %s line that would read as a new cell", (kind, body) => {
    const source = { header: {}, cells: [{ kind, metadata: {}, text: body }] };
    expect(() => formatPercent(source)).toThrow(/would read as a new cell/);
  });
});
