import { expect, it } from "vitest";
import { lockSlot, patch } from "../../src/runtime/patch";

it("puts a value in place and back, an inherited one too", () => {
  const target = Object.create({ answer: 1 }) as { answer: number };
  const undo = patch(target, "answer", 2);
  expect(target.answer).toBe(2);
  undo();
  expect(target.answer).toBe(1);
  expect(Object.hasOwn(target, "answer")).toBe(false);
});

it("what is locked only a patch changes; what inherits it may have its own", () => {
  const target = { answer: 1 };
  lockSlot(target, "answer");
  expect(() => (target.answer = 3)).toThrow("answer is locked");
  expect(() => Object.defineProperty(target, "answer", { value: 3 })).toThrow(TypeError);
  const undo = patch(target, "answer", 2);
  expect(target.answer).toBe(2);
  undo();
  expect(target.answer).toBe(1);
  const below = Object.create(target) as { answer: number };
  below.answer = 4;
  expect([below.answer, target.answer]).toEqual([4, 1]);
});
