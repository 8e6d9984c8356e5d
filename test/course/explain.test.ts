import { describe, expect, it } from "vitest";
import { explain } from "../../src/course/explain";

describe("explain", () => {
  it.each([
    [
      "ENOSPC",
      /The disk is full: .*a\.ipynb was not written, and what was there before is unharmed/,
    ],
    ["EACCES", /a\.ipynb cannot be written or read by you\. Choose another folder/],
    ["EROFS", /read-only/],
  ])("puts %s into words, with what to do", (code, message) => {
    expect(explain(Object.assign(new Error("x"), { code, path: "out/a.ipynb" }))).toMatch(message);
  });

  it("shows our own errors without a stack and defects with one", () => {
    expect(explain(new RangeError("There is no notebook"))).toBe("There is no notebook");
    expect(explain(new TypeError("x is not a function"))).toContain("explain.test");
  });
});
