import fc from "fast-check";
import { expect, test } from "vitest";
import { appendText, cutText, emptyStream, streamText } from "../../../src/course/run/stream";

test("however a text is cut into pieces, the result and its size are the same", () => {
  const piece = fc.string({ unit: fc.constantFrom("a", "é", "\r", "\n") });
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const stream = emptyStream();
      const grown = pieces.map((text) => appendText(stream, text));
      // nbclient: `.*\r(?=[^\n])` is removed from the whole text.
      const wanted = pieces.join("").replace(/[^\n]*\r(?=[^\n])/g, "");
      expect(streamText(stream)).toBe(wanted);
      expect(grown.reduce((sum, bytes) => sum + bytes, 0)).toBe(Buffer.byteLength(wanted));
    }),
  );
});

test("a million small pieces without a newline take little time", () => {
  const stream = emptyStream();
  const started = performance.now();
  for (let i = 0; i < 1_000_000; i++) appendText(stream, "x");
  expect(streamText(stream)).toHaveLength(1_000_000);
  expect(performance.now() - started).toBeLessThan(5_000);
});

test("a cut never splits a character", () => {
  expect(cutText("aé😀", 1)).toBe("a");
  expect(cutText("aé😀", 2)).toBe("a");
  expect(cutText("aé😀", 3)).toBe("aé");
  expect(cutText("aé😀", 6)).toBe("aé");
  expect(cutText("aé😀", 7)).toBe("aé😀");
  expect(cutText("a", -1)).toBe("");
});
