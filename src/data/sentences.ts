import { lever } from "../levers/lever";
import { textDataset, type TextDataset } from "./text";

/** Sentences of a small grammar, so that what a generator writes can be judged without a reader. */
export interface SentenceDataset extends TextDataset {
  /** Whether the grammar can make this text. */
  isSentence(text: string): boolean;
}

const determiners = { one: ["a", "the"], many: ["the", "two"] };
const adjectives = ["happy", "old", "quick", "quiet", "red", "small"];
const nouns = [
  { one: "bird", many: "birds" },
  { one: "cat", many: "cats" },
  { one: "cow", many: "cows" },
  { one: "dog", many: "dogs" },
  { one: "fox", many: "foxes" },
  { one: "hen", many: "hens" },
];
const verbs = [
  { one: "chases", many: "chase" },
  { one: "follows", many: "follow" },
  { one: "hears", many: "hear" },
  { one: "likes", many: "like" },
  { one: "sees", many: "see" },
];
const numbers = ["one", "many"] as const;

/** Options of {@link sentences}. */
export interface SentenceOptions {
  /** What counts as one symbol. */
  readonly unit: "characters" | "words";
}

/**
 * All 17,280 sentences of a small grammar, six words each: "two quick foxes chase a hen". A sentence is
 * right when its words are, when "a" and "two" fit their nouns, and when the verb fits its subject: "two quick
 * foxes chases a hen" is a mistake. So the share of right sentences, and how many different ones there are, can be
 * counted exactly.
 *
 * Nothing has to agree over more than three words (determiner, adjective, noun): a trigram of words writes right
 * sentences only, a bigram does not. In characters it takes thirteen in a row: "o happy birds".
 *
 * @example
 * ```ts
 * import { seeded, sentences } from "gan-clinic";
 * const data = sentences({ unit: "words" });
 * assert.equal(data.lines.length, 4 * 6 * 6 * 5 * 4 * 6);
 * const [drawn] = data.decode(data.sample(1, seeded(1)));
 * assert.ok(data.isSentence(drawn));
 * assert.ok(!data.isSentence("two quick foxes chases a hen"));
 * ```
 */
export function sentences({ unit }: SentenceOptions): SentenceDataset {
  const lines = allSentences();
  const known = new Set(lines);
  const data = textDataset({ lines, unit, name: "sentences" });
  return lever("data", "sentences", { unit }, { ...data, isSentence: (text) => known.has(text) });
}

function allSentences(): string[] {
  const objects = numbers.flatMap((number) =>
    determiners[number].flatMap((determiner) =>
      nouns.map((noun) => `${determiner} ${noun[number]}`),
    ),
  );
  const subjects = numbers.flatMap((number) =>
    determiners[number].flatMap((determiner) =>
      adjectives.flatMap((adjective) =>
        nouns.map((noun) => ({ number, text: `${determiner} ${adjective} ${noun[number]}` })),
      ),
    ),
  );
  return subjects.flatMap(({ number, text }) =>
    verbs.flatMap((verb) => objects.map((object) => `${text} ${verb[number]} ${object}`)),
  );
}
