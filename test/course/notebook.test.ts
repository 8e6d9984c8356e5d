import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { buildNotebook } from "../../src/course/convert";
import {
  formatNotebook,
  LARGEST_NOTEBOOK,
  NotebookFormatError,
  parseNotebook,
  readNotebook,
} from "../../src/course/notebook";
import { removeFolder } from "../remove-folder";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-notebook-"));
afterAll(() => {
  removeFolder(folder);
});

const good = formatNotebook(buildNotebook("// %%\n1 + 1\n\n// %% [markdown]\n// Hello", "good.ts"));
const change = (edit: (json: Record<string, unknown>) => void): string => {
  const json = JSON.parse(good) as Record<string, unknown>;
  edit(json);
  return JSON.stringify(json);
};

describe("parseNotebook", () => {
  it("reads what formatNotebook wrote", () => {
    expect(formatNotebook(parseNotebook(good, "good.ipynb"))).toBe(good);
  });

  it("accepts a byte-order mark and CRLF line ends", () => {
    const windows = `\uFEFF${good.replace(/\n/g, "\r\n")}`;
    expect(parseNotebook(windows, "w.ipynb")).toEqual(parseNotebook(good, "g.ipynb"));
  });

  it("gives the cells of nbformat 4.4 the ids of 4.5", () => {
    const old = change((json) => {
      json.nbformat_minor = 4;
      for (const cell of json.cells as Record<string, unknown>[]) delete cell.id;
    });
    const { cells, nbformat_minor } = parseNotebook(old, "old.ipynb");
    expect(cells.map(({ id }) => id)).toEqual(["cell-1", "cell-2"]);
    expect(nbformat_minor).toBe(5);
  });

  it.each([
    ["an empty file", "  \n", /bad.ipynb is empty/],
    ["a cut-off file", good.slice(0, 100), /cut off: it ends in the middle/],
    ["not JSON", "{'cells': []}", /not valid JSON/],
    ["nbformat 3", change((json) => (json.nbformat = 3)), /nbformat 3.*nbconvert --to notebook/],
    ["nbformat 5", change((json) => (json.nbformat = 5)), /nbformat 5.*newer Jupyter/],
    [
      "a wrong field",
      change((json) => ((json.cells as { source: unknown }[])[0].source = 7)),
      /at cells\[0\]\.source/,
    ],
    ["no cells", change((json) => delete json.cells), /at cells/],
    [
      "duplicate ids",
      change((json) => {
        for (const cell of json.cells as { id: string }[]) cell.id = "same";
      }),
      /cells 1 and 2 have the same id "same"/,
    ],
  ])("refuses %s and says what to do", (_, text, message) => {
    expect(() => parseNotebook(text, "bad.ipynb")).toThrow(message);
    expect(() => parseNotebook(text, "bad.ipynb")).toThrow(NotebookFormatError);
  });

  it("survives any cut of a good file with its own error", () => {
    for (let end = 0; end < good.length - 2; end += 7) {
      expect(() => parseNotebook(good.slice(0, end), "cut.ipynb")).toThrow(NotebookFormatError);
    }
  });
});

describe("readNotebook", () => {
  it("refuses a file that is too large before reading it", () => {
    const file = path.join(folder, "huge.ipynb");
    fs.closeSync(fs.openSync(file, "w"));
    fs.truncateSync(file, LARGEST_NOTEBOOK + 1); // sparse: takes no room
    expect(() => readNotebook(file)).toThrow(/100 MB; at most 100 MB.*Clear Outputs/);
  });
});
