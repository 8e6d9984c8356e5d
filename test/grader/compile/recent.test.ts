import { expect, it } from "vitest";
import { recent } from "../../../src/grader/compile/recent";

it("forgets what was not used for longest", () => {
  const values = recent<number>(2);
  values.set("a", 1);
  values.set("b", 2);
  expect(values.get("a")).toBe(1);
  values.set("c", 3);
  expect(["a", "b", "c"].map(values.get)).toEqual([1, undefined, 3]);
});
