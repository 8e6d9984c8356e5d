import { describe, expect, it } from "vitest";
import { numberTypes } from "../../../src/training/tensor-files/number-types";

const read = (dtype: string, bytes: number[]) =>
  [...numberTypes.get(dtype)!.read!(Uint8Array.from(bytes).buffer)].map(Number);

/** The bytes of 16-bit numbers, low byte first. */
const halves = (...bits: number[]) => bits.flatMap((each) => [each & 255, each >> 8]);

describe("a half (F16) is", () => {
  // examples of IEEE 754-2008: one sign, five exponent and ten fraction bits
  it.each([
    [0x3c00, 1],
    [0x3c01, 1 + 2 ** -10], // the next one after 1
    [0xc000, -2],
    [0x3555, 0.333251953125], // the nearest to 1/3
    [0x7bff, 65504], // the largest
    [0x0400, 2 ** -14], // the smallest normal one
    [0x0001, 2 ** -24], // the smallest of all
    [0x8000, -0],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, NaN],
  ])("%i: %d", (bits, value) => {
    expect(read("F16", halves(bits))).toEqual([value]);
  });
});

it("a BF16 is the upper half of a float32, for all 65,536 of them", () => {
  const all = Array.from({ length: 65536 }, (_, bits) => bits);
  const wanted = new Float32Array(Uint32Array.from(all, (bits) => bits << 16).buffer);
  expect(read("BF16", halves(...all))).toEqual([...wanted]);
});

it("each half is a float32, and all are in order", () => {
  const all = read("F16", halves(...Array.from({ length: 0x7c01 }, (_, bits) => bits)));
  expect(all.every((value, i) => i === 0 || value > all[i - 1])).toBe(true);
  expect(all.every((value) => Math.fround(value) === value)).toBe(true);
});

it.each([
  ["F64", [0, 0, 0, 0, 0, 0, 0xf8, 0x3f], 1.5],
  ["F32", [0, 0, 0xc0, 0x3f], 1.5],
  ["I64", [254, 255, 255, 255, 255, 255, 255, 255], -2],
  ["U64", [0, 0, 0, 0, 1, 0, 0, 0], 2 ** 32],
  ["I32", [254, 255, 255, 255], -2],
  ["U32", [254, 255, 255, 255], 2 ** 32 - 2],
  ["I16", [254, 255], -2],
  ["U16", [254, 255], 65534],
  ["I8", [254], -2],
  ["U8", [254], 254],
  ["BOOL", [1], 1],
])("%s is little-endian", (dtype, bytes, value) => {
  expect(read(dtype, bytes)).toEqual([value]);
  expect(bytes).toHaveLength(numberTypes.get(dtype)!.bits / 8);
});
