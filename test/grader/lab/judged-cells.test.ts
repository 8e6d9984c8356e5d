/** When a check of the notebook judges nothing: what is declared is not what stands there. */
import { expect, it } from "vitest";
import type { CellRun } from "../../../src/cell";
import { judgedCode, notJudged } from "../../../src/grader/lab/judged-cells";

const run = (order: number, code: string, state: CellRun["state"] = "ran"): CellRun => ({
  code,
  state,
  count: order + 1,
  order,
});
const solved = run(0, "// ✎ Your code: Slope\nfunction slope(x: number) {}");
const none = new Set<string>();
const told = (runs: [string, CellRun][], edited: ReadonlySet<string> = none) =>
  notJudged("slope", ["slope"], new Map(runs), edited);

it("what ran to its end, and was not edited since, is judged", () => {
  expect(told([["slope", solved]])).toBeUndefined();
  expect(told([])).toBeUndefined();
});

it.each([
  ["did not compile", "the cell above did not compile"],
  ["stopped", "the cell above stopped before its end"],
] as const)("a cell that %s is not", (state, begins) => {
  expect(told([["slope", { ...solved, state }]])).toContain(begins);
  expect(told([["slope-2", { ...solved, state }]])).toContain(begins);
  expect(told([["slope-more", { ...solved, state }]])).toBeUndefined(); // another task's
});

it("nor is a cell that was edited after it ran", () => {
  expect(told([["slope", solved]], new Set(["slope"]))).toContain("was edited after it ran");
  const own: [string, CellRun] = ["a1b2", run(1, "const slope = (x: number) => x;")];
  expect(told([["slope", solved], own], new Set(["a1b2"]))).toMatch(
    /^a cell of your own was edited/,
  );
  expect(told([["slope", solved], ["c3", run(1, "const other = 1;")]], new Set(["c3"]))).toBeUndefined(); // prettier-ignore
});

it("unless another cell has declared all of it since", () => {
  const later: [string, CellRun] = ["a1b2", run(5, "const slope = (x: number) => x;")];
  const broken: [string, CellRun] = ["slope", { ...solved, state: "did not compile" }];
  expect(told([broken, later])).toBeUndefined();
  expect(told([broken, later], new Set(["a1b2"]))).toContain("did not compile");
  expect(told([["slope", solved], later], new Set(["slope"]))).toBeUndefined();
});

it("the answer names the run that it judges by its first line of code", () => {
  expect(judgedCode("slope", new Map([["slope", solved]]))).toBe(
    'Judged: run [1] of the cell that begins "function slope(x: number) {}". After a change, run that cell first.',
  );
});
