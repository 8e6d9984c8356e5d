import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { decodeValue, encodeValue } from "../../../src/grader/sandbox/values";

const there = (value: unknown) => decodeValue(encodeValue(value), { ordinary: true });
const forged = (item: unknown, bytes = new Uint8Array(0)) =>
  decodeValue({ text: JSON.stringify(item), bytes });

describe("values between grader and sandbox", () => {
  it("come out as they went in", () => {
    const leaf = fc.oneof(
      fc.double(),
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.constant(undefined),
      fc.float32Array(),
      fc.float64Array(),
      fc.uint8Array(),
      fc.int32Array(),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie("tree"), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(there(value)).toEqual(value);
      }),
    );
  });

  it("keep what JSON would lose", () => {
    expect(there([NaN, -Infinity, -0, undefined])).toEqual([NaN, -Infinity, -0, undefined]);
  });

  it("are records without a prototype in the grader, in which __proto__ is a key", () => {
    const value = JSON.parse('{"__proto__": {"passed": true}}') as object;
    const decoded = decodeValue(encodeValue(value)) as Record<string, unknown>;
    expect(Object.getPrototypeOf(decoded)).toBeNull();
    expect(Object.keys(decoded)).toEqual(["__proto__"]);
    expect(decoded.passed).toBeUndefined();
  });

  it("can be checked with zod", () => {
    const shape = z.strictObject({
      x: z.instanceof(Float32Array),
      n: z.record(z.string(), z.number()),
    });
    const value = { x: new Float32Array([1]), n: { a: 1 } };
    expect(shape.safeParse(decodeValue(encodeValue(value))).success).toBe(true);
  });

  it.each([
    ["a function", { f: () => 1 }, TypeError, "f is a function"],
    ["a map", { a: [new Map()] }, TypeError, "a[0] is a Map"],
    ["a bigint", 1n, TypeError, "the value is a bigint"],
    ["a data view", { v: new DataView(new ArrayBuffer(1)) }, TypeError, "v is a DataView"],
    ["too many", new Array(1e6).fill(0), RangeError, "use a typed array"],
  ])("refuses to send %s", (_, value, error, message) => {
    expect(() => encodeValue(value)).toThrow(error);
    expect(() => encodeValue(value)).toThrow(message);
  });

  it("refuses to send what holds itself", () => {
    const value: { self?: unknown } = {};
    value.self = value;
    expect(() => encodeValue(value)).toThrow(RangeError);
  });

  it.each([
    ["an object", { a: 1 }],
    ["an unknown kind", ["x", 1]],
    ["an odd record", ["r", "a"]],
    ["a key that is no text", ["r", 1, 2]],
    ["an unknown number", ["n", 9]],
    ["a number of the prototype", ["n", "length"]],
    ["an unknown array type", ["t", "constructor", 0]],
    ["a negative length", ["t", "Uint8Array", -1]],
    ["a length beyond the message", ["t", "Float64Array", 1]],
  ])("refuses to read %s", (_, item) => {
    expect(() => forged(item, new Uint8Array(4))).toThrow(TypeError);
  });

  it("never makes more bytes of a message than it has", () => {
    const twice = ["a", ["t", "Uint8Array", 8], ["t", "Uint8Array", 8]];
    expect(() => forged(twice, new Uint8Array(8))).toThrow("longer than its message");
  });

  it("refuses to read what is too deep or too much", () => {
    let deep: unknown = 1;
    for (let i = 0; i < 20; i++) deep = ["a", deep];
    expect(() => forged(deep)).toThrow(RangeError);
    expect(() => forged(["a", ...new Array<number>(100_001).fill(0)])).toThrow(RangeError);
  });

  it("reads 100,000 levels without falling over", () => {
    const text = "[".repeat(100_000) + "]".repeat(100_000);
    expect(() => decodeValue({ text, bytes: new Uint8Array(0) })).toThrow(TypeError);
  });
});
