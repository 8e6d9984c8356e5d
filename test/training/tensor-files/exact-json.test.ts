import fc from "fast-check";
import { expect, it } from "vitest";
import { fromExactJson, toExactJson } from "../../../src/training/tensor-files/exact-json";

it("numbers come back exactly, those that JSON does not have too", () => {
  const value = {
    a: [NaN, Infinity, -Infinity, -0, 0, 1 / 3],
    b: { c: -0 },
    number: { number: NaN },
  };
  expect(fromExactJson(toExactJson(value))).toEqual(value); // which tells -0 from 0
  expect(toExactJson([NaN, 1])).toBe('[{"number":"NaN"},1]');
});

it("whatever is in the record comes back", () => {
  const leaf = fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constantFrom("NaN", "-0"));
  const key = fc.oneof(fc.constant("numbers"), fc.string().filter((name) => name !== "__proto__"));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie("tree")), fc.dictionary(key, tie("tree"), { noNullPrototype: true })),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      const back = fromExactJson(toExactJson(value));
      // the one record that is taken for a number
      const ambiguous = /\{"number":"(NaN|-?Infinity|-0)"\}/.test(JSON.stringify(value));
      if (!ambiguous) expect(back).toEqual(value);
    }),
    { numRuns: 300 },
  );
}); // prettier-ignore

it("null is what plain JSON writes for NaN", () => {
  expect(fromExactJson('{"a":[null,2]}')).toEqual({ a: [NaN, 2] });
});
