import vm from "node:vm";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Check } from "../../../src/grader/contract";
import { visibleChecks } from "../../../src/grader/lab/visible-checks";
import { sample } from "./fixture";

const module = (list: string, above = "") => `${above}\nexport const checks: Check[] = [${list}];`;

describe("visibleChecks", () => {
  it("keeps visible checks and what they need, and nothing of the hidden ones", () => {
    const text = visibleChecks(fs.readFileSync(path.join(sample.solutions, "checks.ts"), "utf8"));
    const exports: { checks?: Check[] } = {};
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- what the made text itself does
    vm.runInNewContext(text, { exports, require: (name: string) => require(name) as unknown });
    expect(exports.checks?.map(({ task, name }) => [task, name])).toEqual([
      ["stddev", "equal samples"],
      ["slope", "above and below 0"],
    ]);
    for (const hidden of ["hiddenReference", "random samples", "at 0", "hidden", "subarray(4 *"]) {
      expect(text.includes(hidden)).toBe(hidden.startsWith("subarray"));
    }
  });

  it("follows names through helpers of helpers, and leaves types and comments out", () => {
    const above = [
      'import { used, unused } from "m";',
      'import type { Check } from "c";',
      "interface T { a: number }",
      "const [first, second] = used(); // a remark",
      "function inner(x: T) { return first; }",
      "const outer = () => inner({ a: 1 });",
      "const other = unused();",
    ].join("\n");
    const text = visibleChecks(
      module("{ visible: true, a: outer }, { visible: false, a: other }", above),
    );
    expect(text).toContain("const [first, second]");
    expect(text).toContain("function inner(x)");
    expect(text).not.toMatch(/other|unused|interface|remark/);
  });

  it.each([
    ["const a = 1;", /no list of checks/],
    [module("...more"), /line 2: a check that does not say/],
    [module("made()"), /line 2/],
    [module("{ visible: maybe }"), /line 2/],
    [module("{ name: 'x' }"), /"visible: true" or "visible: false"/],
    [module("{ visible }"), /line 2/],
  ])("refuses %j", (source, message) => {
    expect(() => visibleChecks(source)).toThrow(SyntaxError);
    expect(() => visibleChecks(source)).toThrow(message);
  });
});
