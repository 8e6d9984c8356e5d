import { expect, it } from "vitest";
import { besideEachOther } from "../../src/course/side-by-side";

const GIB = 1024 ** 3;

it.each([
  [2, 8, 1],
  [4, 64, 1],
  [16, 64, 3],
  [16, 8, 2], // memory is short
  [1, 1, 1],
])("%i cores and %i GiB: %i notebooks side by side", (cores, memory, wanted) => {
  expect(besideEachOther(cores, memory * GIB)).toBe(wanted);
});
