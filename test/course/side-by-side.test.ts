import { expect, it } from "vitest";
import { besideEachOther } from "../../src/course/side-by-side";

const GIB = 1024 ** 3;

it.each([
  ["full", 2, 8, 1],
  ["full", 4, 64, 1],
  ["full", 16, 64, 3],
  ["full", 16, 8, 2], // memory is short
  ["full", 1, 1, 1],
  ["quick", 2, 8, 2],
  ["quick", 2, 4, 1],
  ["quick", 1, 8, 1],
] as const)("%s budget, %i cores and %i GiB: %i notebooks side by side", (...given) => {
  const [budget, cores, memory, wanted] = given;
  expect(besideEachOther(budget, { cores, memory: memory * GIB })).toBe(wanted);
});
