import { beforeAll, describe, expect, it } from "vitest";
import { sentences } from "../../src/data/sentences";
import { textDataset } from "../../src/data/text";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { tf } from "../../src/index";

beforeAll(() => startEngine("wasm"));

describe("textDataset", () => {
  const data = textDataset({ lines: ["ab", "b", "b a"], unit: "characters" });

  it("has the space first, then all characters in order", () => {
    expect([data.vocabulary, data.length, data.shape]).toEqual([[" ", "a", "b"], 3, [9]]);
    expect(data.encode(["ab"]).arraySync()).toEqual([[0, 1, 0, 0, 0, 1, 1, 0, 0]]);
  });

  it("reads back what it wrote, from soft choices too", () => {
    expect(data.decode(data.encode(data.lines as string[]))).toEqual(["ab", "b", "b a"]);
    const soft = tf.tensor2d([[0.3, 0.3, 0.4, 0.5, 0.2, 0.3, 0.9, 0.1, 0]]);
    expect(data.decode(soft)).toEqual(["b"]);
  });

  it("draws its lines, all equally often, and leaks nothing", () => {
    const before = tf.memory().numTensors;
    const batch = data.sample(900, seeded(1));
    const counts = new Map<string, number>();
    for (const line of data.decode(batch)) counts.set(line, (counts.get(line) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual(["ab", "b", "b a"]);
    for (const count of counts.values()) expect(Math.abs(count - 300)).toBeLessThan(4.5 * 14.2);
    batch.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("takes words", () => {
    const words = textDataset({ lines: ["red  cat", "dog"], unit: "words", length: 3 });
    expect([words.vocabulary, words.length]).toEqual([["", "cat", "dog", "red"], 3]);
    expect(words.decode(words.encode(["cat dog red", "dog"]))).toEqual(["cat dog red", "dog"]);
  });

  it("refuses unknown symbols, long lines, empty ones and none", () => {
    expect(() => data.encode(["xa"])).toThrow('text: "x" of "xa" is not in the vocabulary');
    expect(() => data.encode(["abab"])).toThrow(
      'text symbols in "abab": wanted a whole number at most 3, found 4',
    );
    expect(() => textDataset({ lines: ["a", " "], unit: "words" })).toThrow(
      "text: wanted some text in each line, found none in 1",
    );
    expect(() => textDataset({ lines: [], unit: "words" })).toThrow(RangeError);
    expect(() => textDataset({ lines: ["abc"], unit: "characters", length: 2 })).toThrow(
      RangeError,
    );
    expect(() => data.decode(tf.zeros([2, 8]))).toThrow(TypeError);
  });
});

describe("sentences", () => {
  const data = sentences({ unit: "words" });

  it("are all different and all right, whichever way they are written", () => {
    expect(new Set(data.lines).size).toBe(17_280);
    expect(data.lines.every((line) => line.split(" ").length === 6)).toBe(true);
    const letters = sentences({ unit: "characters" });
    const drawn = letters.decode(letters.sample(50, seeded(1)));
    expect(drawn.every((line) => letters.isSentence(line))).toBe(true);
    expect(letters.vocabulary.length).toBeLessThan(27);
  });

  it.each([
    ["the red fox sees two hens", true],
    ["two old cows like the birds", true],
    ["a red foxes sees two hens", false], // a + many
    ["two old cow likes the birds", false], // two + one
    ["the old cows likes the birds", false], // many + verb of one
    ["the cow likes the birds", false], // no adjective
    ["the old cow likes the blue birds", false],
  ])("%s: %s", (text, right) => {
    expect(data.isSentence(text)).toBe(right);
  });
});
