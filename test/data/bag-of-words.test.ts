import { expect, it } from "vitest";
import { bagOfWords } from "../../src/data/bag-of-words";

const rows = ({ vectors, size }: { vectors: Float32Array; size: number }) =>
  Array.from({ length: vectors.length / size }, (_, i) => [...vectors.subarray(i * size, (i + 1) * size)]); // prettier-ignore

it("has a number for each word that tells captions apart", () => {
  const bag = bagOfWords(["A red ball", "a blue ball, a blue box", "a BOX"]);
  expect(bag.words).toEqual(["ball", "blue", "box", "red"]); // all have an a
  expect(bag.size).toBe(4);
  expect(rows(bag)).toEqual([
    [1, 0, 0, 1],
    [1, 1, 1, 0],
    [0, 0, 1, 0],
  ]);
});

it("forgets order and number", () => {
  const bag = bagOfWords(["dog bites man", "man bites dog bites", "cat"]);
  const [first, second] = rows(bag);
  expect(second).toEqual(first);
});

it("leaves out rare words, and those that it is told to", () => {
  const captions = ["red hat", "red ball", "blue hat", "green box"];
  expect(bagOfWords(captions, { atLeast: 2 }).words).toEqual(["hat", "red"]);
  expect(bagOfWords(captions, { ignore: ["red", "hat"] }).words).toEqual(["ball", "blue", "box", "green"]);
  expect(bagOfWords(["one caption"]).words).toEqual(["caption", "one"]);
}); // prettier-ignore

it("reads any text, and says what it does not know", () => {
  const bag = bagOfWords(["rouge été", "bleu 2"]);
  const { vector, known, unknown } = bag.read("Été, ROUGE: ein Été!");
  expect([...vector]).toEqual(bag.words.map((word) => Number(["rouge", "été"].includes(word))));
  expect(known).toEqual(["été", "rouge"]);
  expect(unknown).toEqual(["ein"]);
});

it("refuses captions that no word tells apart", () => {
  expect(() => bagOfWords([])).toThrow(RangeError);
  expect(() => bagOfWords(["a b", "b a"])).toThrow(/wanted captions that differ in a word, found 2/);
  expect(() => bagOfWords(["a", "b"], { atLeast: 0 })).toThrow(/bagOfWords atLeast/);
}); // prettier-ignore
