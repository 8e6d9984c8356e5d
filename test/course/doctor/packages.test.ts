import { expect, it } from "vitest";
import { installed } from "../../../src/course/doctor/computing";
import { formatFindings } from "../../../src/course/doctor/finding";

it("names a package that is not installed, and the command that installs it", () => {
  const wanted = { topic: "not-there", state: "missing", text: "not installed", remedy: "npm ci" };
  expect(installed("not-there")).toEqual(wanted);
  expect(installed("tslab")).toMatchObject({ state: "ok", text: "1.0.22" });
});

it("puts each remedy below what it mends", () => {
  const text = formatFindings([
    { topic: "a", state: "ok", text: "here" },
    { topic: "longer", state: "note", text: "not yet", remedy: "do this" },
    { topic: "b", state: "missing", text: "gone", remedy: "do that" },
  ]);
  expect(text.split("\n")).toEqual([
    "✔ a       here",
    "○ longer  not yet",
    "          → do this",
    "✘ b       gone",
    "          → do that",
  ]);
});
