import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { buildNotebook } from "../../src/course/convert";
import { formatNotebook } from "../../src/course/format-notebook";
import {
  LARGEST_NOTEBOOK,
  NotebookFormatError,
  parseNotebook,
  readNotebook,
} from "../../src/course/notebook";
import { largestPart } from "../../src/course/notebook-size";
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
  it("writes what is JSON in an output on one line, all else as Jupyter does", () => {
    const notebook = parseNotebook(good, "good.ipynb");
    const chart = { values: [1, 2, { "a$&": '"1"' }] };
    const data = { "text/plain": "one\ntwo", "application/vnd.vegalite.v5+json": chart };
    notebook.cells[0].outputs = [{ output_type: "display_data", data, metadata: {} }];
    const written = formatNotebook(notebook);
    expect(written).toContain(
      `"application/vnd.vegalite.v5+json": {"values":[1,2,{"a$&":"\\"1\\""}]},\n`,
    );
    expect(written).toContain('\n      "text/plain": "one\\ntwo"\n');
    expect(JSON.parse(written)).toEqual(notebook);
  });

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

  it("makes up ids that no cell has, whichever cells have one", () => {
    const ids = (...given: (string | undefined)[]): unknown[] => {
      const mixed = change((json) => {
        const [cell] = json.cells as object[];
        json.cells = given.map((id) => ({ ...cell, id }));
      });
      return parseNotebook(mixed, "mixed.ipynb").cells.map(({ id }) => id);
    };
    expect(ids(undefined, "cell-1")).toEqual(["cell-1-2", "cell-1"]);
    expect(ids("cell-2", undefined, "cell-2-2")).toEqual(["cell-2", "cell-2-3", "cell-2-2"]);
    expect(ids("a", undefined)).toEqual(["a", "cell-2"]);
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
      /at cells\[0\]\.source: wanted a text or a list of texts, found 7\./,
    ],
    ["no cells", change((json) => delete json.cells), /at cells: wanted a list, found nothing\./],
    [
      "no metadata",
      change((json) => delete json.metadata),
      /at metadata: wanted a record, found nothing/,
    ],
    [
      "an empty cell",
      change((json) => (json.cells = [null])),
      /at cells\[0\]: wanted a record, found null/,
    ],
    ["nbformat as text", change((json) => (json.nbformat = "4")), /nbformat "4"; the number 4/],
    [
      "nbformat_minor as text",
      change((json) => (json.nbformat_minor = "5")),
      /at nbformat_minor: wanted a number, found "5"/,
    ],
    ["worksheets", '{"metadata": {}, "worksheets": []}', /nbformat 3.*nbconvert/],
    ["a list", "[]", /is not a notebook: its JSON is a list, wanted one with "nbformat": 4/],
    ["null", "null", /its JSON is null/],
    ["a server's answer", '{"message": "Not Found"}', /is an object with "message"/],
    ["text behind the end", `${good}${good}`, /not valid JSON, .*after JSON at position/],
    ["a merge", good.replace("{", "{\n<<<<<<< HEAD\n"), /a merge in git .* \(line 2\)/],
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

  it("calls any cut of a good file cut off", () => {
    for (let end = 1; end < good.length - 2; end += 7) {
      expect(() => parseNotebook(good.slice(0, end), "cut.ipynb")).toThrow(NotebookFormatError);
      expect(() => parseNotebook(good.slice(0, end), "cut.ipynb")).toThrow(/is cut off/);
    }
  });
});

describe("readNotebook", () => {
  const given = (bytes: string | Uint8Array): string => {
    const file = path.join(folder, "given.ipynb");
    fs.writeFileSync(file, bytes);
    return file;
  };

  it("leaves out zero bytes behind the end, and says so", () => {
    const remarks: string[] = [];
    const file = given(Buffer.concat([Buffer.from(good), Buffer.alloc(4096)]));
    expect(readNotebook(file, (text) => remarks.push(text))).toEqual(parseNotebook(good, "g"));
    expect(remarks).toEqual([`${file}: 4096 zero bytes behind its end were left out`]);
    expect(fs.statSync(file).size).toBe(good.length + 4096);
  });

  const utf16 = Buffer.from(good, "utf16le");
  const page = "<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>";
  it.each<[string, string | Uint8Array, RegExp]>([
    ["UTF-16 with its mark", Buffer.from(`\uFEFF${good}`, "utf16le"), /but UTF-16/],
    ["big-endian, with its mark", Buffer.from(`\uFEFF${good}`, "utf16le").swap16(), /but UTF-16/],
    ["UTF-16 without a mark", utf16, /but UTF-16/],
    ["big-endian, without", Buffer.from(utf16).swap16(), /but UTF-16/],
    ["a web page", page, /is a web page \(HTML\) called "Log in", not a notebook/],
    ["XML", '<?xml version="1.0"?><a/>', /is XML/],
    ["what a server says", "Download failed: 403\n", /begins with "Download failed: 403"/],
    ["a zip", Buffer.from([0x50, 0x4b, 3, 4, 0]), /is a zip archive/],
    ["a PDF", "%PDF-1.7\n", /is a PDF document/],
    ["a pointer", "version https://git-lfs.github.com/spec/v1\n", /pointer of Git LFS/],
    ["only zeros", Buffer.alloc(900), /is empty: its 900 bytes are all zero/],
    ["zeros in the middle", good.replace("cells", "ce\0\0s"), /zero bytes in the middle/],
    ["no bytes", "", /is empty/],
    ["Latin-1", Buffer.from(good.replace("Hello", "H\u00e9llo"), "latin1"), /is not UTF-8 text/],
    ["cut in a character", Buffer.from('{"a": "\u00e9').subarray(0, -1), /is cut off/],
    ["cut, then zeros", Buffer.from(`${good.slice(0, 99)}\0\0`), /is cut off/],
  ])("names what it is: %s", (_name, bytes, message) => {
    const file = given(bytes);
    expect(() => readNotebook(file)).toThrow(NotebookFormatError);
    expect(() => readNotebook(file)).toThrow(message);
    if (!message.source.includes("cut")) {
      expect(() => readNotebook(file)).not.toThrow(/cut off/);
    }
  });

  it("says which part of a notebook is too large", () => {
    const big = (edit: object): string => {
      const file = path.join(folder, "large.ipynb");
      const [cell] = (JSON.parse(good) as { cells: object[] }).cells;
      const all = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [{ ...cell, ...edit }] };
      fs.writeFileSync(file, JSON.stringify(all));
      return largestPart(file);
    };
    const text = '\\ "{'.repeat(1_000_000);
    expect(big({ attachments: { "a.png": { "image/png": text } } })).toMatch(/^Pictures/);
    expect(big({ outputs: [{ output_type: "x", source: text }] })).toMatch(/^Its outputs/);
    expect(big({ source: text })).toMatch(/^The text of its cells/);
    expect(big({})).toMatch(/^Most often/);
  });

  it("refuses a file that is too large before reading it", () => {
    const file = path.join(folder, "huge.ipynb");
    fs.closeSync(fs.openSync(file, "w"));
    fs.truncateSync(file, LARGEST_NOTEBOOK + 1); // sparse: takes no room
    expect(() => readNotebook(file)).toThrow(/100 MB; at most 100 MB.*Clear Outputs/);
  });
});
