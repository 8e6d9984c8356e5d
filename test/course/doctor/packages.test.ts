import { expect, it } from "vitest";
import { installed } from "../../../src/course/doctor/computing";
import { formatFindings, verdict, type Finding } from "../../../src/course/doctor/finding";

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

it("says at the end whether anything must be done", () => {
  const ok: Finding = { topic: "a", state: "ok", text: "here" };
  const note: Finding = { topic: "b", state: "note", text: "not yet", remedy: "do this" };
  const gone = (topic: string): Finding => ({
    topic,
    state: "missing",
    text: "gone",
    remedy: "do",
  });
  expect(verdict([ok])).toBe("All that the course needs is here.");
  expect(verdict([ok, note])).toMatch(/^All that the course needs is here\. ○: optional/);
  expect(verdict([ok, gone("c")])).toBe(
    "Not in order is (✘): c. What mends it stands after the arrow.",
  );
  expect(verdict([gone("c"), note, gone("d")])).toMatch(/^Not in order are \(✘\): c, d\..*○/);
});
