import { describe, expect, it } from "vitest";
import { OtherFormatError, readHeader } from "../../../src/training/tensor-files/header";

/** A file with this header and so many bytes of numbers. */
function fileOf(header: string, bytes: number): Buffer {
  const json = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(bytes)]);
}

const f32 = (shape: number[], start: number, end: number) =>
  JSON.stringify({ dtype: "F32", shape, data_offsets: [start, end] });

it("says where each tensor is, in any order, with spaces behind the header", () => {
  const header = `{"b":${f32([2], 4, 12)},"a":${f32([], 0, 4)},"none":${f32([3, 0], 4, 4)}}   `;
  const { entries, texts } = readHeader(fileOf(header, 12));
  const data = 8 + header.length;
  expect(entries.map(({ name, start, end }) => [name, start - data, end - data])).toEqual([
    ["b", 4, 12],
    ["a", 0, 4],
    ["none", 4, 4],
  ]);
  expect(texts).toEqual({});
});

describe("a header that is wrong is told what", () => {
  it.each([
    ["too short a file", `{"a":${f32([2], 0, 8)}}`, 4, /"a" ends after the file does/],
    ["bytes at the end", `{"a":${f32([1], 0, 4)}}`, 8, /4 bytes at its end belong to no tensor/],
    ["a hole", `{"a":${f32([1], 0, 4)},"b":${f32([1], 8, 12)}}`, 12, /4 bytes before "b"/],
    ["a hole at the start", `{"a":${f32([1], 4, 8)}}`, 8, /4 bytes before "a"/],
    ["one over the other", `{"a":${f32([2], 0, 8)},"b":${f32([1], 4, 8)}}`, 8, /"b" lies over/],
    ["both in one place", `{"a":${f32([1], 0, 4)},"b":${f32([1], 0, 4)}}`, 4, /"b" lies over/],
    ["a name twice", `{"a":${f32([1], 0, 4)},"\\u0061":${f32([1], 4, 8)}}`, 8, /two tensors of the name "a"/],
    ["another size", `{"a":${f32([3], 0, 8)}}`, 8, /shape \(3\): wanted 12 bytes, found 8/],
    ["an unknown type", `{"a":{"dtype":"F7","shape":[1],"data_offsets":[0,4]}}`, 4, /"a".*"F7"/],
    ["no type", `{"a":{"shape":[1],"data_offsets":[0,4]}}`, 4, /"a".*nothing/],
    ["a shape that is none", `{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}`, 4, /no shape: \[-1\]/],
    ["a broken length", `{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,6]}}`, 6, /no shape/],
    ["a place that is none", `{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}`, 4, /no place/],
    ["a place of three", `{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}`, 4, /no place/],
    ["an entry that is null", `{"a":null}`, 0, /"a"/],
    ["texts that are none", `{"__metadata__":{"a":1}}`, 0, /__metadata__/],
    ["JSON that ends early", `{"a":`, 0, /JSON/],
  ])("%s", (_, header, bytes, message) => {
    expect(() => readHeader(fileOf(header, bytes))).toThrow(message);
    expect(() => readHeader(fileOf(header, bytes))).not.toThrow(OtherFormatError);
  }); // prettier-ignore

  it("a header that is cut off", () => {
    const whole = fileOf(`{"a":${f32([1], 0, 4)}}`, 4);
    for (let length = 9; length < whole.length; length++) {
      expect(() => readHeader(whole.subarray(0, length))).toThrow(/cut off/);
    }
  });

  it("texts with all that could be taken for JSON are texts", () => {
    const texts = { training: JSON.stringify({ a: { b: ['"}{][', "\\"] } }), a: "{" };
    const header = JSON.stringify({
      __metadata__: texts,
      a: JSON.parse(f32([1], 0, 4)) as unknown,
    });
    expect(readHeader(fileOf(header, 4)).texts).toEqual(texts);
  });
});

it("a file without a header is of another format", () => {
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(7), Buffer.alloc(64), Buffer.from("just some words")]) {
    expect(() => readHeader(bytes)).toThrow(OtherFormatError);
  }
}); // prettier-ignore
