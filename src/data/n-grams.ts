import type { Random } from "../random";
import { expectInteger } from "../shape";
import { expectDraw } from "./dataset";

/** Options of {@link nGrams}. */
export interface NGramOptions {
  /** Words that are looked at together: 2 for pairs, so that a word depends on the one before it. */
  readonly order: number;
  /** Whether a word's place in the line counts, too; not when left out. */
  readonly withPlace?: boolean;
}

/** A writer that knows only which words followed which. */
export interface NGrams {
  /** Words that are looked at together. */
  readonly order: number;
  /** In how many different situations it has seen a next word. */
  readonly contexts: number;
  /** `n` lines, each word drawn as often as it followed the words before it. */
  write(n: number, random: Random): string[];
}

const start = "^";
const end = ""; // no word is empty

/**
 * Counts which word followed which `order - 1` words, and writes by these counts (Shannon 1948): the baseline that any
 * generator of text has to beat. It can only write what it has seen in pieces, and each piece of `order` words that it
 * writes was in the lines. What lies further apart it cannot know.
 *
 * @param lines words with one space between; at least one line
 * @throws RangeError for an order below 1, no line, or a line without a word
 * @example
 * ```ts
 * import { nGrams, seeded } from "gan-clinic";
 * const pairs = nGrams(["a cat sees a dog", "a dog ran"], { order: 2 });
 * assert.equal(pairs.contexts, 6); // the start, a, cat, sees, dog, ran
 * const whole = nGrams(["a cat", "the dogs"], { order: 3 });
 * assert.ok(whole.write(20, seeded(1)).every((line) => ["a cat", "the dogs"].includes(line)));
 * ```
 */
export function nGrams(
  lines: readonly string[],
  { order, withPlace = false }: NGramOptions,
): NGrams {
  expectInteger(order, "nGrams order", { atLeast: 1 });
  expectInteger(lines.length, "nGrams lines", { atLeast: 1 });
  /** What is known of a line's first words when the next one is chosen. */
  const context = (words: readonly string[], place = words.length) => {
    const from = place - order + 1;
    const last = words.slice(Math.max(0, from), place).join(" ");
    return `${withPlace ? place : ""}${start.repeat(Math.max(0, -from))} ${last}`;
  };
  const counts = new Map<string, Map<string, number>>();
  lines.forEach((line, row) => {
    const words = line.trim().split(/\s+/);
    if (words[0] === "") {
      throw new RangeError(`nGrams lines: wanted some words in each line, found none in ${row}`);
    }
    [...words, end].forEach((word, i) => {
      const key = context(words, i);
      const next = counts.get(key) ?? new Map<string, number>();
      next.set(word, (next.get(word) ?? 0) + 1);
      counts.set(key, next);
    });
  });
  const following = new Map([...counts].map(([key, next]) => [key, drawerOf(next)]));
  return {
    order,
    contexts: counts.size,
    write(n, random) {
      expectDraw(n, random, "nGrams write");
      return Array.from({ length: n }, (_, i) => {
        const own = random.stream(`line ${i}`);
        const words: string[] = [];
        while (words.length < longest) {
          const word = following.get(context(words))!(own.uniforms(1)[0]);
          if (word === end) break;
          words.push(word);
        }
        return words.join(" ");
      });
    },
  };
}

// Pairs without places may lead round in a circle for ever.
const longest = 200;

/** The word at a share of the counts, which are laid end to end. */
function drawerOf(next: ReadonlyMap<string, number>): (u: number) => string {
  const all = [...next];
  const total = all.reduce((sum, [, count]) => sum + count, 0);
  return (u) => {
    let left = u * total;
    for (const [word, count] of all) {
      left -= count;
      if (left < 0) return word;
    }
    return all.at(-1)![0];
  };
}
