import { expect, it } from "vitest";
import { textShares } from "../../src/data/text-shares";

const faultsOf = (text: string) => (text === "good" || text === "fine" ? [] : ["bad", "bad"]);

it("counts each text, each different one, and each kind of fault once a text", () => {
  const shares = textShares(["good", "good", "fine", "evil"], { faultsOf, training: ["fine"] });
  expect(shares).toEqual({
    count: 4,
    valid: 3 / 4,
    distinct: 3 / 4,
    distinctValid: 2 / 4,
    copies: 1 / 4,
    faults: { bad: 1 / 4 },
  });
});

it("has no copies without training texts, and refuses no texts", () => {
  expect(textShares(["good"], { faultsOf }).copies).toBe(0);
  expect(() => textShares([], { faultsOf })).toThrow(RangeError);
});
