import fc from "fast-check";
import { expect, it } from "vitest";
import { parseIdx } from "../../src/data/idx";

const file = (...bytes: number[]) => Uint8Array.of(...bytes);

it("reads shape and values, of a view in the middle of a buffer too", () => {
  const bytes = file(99, 0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 3, 7, 8, 9);
  const { shape, data } = parseIdx(bytes.subarray(1));
  expect(shape).toEqual([1, 3]);
  expect([...data]).toEqual([7, 8, 9]);
});

it.each([
  ["nothing", file(), /found no bytes/],
  ["a gzip file", file(0x1f, 0x8b, 8, 0), /found 1f 8b 08 00/],
  ["floats", file(0, 0, 0x0d, 1, 0, 0, 0, 0), /unsigned bytes \(type 08\), found type 0d/],
  ["no axes", file(0, 0, 8, 0), /sizes of 0 axes/],
  ["an end in the sizes", file(0, 0, 8, 2, 0, 0, 0, 1), /sizes of 2 axes/],
  [
    "too few values",
    file(0, 0, 8, 1, 0, 0, 0, 2, 1),
    /wanted 2 values \(2\), found 1: .* truncated/,
  ],
  ["too many", file(0, 0, 8, 1, 0, 0, 0, 1, 1, 1), /found 2: the file is with trailing bytes/],
])("refuses %s", (_, bytes, message) => {
  expect(() => parseIdx(bytes, "digits")).toThrow(SyntaxError);
  expect(() => parseIdx(bytes, "digits")).toThrow(message);
  expect(() => parseIdx(bytes, "digits")).toThrow(/^digits: /);
});

it("cut anywhere: an error that names the file, always", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(sizes, fc.nat(), (shape, at) => {
      const values = shape.reduce((product, size) => product * size, 1);
      const axes = shape.flatMap((size) => [0, 0, 0, size]);
      const whole = file(0, 0, 8, shape.length, ...axes, ...new Uint8Array(values));
      expect(parseIdx(whole, "x").shape).toEqual(shape);
      expect(() => parseIdx(whole.subarray(0, at % whole.length), "x")).toThrow(SyntaxError);
      expect(() => parseIdx(whole.subarray(0, at % whole.length), "x")).toThrow(/^x: wanted /);
    }),
  );
});
