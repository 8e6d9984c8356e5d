import { expect, it } from "vitest";
import { applyEdit, contrast, oneLine } from "../../../src/grader/gate/edit";

it("puts an expression into brackets, and anything else as it is", () => {
  const text = "!(a || b) && c";
  expect(applyEdit(text, { start: 0, end: 9, becomes: "a || b", expression: true })).toBe(
    "(a || b) && c",
  );
  expect(applyEdit("f();", { start: 0, end: 4, becomes: "", expression: false })).toBe("");
});

it("shows short code whole, long code where it differs", () => {
  expect(contrast("x > 0", "x >= 0")).toBe("x > 0 → x >= 0");
  expect(contrast("step();", "")).toBe("step(); → removed");
  const long = (sign: string) => `${"values".repeat(5)} ${sign} ${"length".repeat(20)}`;
  expect(contrast(long("/"), long("*"))).toBe(
    "…uesvaluesvalues / lengthlengthlen… → …uesvaluesvalues * lengthlengthlen…",
  );
  expect(contrast(`${"a".repeat(200)} + b`, "b")).toBe(`${"a".repeat(60)}… → b`);
  expect(oneLine("if (a) {\n    b;\n}")).toBe("if (a) { b; }");
});
