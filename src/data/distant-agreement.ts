/** What is wrong with a sentence: its words are not in such an order, a determiner does not fit, the verb does not. */
export type AgreementFault = "structure" | "determiner" | "verb";

/** A grammar whose verb must agree with a noun four words away. */
export interface DistantAgreement {
  /** All 69,120 sentences, eight words each. */
  readonly sentences: readonly string[];
  /** What is wrong with a text, each kind once; nothing for a sentence of the grammar. */
  readonly faultsOf: (text: string) => readonly AgreementFault[];
}

type Count = "one" | "many";

const determiners: Readonly<Record<string, readonly Count[]>> = {
  a: ["one"],
  the: ["one", "many"],
  two: ["many"],
};
const nouns = countOf({
  one: ["bird", "cat", "cow", "dog", "fox", "hen"],
  many: ["birds", "cats", "cows", "dogs", "foxes", "hens"],
});
const verbs = countOf({
  one: ["chases", "follows", "hears", "likes", "sees"],
  many: ["chase", "follow", "hear", "like", "see"],
});

function countOf(words: Readonly<Record<Count, readonly string[]>>): ReadonlyMap<string, Count> {
  const counts = ["one", "many"] as const;
  return new Map(counts.flatMap((count) => words[count].map((word) => [word, count] as const)));
}

/**
 * Sentences such as "the cats near the dog see a hen". The verb belongs to the first noun, and another noun, which may have
 * another number, stands between: "the cats near the dog sees a hen" is the mistake that people make, too (attraction; Linzen
 * et al. 2016 test networks for it). A writer that looks at three words before the next one, a 4-gram, sees the wrong noun
 * only; it takes a 5-gram.
 *
 * Faults can be counted exactly, and told apart: "structure" when the words are not determiner, noun, "near", determiner,
 * noun, verb, determiner, noun (then nothing else is asked), "determiner" when one of three does not fit its noun ("a cats",
 * "two cat"), "verb" when the verb does not fit the first noun.
 *
 * @example
 * ```ts
 * import { distantAgreement } from "gan-clinic";
 * const { sentences, faultsOf } = distantAgreement();
 * assert.equal(sentences.length, 24 * 24 * 5 * 24);
 * assert.deepEqual(faultsOf("the cats near the dog see a hen"), []);
 * assert.deepEqual(faultsOf("the cats near the dog sees two hen"), ["determiner", "verb"]);
 * assert.deepEqual(faultsOf("see see see"), ["structure"]);
 * ```
 */
export function distantAgreement(): DistantAgreement {
  const phrases = Object.entries(determiners).flatMap(([determiner, fits]) =>
    [...nouns]
      .filter(([, count]) => fits.includes(count))
      .map(([noun, count]) => ({ text: `${determiner} ${noun}`, count })),
  );
  const sentences = phrases.flatMap((subject) =>
    phrases.flatMap((between) =>
      [...verbs]
        .filter(([, count]) => count === subject.count)
        .flatMap(([verb]) =>
          phrases.map(({ text }) => `${subject.text} near ${between.text} ${verb} ${text}`),
        ),
    ),
  );
  return { sentences, faultsOf };
}

function faultsOf(text: string): AgreementFault[] {
  const words = text.split(" ");
  const [first, noun, near, , , verb] = words;
  const [subject, action] = [nouns.get(noun), verbs.get(verb)];
  const pairs = [
    [first, noun],
    [words[3], words[4]],
    [words[6], words[7]],
  ];
  const isPhrase = ([determiner, its]: string[]) =>
    Object.hasOwn(determiners, determiner) && nouns.has(its);
  if (words.length !== 8 || near !== "near" || !action || !pairs.every(isPhrase)) {
    return ["structure"];
  }
  const faults: AgreementFault[] = [];
  if (pairs.some(([determiner, its]) => !determiners[determiner].includes(nouns.get(its)!))) {
    faults.push("determiner");
  }
  if (subject !== action) faults.push("verb");
  return faults;
}
