import { expectInteger } from "../shape";

/** Options of {@link bagOfWords}. */
export interface BagOfWordsOptions {
  /** A word that fewer captions have is left out; 1 keeps all. */
  readonly atLeast?: number;
  /** Words that are left out anyway, in small letters. */
  readonly ignore?: readonly string[];
}

/** What a text says, as far as the bag knows its words. */
export interface TextVector {
  /** 1 for each word of the bag that the text has, 0 for the others. */
  readonly vector: Float32Array; // (words)
  /** Words of the text that the bag has. */
  readonly known: readonly string[];
  /** Words of the text that the bag has not, each once. */
  readonly unknown: readonly string[];
}

/** A vector for each condition, that a network can be given by the condition's number. */
export interface ConditionTable {
  /** Numbers in a vector. */
  readonly size: number;
  /** All vectors, one after the other. */
  readonly vectors: Float32Array; // (conditions, size)
}

/** Captions as vectors. */
export interface BagOfWords extends ConditionTable {
  /** What each number of a vector stands for, in alphabetical order. */
  readonly words: readonly string[];
  /** The vector of any text, with the words that it does not know. */
  read(text: string): TextVector;
}

/**
 * Captions as vectors: a number for each word, 1 where the caption has it and 0 where it has not. Neither the order of
 * words nor how often they occur is kept: "dog bites man" and "man bites dog" are the same bag. Words are runs of letters
 * and digits; capitals and small letters are alike. A word that every caption has says nothing, and is left out, unless
 * there is one caption only.
 *
 * @param captions whose words make the bag; the vectors stand in their order
 * @throws RangeError when no word is left, or for `atLeast` below 1
 * @example
 * ```ts
 * import { bagOfWords } from "gan-clinic";
 * const bag = bagOfWords(["long red hair", "short blue hair", "long blue hair"]);
 * assert.deepEqual(bag.words, ["blue", "long", "red", "short"]); // all have hair
 * assert.deepEqual([...bag.vectors], [0, 1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0]);
 * assert.deepEqual(bag.read("Long green hair!").unknown, ["green", "hair"]);
 * ```
 */
export function bagOfWords(
  captions: readonly string[],
  { atLeast = 1, ignore = [] }: BagOfWordsOptions = {},
): BagOfWords {
  expectInteger(atLeast, "bagOfWords atLeast", { atLeast: 1 });
  const bags = captions.map((caption) => new Set(wordsOf(caption)));
  const counts = new Map<string, number>();
  for (const bag of bags) for (const word of bag) counts.set(word, (counts.get(word) ?? 0) + 1);
  const isTelling = ([word, count]: readonly [string, number]) =>
    count >= atLeast &&
    (count < captions.length || captions.length === 1) &&
    !ignore.includes(word);
  const words = [...counts].filter(isTelling).map(([word]) => word).sort(); // prettier-ignore
  if (words.length === 0) {
    throw new RangeError(
      `bagOfWords captions: wanted captions that differ in a word, found ${captions.length} captions of ` +
        `${counts.size} words, of which none is left; ask for fewer captions a word, or ignore fewer words`,
    );
  }
  const place = new Map(words.map((word, i) => [word, i]));
  const vectorOf = (bag: Iterable<string>): Float32Array => {
    const vector = new Float32Array(words.length);
    for (const word of bag) if (place.has(word)) vector[place.get(word)!] = 1;
    return vector;
  };
  const vectors = new Float32Array(captions.length * words.length);
  bags.forEach((bag, i) => {
    vectors.set(vectorOf(bag), i * words.length);
  });
  return {
    words,
    size: words.length,
    vectors,
    read(text) {
      const own = [...new Set(wordsOf(text))];
      return {
        vector: vectorOf(own),
        known: own.filter((word) => place.has(word)),
        unknown: own.filter((word) => !place.has(word)),
      };
    },
  };
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
