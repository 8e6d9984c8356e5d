import { expect, it } from "vitest";
import { fileName } from "../../src/studies/report";

it.each([
  ["Strong discriminator on the ring", "strong-discriminator-on-the-ring"],
  ["R1, 10 D steps", "r1-10-d-steps"],
])("%s is the file name %s", (name, wanted) => {
  expect(fileName(name)).toBe(wanted);
});

it("names of other scripts and signs stay two", () => {
  const names = ["研究", "学習率", "β = 1", "γ = 1", "!", "!!"];
  const found = names.map(fileName);
  expect(new Set(found).size).toBe(names.length);
  expect(found.every((name) => /^[a-z0-9-]+$/.test(name))).toBe(true);
  expect(found[0]).toMatch(/^study-[0-9a-f]{8}$/);
  expect(found[2]).toMatch(/^1-[0-9a-f]{8}$/);
});
