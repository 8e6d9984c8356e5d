import { describe, expect, it } from "vitest";
import { nGrams } from "../../src/data/n-grams";
import { distantAgreement } from "../../src/data/distant-agreement";
import { seeded } from "../../src/random";

describe("what n-grams write", () => {
  it("follows the counts: after a comes b three times of four", () => {
    const written = nGrams(["a b", "a b", "a b", "a c"], { order: 2 }).write(4000, seeded(1));
    const share = written.filter((line) => line === "a b").length / 4000;
    expect(Math.abs(share - 0.75)).toBeLessThan(4 * Math.sqrt((0.75 * 0.25) / 4000));
  });

  it("is single words by their shares for order 1", () => {
    const words = nGrams(["a a a b"], { order: 1 }).write(500, seeded(1)).join(" ").split(/\s+/);
    const share = words.filter((word) => word === "a").length / words.length;
    expect(Math.abs(share - 0.75)).toBeLessThan(0.06);
  });

  it("joins what it has seen in pieces: pairs cross, triples do not", () => {
    const lines = ["a x b", "c x d"];
    const crossed = new Set(nGrams(lines, { order: 2 }).write(200, seeded(1)));
    expect([...crossed].sort()).toEqual(["a x b", "a x d", "c x b", "c x d"]);
    expect(new Set(nGrams(lines, { order: 3 }).write(200, seeded(1)))).toEqual(new Set(lines));
  });

  it("knows the place when it is told: no line grows longer than those it has seen", () => {
    const lines = ["a b a b"];
    const free = nGrams(lines, { order: 2 }).write(200, seeded(1));
    expect(new Set(free.map((line) => line.length)).size).toBeGreaterThan(2);
    const placed = nGrams(lines, { order: 2, withPlace: true });
    expect(new Set(placed.write(200, seeded(1)))).toEqual(new Set(lines));
    expect(placed.contexts).toBe(5); // four words and the end
  });

  it("ends where no end was ever seen near", () => {
    const [line] = nGrams([Array(300).fill("a").join(" ")], { order: 1 }).write(1, seeded(3));
    expect(line.split(" ").length).toBeLessThanOrEqual(200);
  });

  it("repeats with the same stream", () => {
    const model = nGrams(["a b", "c d"], { order: 2 });
    expect(model.write(20, seeded(1))).toEqual(model.write(20, seeded(1)));
  });
});

describe("agreement four words away", () => {
  const { sentences, faultsOf } = distantAgreement();
  const some = sentences.filter((_, i) => i % 23 === 0);
  it.each([
    [2, 0.5],
    [3, 0.5],
    [4, 0.5],
    [5, 0],
  ])("with %i words in view the verb is wrong in a share of %f", (order, wanted) => {
    const texts = nGrams(some, { order, withPlace: true }).write(1000, seeded(1));
    const share = texts.filter((text) => faultsOf(text).includes("verb")).length / 1000;
    expect(Math.abs(share - wanted)).toBeLessThan(0.06);
    expect(texts.filter((text) => faultsOf(text).includes("structure"))).toEqual([]);
  });
});

it("refuses what gives no counts", () => {
  expect(() => nGrams([], { order: 2 })).toThrow(RangeError);
  expect(() => nGrams(["a", " "], { order: 2 })).toThrow(/found none in 1/);
  expect(() => nGrams(["a"], { order: 0 })).toThrow(/nGrams order/);
});
