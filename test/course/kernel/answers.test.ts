import ts from "typescript";
import { describe, expect, it } from "vitest";
import { completeReply, inspectReply, type Executor } from "../../../src/course/kernel/answers";
import { calleeAt } from "../../../src/course/kernel/callee";

/** The code without its mark `|`, and where it stood. */
const marked = (text: string): [code: string, position: number] => [
  text.replace("|", ""),
  text.indexOf("|"),
];

describe("calleeAt", () => {
  it.each([
    ["trainGan(|", "n"],
    ["trainGan(|)", "n"],
    ["await trainGan({ data, |", "n"],
    ["const a = 1;\nclinic.mlp({ hidden: [|] }); ring()", "p"],
    ["outer(inner(1), |)", "r"],
    ["outer(inner(|", "r"],
    ["new Chart(|)", "t"],
    ["trainGan|()", undefined],
    ["trainGan()|", undefined],
    ["trainGan(); |", undefined],
    ["const a = |", undefined],
  ])("%s", (text, last) => {
    const [code, position] = marked(text);
    const callee = calleeAt(code, position, ts);
    expect(callee === undefined ? undefined : code[callee]).toBe(last);
  });

  it("is the inner call, and the outer one after it", () => {
    const code = "outer(inner(1), 2)";
    expect(calleeAt(code, code.indexOf("1"), ts)).toBe(code.indexOf("inner") + 4);
    expect(calleeAt(code, code.indexOf("2"), ts)).toBe(4);
  });
});

/** A compiler that knows `ring` alone, and notes where it is asked. */
function knowing(entries: Partial<ts.CompletionEntry>[] = [], span?: ts.TextSpan) {
  const asked: number[] = [];
  const executor: Executor = {
    inspect: (code, position) => {
      asked.push(position);
      if (!/\w/.test(code[position] ?? "")) return undefined;
      return { displayParts: [{ kind: "text", text: "ring" }] } as ts.QuickInfo;
    },
    complete: (_, position) => ({
      start: position,
      end: position,
      candidates: entries.map(({ name }) => name!),
      original: { entries, optionalReplacementSpan: span } as ts.CompletionInfo,
    }),
  };
  return { executor, asked };
}

describe("inspectReply", () => {
  it("tells of the call where nothing stands", () => {
    const { executor, asked } = knowing();
    const reply = inspectReply({ code: "ring(", cursor_pos: 5 }, executor, ts);
    expect(reply).toMatchObject({ found: true, data: { "text/plain": "ring" } });
    expect(asked).toEqual([5, 3]);
  });

  it.each([
    ["ri|ng(1)", "ring"],
    ["rin|g (1)", "ring"],
    ["const ri|ng = 1; f(ring)", "const ring = 1; f(ring)"],
    ["f(ri|ng, (1))", "f(ring, (1))"],
    ["(ri|ng)(1)", "(ring)(1)"],
  ])("asks for the name alone where it is called: %s", (text, wanted) => {
    const [code, cursor_pos] = marked(text);
    const { executor } = knowing();
    const codes: string[] = [];
    const noting: Executor = {
      ...executor,
      inspect: (given, position) => {
        codes.push(given);
        return executor.inspect(given, position);
      },
    };
    inspectReply({ code, cursor_pos }, noting, ts);
    expect(codes).toEqual([wanted]);
  });

  it("finds nothing where there is nothing", () => {
    const reply = inspectReply({ code: "  ", cursor_pos: 1 }, knowing().executor, ts);
    expect(reply).toEqual({ status: "ok", found: false, data: {}, metadata: {} });
  });

  it("counts characters, not UTF-16 units", () => {
    const { executor, asked } = knowing();
    inspectReply({ code: '"😀"; ring', cursor_pos: 6 }, executor, ts);
    expect(asked).toEqual([7]);
  });
});

describe("completeReply", () => {
  it("gives the kind of each, and places in characters", () => {
    const { executor } = knowing([
      { name: "sample", kind: ts.ScriptElementKind.memberFunctionElement },
      { name: "shape", kind: ts.ScriptElementKind.memberVariableElement },
    ]);
    const reply = completeReply({ code: '"😀"; a.', cursor_pos: 7 }, executor);
    expect(reply).toMatchObject({
      matches: ["sample", "shape"],
      cursor_start: 7,
      cursor_end: 7,
      metadata: {
        _jupyter_types_experimental: [
          { text: "sample", type: "function", start: 7, end: 7 },
          { text: "shape", type: "property", start: 7, end: 7 },
        ],
      },
    });
  });

  it.each([
    ["with both quotes", 'f("te")', { start: 3, length: 2 }],
    ["without the second quote", 'f("te', undefined],
  ])("replaces what is typed between quotes, %s", (_, code, span) => {
    const kind = ts.ScriptElementKind.string;
    const entries = [
      { name: "test", kind },
      { name: "train", kind },
    ];
    const { executor } = knowing(entries, span);
    const reply = completeReply({ code, cursor_pos: 5 }, executor);
    expect(reply).toMatchObject({ matches: ["test"], cursor_start: 3, cursor_end: 5 });
  });
});
