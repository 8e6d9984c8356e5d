import ts from "typescript";
import { describe, expect, it } from "vitest";
import { writtenOut } from "../../src/course/kernel/written-out";

describe("writtenOut", () => {
  it.each([
    ["f({ data, seed: 1, steps })", "f({ data: data, seed: 1, steps: steps })"],
    ["const { a, b = 2 } = run;", "const { a, b = 2 } = run;"],
    ["({ a, b = 2 } = run);", "({ a: a, b: b = 2 } = run);"],
    ["`${f({ a })}` // { a }", "`${f({ a: a })}` // { a }"],
    [
      "type T = { a: number }; import { a } from 'x';",
      "type T = { a: number }; import { a } from 'x';",
    ],
    ["const { a: b = 2, c: { d: [e] } } = run;", 'const { "a": b = 2, "c": { "d": [e] } } = run;'],
    [
      "rows.map(({ a: b, 'c': d, [e]: f, ...g }) => b)",
      `rows.map(({ "a": b, 'c': d, [e]: f, ...g }) => b)`,
    ],
    ["({ a: b } = run);", "({ a: b } = run);"],
    ["const broken = { a,", "const broken = { a: a,"],
  ])("%s", (code, wanted) => {
    expect(writtenOut(code, ts)).toBe(wanted);
  });
});
