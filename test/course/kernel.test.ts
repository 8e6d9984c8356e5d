import ts from "typescript";
import { describe, expect, it } from "vitest";
import { expandShorthand } from "../../src/course/kernel/shorthand";

describe("expandShorthand", () => {
  it.each([
    ["f({ data, seed: 1, steps })", "f({ data: data, seed: 1, steps: steps })"],
    ["const { a, b = 2 } = run;", "const { a, b = 2 } = run;"],
    ["({ a, b = 2 } = run);", "({ a: a, b: b = 2 } = run);"],
    ["`${f({ a })}` // { a }", "`${f({ a: a })}` // { a }"],
    [
      "type T = { a: number }; import { a } from 'x';",
      "type T = { a: number }; import { a } from 'x';",
    ],
    ["const broken = { a,", "const broken = { a: a,"],
  ])("%s", (code, wanted) => {
    expect(expandShorthand(code, ts)).toBe(wanted);
  });
});
