import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { check, screen } from "../../../src/grader/lab/check";
import { checked } from "../../../src/arguments/checked";
import * as index from "../../../src/index";
import { ROOT } from "../../../src/course/paths";
import { removeFolder } from "../../remove-folder";
import { copyOfSample, sample } from "./fixture";

const right = { spread: () => 0, slope: (x: number) => (x > 0 ? 1 : 0.2) };
const shown = (task: string, student: object = right) => screen(task, student, sample.labs);
const fail = (error: unknown) => () => {
  throw error;
};
afterEach(() => vi.restoreAllMocks());

describe("check", () => {
  it("says what was measured and what was wanted", async () => {
    expect(await shown("slope")).toBe(
      "✔ Slope of LeakyReLU: 1 of 1 checks passed\n  ✔ above and below 0: measured 0.2 and 1, wanted 0.2 and 1",
    );
  });

  it("gives the hint where something did not pass", async () => {
    expect(await shown("slope", { slope: () => 1 })).toBe(
      [
        "✘ Slope of LeakyReLU: 0 of 1 checks passed",
        "  ✘ above and below 0: measured 1 and 1, wanted 0.2 and 1",
        "    Given: points = [-3, 2]",
        "  Hint: It has two values, and 0 belongs to the lower half.",
      ].join("\n"),
    );
  });

  it.each<[string, object, RegExp]>([
    ["a name that is not there", {}, /not run\. There is no slope: run the cell that declares it/],
    ["the stub", { slope: fail(new Error("not implemented")) }, /: not implemented\n/],
    ["an error", { slope: fail(new RangeError("no")) }, /: crashed\. RangeError: no\n/],
    ["a thrown text", { slope: fail("no") }, /: crashed\. no\n/],
    [
      "an error without a text",
      { slope: fail(Object.create(null)) },
      /: crashed\. An error that cannot be shown\n/,
    ],
    [
      "another form",
      { slope: () => "one" },
      /: failed\. What comes out has another form at 0: .*number/,
    ],
    [
      "a number that is none",
      { slope: () => NaN },
      /: failed\. What comes out has another form at 0/,
    ],
    [
      "what does not travel to the grader",
      { slope: () => new Date(0) },
      /: crashed\. TypeError: \[0\] is a Date: wanted numbers, texts,/,
    ],
  ])("says so for %s, without a stack", async (_, student, message) => {
    const text = await shown("slope", student);
    expect(text).toMatch(message);
    expect(text).not.toMatch(/^ +at /m);
  });

  it("knows tasks without visible checks, and names that are no task", async () => {
    expect(await shown("explain")).toBe("explain: checked only when it is graded.");
    expect(await shown("nothing")).toBe('There is no task "nothing" in this lab.');
  });

  it("does without its files", async () => {
    const empty = fs.mkdtempSync(path.join(os.tmpdir(), "no-lab-"));
    expect(await screen("slope", right, empty)).toMatch(/^There is no checks\.js beside/);
  });

  it("says what it calls and may not, as the grader will", async () => {
    const { smooth } = checked(index);
    const slope = (x: number) => {
      smooth([1, 2], 1);
      return right.slope(x);
    };
    expect(await shown("slope", { slope })).toMatch(
      /✘ above and below 0: failed\. It calls smooth, so it does not count\. It may call all operations of tf, .* nothing\n/,
    );
    expect(await shown("slope")).toMatch(/^✔/);
  });

  it("does not take a judge's calls for the student's", async () => {
    const { smooth } = checked(index);
    const place = copyOfSample(path.join(ROOT, ".clinic"));
    const file = path.join(place.labs, "checks.js");
    const before = fs.readFileSync(file, "utf8");
    const after = before.replaceAll(
      /judge: (\(.*?\)) => \(\{/g,
      "judge: $1 => (globalThis.judged(), {",
    );
    expect(after).not.toBe(before);
    fs.writeFileSync(file, after);
    const judged = vi.fn(() => smooth([1, 2], 1));
    vi.stubGlobal("judged", judged);
    try {
      expect(await screen("slope", right, place.labs)).toMatch(/^✔/);
      expect(judged).toHaveBeenCalled();
    } finally {
      vi.unstubAllGlobals();
      removeFolder(place.root);
    }
  });

  it("takes the student's names from the kernel", async () => {
    const said: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
    const kernel = globalThis as { __tslab__?: unknown };
    kernel.__tslab__ = { exports: right };
    await check("slope", sample.labs);
    delete kernel.__tslab__;
    expect(said[0]).toMatch(/^✔/);
  });
});
