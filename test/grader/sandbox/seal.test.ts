import { expect, it } from "vitest";
import { openSeal } from "../../../src/grader/sandbox/seal";

const key = new Uint8Array(32).fill(7);
const frame = { text: "a probe", bytes: Uint8Array.of(1, 2, 3) };

it("only the other end reads a message, once and in its turn", () => {
  const [grader, sandbox] = [openSeal(key, "grader"), openSeal(key, "sandbox")];
  const [first, second] = [grader.close(frame), grader.close(frame)];
  expect(Buffer.from(first.bytes).includes("probe")).toBe(false);
  expect(() => sandbox.open(second)).toThrow();
  expect(sandbox.open(first)).toEqual(frame);
  expect(() => sandbox.open(first)).toThrow();
  expect(sandbox.open(second)).toEqual(frame);
});

it("refuses what was changed, is its own, is too short or has another key", () => {
  const [grader, sandbox] = [openSeal(key, "grader"), openSeal(key, "sandbox")];
  const { bytes } = grader.close(frame);
  const other = Uint8Array.from(bytes, (each, at) => (at === 3 ? each ^ 1 : each));
  for (const wrong of [other, sandbox.close(frame).bytes, new Uint8Array(3), new Uint8Array(0)]) {
    expect(() => sandbox.open({ text: "", bytes: wrong })).toThrow();
  }
  expect(() => openSeal(new Uint8Array(32), "sandbox").open({ text: "", bytes })).toThrow();
});
