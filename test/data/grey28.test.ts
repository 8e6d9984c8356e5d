import { describe, expect, it } from "vitest";
import * as library from "../../src/index";
import { chosenPictures, grey28 } from "../../src/data/grey28";

describe("chosenPictures", () => {
  it("is all pictures to train with, as published, when nothing is said", () => {
    expect(chosenPictures("mnist", {})).toEqual({ split: "train", size: 28 });
    expect(chosenPictures("mnist", { size: 14, limit: 3 })).toEqual({ split: "train", size: 14, limit: 3 }); // prettier-ignore
    const two = grey28("mnist", new Uint8Array(2 * 784), Uint8Array.of(3, 4), chosenPictures("mnist", {})); // prettier-ignore
    expect([two.count, two.shape]).toEqual([2, [784]]);
  });

  it("refuses what is not there", () => {
    const act = (options: object) => () => chosenPictures("fashionMnist", options);
    expect(act({ size: 20 })).toThrow(new RangeError("fashionMnist size: wanted 28 or 14, found 20"));
    expect(act({ split: "all" })).toThrow(
      new RangeError('fashionMnist split: wanted "train" or "test", found "all"'),
    );
  }); // prettier-ignore
});

it("every maker of data whose options may all be left out can be called without any", () => {
  // those that fetch are called without any in the tests that may
  const fetched = ["mnist", "fashionMnist", "emoji", "drums"] as const;
  for (const name of fetched) expect(library[name].length).toBe(0);
  const others = ["ring", "grid", "swissRoll", "twoMoons", "spiral", "sounds", "digits8", "faces"] as const; // prettier-ignore
  for (const name of others) expect(library[name]().shape.length).toBeGreaterThan(0);
});
