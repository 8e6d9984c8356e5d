import { expect, it } from "vitest";
import { finiteDataset, kFold, leverOf, ring, seeded } from "../../src/index";

const numbers = finiteDataset({
  name: "numbers",
  shape: [1],
  examples: Float32Array.from({ length: 11 }, (_, i) => i),
});
const all = [...numbers.examples];
const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);

it("every example is held out once, and never trained on in that fold", () => {
  const folds = kFold(numbers, 4, seeded(5));
  expect(folds.map(({ heldOut }) => heldOut.count)).toEqual([3, 3, 3, 2]);
  expect(sorted(folds.flatMap(({ heldOut }) => [...heldOut.examples]))).toEqual(all);
  for (const { train, heldOut } of folds) {
    expect(sorted([...train.examples, ...heldOut.examples])).toEqual(all);
  }
  expect([...folds[0].heldOut.examples]).not.toEqual([0, 4, 8]); // they are drawn
});

it("a part of a fold is told by its data, the number of folds, its own number and the seed", () => {
  const { parameters } = leverOf(kFold(numbers, 4, seeded(5))[1].heldOut)!;
  expect(parameters).toMatchObject({ k: 4, fold: 2, part: "heldOut", seed: 5 });
});

it("refuses data without an end, and more folds than examples", () => {
  expect(() => kFold(ring() as never, 2, seeded(1))).toThrow(
    /^kFold: wanted a data set whose examples all lie in memory, found "ring"; take part of it \(subset\)/,
  );
  expect(() => kFold(numbers, 12, seeded(1))).toThrow(/kFold k: .* at most 11, found 12/);
  expect(() => kFold(numbers, 1, seeded(1))).toThrow(RangeError);
});
