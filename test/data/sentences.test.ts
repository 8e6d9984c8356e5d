import { describe, expect, it } from "vitest";
import { sentences } from "../../src/data/sentences";

const end = "\n";

/** What may come next, by what went before. */
function nextBy(keyOf: (before: string) => string, lines: readonly string[]) {
  const next = new Map<string, Set<string>>();
  for (const line of lines) {
    for (let i = 0; i < line.length; i++) {
      const key = keyOf(line.slice(0, i));
      const known = next.get(key);
      if (known) known.add(line[i]);
      else next.set(key, new Set(line[i]));
    }
  }
  return next;
}

/**
 * Whether a writer that knows which `order` symbols may stand in a row (the start of a line counts as one) writes
 * right lines only: after every beginning of a line the last order - 1 symbols allow what the whole beginning does.
 */
function isEnough(order: number, symbols: readonly string[]): boolean {
  const lines = symbols.map((line) => line + end);
  const last = (before: string) => `^${before}`.slice(1 - order);
  const byLast = nextBy(last, lines);
  return [...nextBy((before) => before, lines)].every(
    ([before, next]) => next.size === byLast.get(last(before))!.size,
  );
}

describe("how many symbols in a row tell what may come next", () => {
  it("is found for lines that a reader can check", () => {
    const leastOf = (...lines: string[]) => [2, 3, 4].find((order) => isEnough(order, lines));
    expect(leastOf("ab", "cd")).toBe(2);
    expect(leastOf("axb", "cxd")).toBe(3); // x alone does not tell b from d
    expect(leastOf("axxb", "cxxd")).toBe(4);
  });

  it("is three words in sentences: a determiner, an adjective, a noun", () => {
    const { lines, vocabulary } = sentences({ unit: "words" });
    const letter = (word: string) => String.fromCharCode(256 + vocabulary.indexOf(word));
    const words = lines.map((line) => line.split(" ").map(letter).join(""));
    expect([2, 3].map((order) => isEnough(order, words))).toEqual([false, true]);
  });

  it('is thirteen characters: "o happy birds", of which the s follows from the o of "two"', () => {
    const { lines } = sentences({ unit: "characters" });
    expect([12, 13].map((order) => isEnough(order, lines))).toEqual([false, true]);
  });
});
