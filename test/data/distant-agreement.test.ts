import { describe, expect, it } from "vitest";
import { distantAgreement } from "../../src/data/distant-agreement";

const { sentences, faultsOf } = distantAgreement();

describe("the grammar", () => {
  it("has 69,120 sentences of eight words, no two alike, and finds no fault with any", () => {
    expect(sentences).toHaveLength(24 * 24 * 5 * 24);
    expect(new Set(sentences).size).toBe(69_120);
    expect(sentences.every((text) => text.split(" ").length === 8)).toBe(true);
    expect(sentences.filter((text) => faultsOf(text).length > 0)).toEqual([]);
  });

  it.each([
    ["a cat near the dogs sees two hens", []],
    ["a cats near the dogs see two hens", ["determiner"]],
    ["a cat near two dog sees two hens", ["determiner"]],
    ["a cat near two dogs see two hens", ["verb"]], // attracted by the dogs
    ["a cats near a dogs sees a hens", ["determiner", "verb"]], // each kind once
    ["a cat near the dogs sees two", ["structure"]],
    ["a cat by the dogs sees two hens", ["structure"]],
    ["a cat near the dogs hen two hens", ["structure"]],
    ["a cat near near dogs sees two hens", ["structure"]],
    ["toString cat near the dogs sees two hens", ["structure"]],
    ["", ["structure"]],
  ])('"%s" has the faults %j', (text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  it("finds every text made of its words right that is a sentence, and no other", () => {
    const known = new Set(sentences);
    const swapped = sentences
      .filter((_, i) => i % 97 === 0)
      .map((text, i) => {
        const words = text.split(" ");
        words[i % 8] = sentences[(i * 31) % sentences.length].split(" ")[i % 8];
        return words.join(" ");
      });
    for (const text of swapped) expect(faultsOf(text).length === 0).toBe(known.has(text));
  });
});
