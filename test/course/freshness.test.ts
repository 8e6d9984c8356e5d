import { describe, expect, it } from "vitest";
import { fingerprint } from "../../src/course/freshness";
import { hashJson, hashText } from "../../src/course/hash";
import { estimate } from "../../src/course/timings";
import { clock } from "../../src/course/progress";

const base = { source: "// %%\n1", library: "l", engine: "wasm 4", budget: "full", firstSeed: 1 };

describe("fingerprint", () => {
  it("changes with each thing a result depends on", () => {
    const all = [
      base,
      { ...base, source: "// %%\n2" },
      { ...base, library: "m" },
      { ...base, engine: "cpu 4" },
      { ...base, budget: "smoke" },
      { ...base, firstSeed: 101 },
    ].map(fingerprint);
    expect(new Set(all).size).toBe(6);
  });

  it("does not change with line ends or a byte-order mark", () => {
    expect(fingerprint({ ...base, source: "\uFEFF// %%\r\n1" })).toBe(fingerprint(base));
  });
});

describe("hashes", () => {
  it("is SHA-256", () => {
    expect(hashText("abc")).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });

  it("does not depend on the order of keys", () => {
    expect(hashJson({ a: 1, b: { c: 2, d: 3 } })).toBe(hashJson({ b: { d: 3, c: 2 }, a: 1 }));
    expect(hashJson({ a: 1 })).not.toBe(hashJson({ a: 2 }));
  });
});

describe("estimate", () => {
  const at = { done: 1, cells: 3, inCell: 4, elapsed: 14 };
  it("adds up what the remaining cells took last time", () => {
    expect(estimate([10, 6, 5], undefined, at)).toBe(6 - 4 + 5);
  });
  it("falls back on the header's figure, and on nothing", () => {
    expect(estimate(undefined, 60, at)).toBe(46);
    expect(estimate([1], undefined, at)).toBeUndefined();
  });
  it("is shown as minutes and seconds", () => {
    expect([clock(5), clock(65.4), clock(600)]).toEqual(["0:05", "1:05", "10:00"]);
  });
});
