import { expect, test } from "vitest";
import * as errors from "../../src/course/errors";

const { CellExecutionError, KernelStartError, HostError, numberedSource, plainText } = errors;

test("a message has the place, the source, what was written, and what to do", () => {
  const place = { notebook: "01-mode-collapse", cellIndex: 2, cellSource: "const a = 1;\nb;\n" };
  const error = new CellExecutionError(place, {
    what: "failed",
    captured: "\u001b[31m2:1 - Cannot find name 'b'.\u001b[39m\n",
    advice: "Mend it",
  });
  expect(error.message).toBe(`Cell 3 of "01-mode-collapse" failed

  1 | const a = 1;
  2 | b;

2:1 - Cannot find name 'b'.

Mend it`);
  expect(error).toMatchObject({ ...place, captured: "2:1 - Cannot find name 'b'." });
  expect(error).toBeInstanceOf(errors.NotebookError);
});

test("without a cell it names the notebook, without a notebook nothing", () => {
  const what = "has no kernel";
  expect(new KernelStartError({ notebook: "a" }, { what }).message).toBe(
    `Notebook "a" has no kernel`,
  );
  expect(new HostError({}, { what: "The server is gone" }).message).toBe("The server is gone");
  expect(new CellExecutionError({ cellIndex: 0 }, { what: "failed" }).message).toBe(
    "Cell 1 failed",
  );
});

test("of a long source the first and last five lines are shown, with their numbers", () => {
  const source = Array.from({ length: 13 }, (_, i) => `line ${i + 1}`).join("\n");
  expect(numberedSource(source)).toBe(
    [
      "   1 | line 1",
      "   2 | line 2",
      "   3 | line 3",
      "   4 | line 4",
      "   5 | line 5",
      "     … 3 lines",
      "   9 | line 9",
      "  10 | line 10",
      "  11 | line 11",
      "  12 | line 12",
      "  13 | line 13",
    ].join("\n"),
  );
});

test("colours, cursor moves and links are removed, brackets stay", () => {
  expect(plainText("\u001b[1;31mred\u001b[0m [1] \u001b[2Kx\u001b]8;;http://a\u0007y  \n")).toBe(
    "red [1] xy",
  );
});

test("every error has its own name", () => {
  const names = Object.entries(errors)
    .filter(([, value]) => Object.prototype.isPrototypeOf.call(Error, value))
    .map(([name, value]) => {
      const Kind = value as typeof CellExecutionError;
      return [name, new Kind({}, { what: "x" }).name];
    });
  expect(names).toHaveLength(8);
  for (const [exported, name] of names) expect(name).toBe(exported);
});
