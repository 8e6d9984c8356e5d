/** Files that are no notebook, hardly one, or in an archive; and names that are dangerous somewhere. */
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { Header } from "tar";
import type { CorpusCase } from "./corpus-case";

interface TarEntry {
  readonly path: string;
  readonly content?: Uint8Array;
  readonly link?: string;
}
function tarGz(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, content = Buffer.alloc(0), link }) => {
    const head = Buffer.alloc(512);
    const type = link === undefined ? "File" : "SymbolicLink";
    new Header({ path, type, linkpath: link, size: content.length, mode: 0o644 }).encode(head, 0);
    return [head, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}
const edited = (solved: Buffer, edit: (text: string) => string): Buffer =>
  Buffer.from(edit(solved.toString("utf8")));

export const files: readonly CorpusCase[] = [
  {
    name: "33-no-json",
    says: "not JSON",
    file: (solved) => edited(solved, (text) => text.replace(":", ";")),
    everywhere: true,
    expected: { error: /not valid JSON/ },
  },
  {
    name: "33-cut-off",
    says: "the upload was cut off",
    file: (solved) => solved.subarray(0, solved.length / 2),
    expected: { error: /cut off/ },
  },
  { name: "33-empty", says: "nothing", file: () => Buffer.alloc(0), expected: { error: /empty/ } },
  {
    name: "33-nbformat-3",
    says: "an old notebook",
    file: (solved) => edited(solved, (text) => text.replace('"nbformat": 4', '"nbformat": 3')),
    expected: { error: /nbformat 3; 4 is wanted/ },
  },
  {
    name: "33-byte-order-mark",
    says: "begins with a byte-order mark and has Windows' line ends",
    file: (solved) =>
      edited(
        solved,
        (text) => `\ufeff${text.replaceAll("\n", "\r\n").replaceAll("\\n", "\\r\\n")}`,
      ),
    everywhere: true,
    expected: {},
  },
  {
    name: "33-utf-16",
    says: "in an encoding of its own",
    file: (solved) => Buffer.from(`\ufeff${solved.toString("utf8")}`, "utf16le"),
    expected: { error: /not UTF-8/ },
  },
  {
    name: "33-utf-16-unmarked",
    says: "as UTF-16, and nothing says so",
    file: (solved) => Buffer.from(solved.toString("utf8"), "utf16le"),
    expected: { error: /not UTF-8 text, but UTF-16/ },
  },
  {
    name: "33-login-page",
    says: "the platform's page instead of the notebook",
    file: () => Buffer.from("<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>"),
    expected: { error: /is a web page \(HTML\) called "Log in"/ },
  },
  {
    name: "33-zip-called-notebook",
    says: "a zip with a notebook's name",
    file: (solved) => zipSync({ "lab.ipynb": solved }),
    expected: { error: /is a zip archive/ },
  },
  {
    name: "33-zeros-at-its-end",
    says: "zero bytes behind the end, as a broken download leaves them",
    file: (solved) => Buffer.concat([solved, Buffer.alloc(4096)]),
    expected: { flags: ["file mended"] },
  },
  {
    name: "33-large-picture",
    says: "a picture of 25 MB in a text cell",
    file: (solved) => {
      const notebook = JSON.parse(solved.toString("utf8")) as { cells: object[] };
      const picture = { "image/png": "A".repeat(25 * 1024 * 1024) };
      Object.assign(notebook.cells[0], { attachments: { "a.png": picture } });
      return Buffer.from(JSON.stringify(notebook));
    },
    expected: { error: /Pictures that were pasted/ },
  },
  {
    name: "33-200-mb",
    says: "200 MB",
    file: () => Buffer.alloc(200 * 1024 * 1024, 32),
    expected: { error: /is 200 MB; at most 20 MB are read.*Clear Outputs/ },
  },
  {
    name: "33-100-000-cells",
    says: "a hundred thousand cells",
    file: (solved) => {
      const notebook = JSON.parse(solved.toString("utf8")) as { cells: unknown[] };
      for (let n = 0; n < 100_000; n++)
        notebook.cells.push({ cell_type: "code", metadata: {}, source: "1" });
      return Buffer.from(JSON.stringify(notebook));
    },
    expected: { error: /100\d\d\d cells; at most 2000 are read/ },
  },
  {
    name: "33-keys-twice",
    says: "keys that are there twice: the last one counts, as in every reader",
    file: (solved) =>
      edited(solved, (text) => text.replace('"nbformat": 4', '"nbformat": 3,\n "nbformat": 4')),
    expected: {},
  },
  {
    name: "33-source-as-list",
    says: "texts as lists and as texts",
    file: (solved) => {
      const notebook = JSON.parse(solved.toString("utf8")) as {
        cells: { source: string | string[] }[];
      };
      notebook.cells.forEach((cell, index) => {
        const text = [cell.source].flat().join("");
        cell.source = index % 2 ? text : text.split(/(?<=\n)/);
      });
      return Buffer.from(JSON.stringify(notebook));
    },
    expected: {},
  },
  {
    name: "33-deep",
    says: "a hundred thousand lists in each other",
    file: () =>
      Buffer.from(`{"nbformat": 4, "cells": ${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
    expected: { error: /None of the cells of the lab/ },
  },
  {
    name: "33-another-notebook",
    says: "a notebook of another course",
    file: () =>
      Buffer.from(
        '{"nbformat": 4, "cells": [{"cell_type": "code", "metadata": {}, "source": "print(1)"}]}',
      ),
    expected: { error: /None of the cells of the lab/ },
  },
  {
    name: "47-zip",
    says: "in a zip",
    ending: ".zip",
    file: (solved) => zipSync({ "work/lab.ipynb": solved }),
    expected: {},
  },
  {
    name: "47-tar",
    says: "in a tar, with an absolute path",
    ending: ".tar.gz",
    file: (solved) => tarGz([{ path: "/home/me/lab.ipynb", content: solved }]),
    expected: {},
  },
  {
    name: "47-leads-out",
    says: "a path that leads out of the archive",
    ending: ".zip",
    file: (solved) => zipSync({ "../../lab.ipynb": solved }),
    everywhere: true,
    expected: { error: /leads out of the archive/ },
  },
  {
    name: "47-link",
    says: "a link to a file of the grader's",
    ending: ".tar.gz",
    file: () => tarGz([{ path: "lab.ipynb", link: "/etc/passwd" }]),
    expected: { error: /is a link; links are not followed/ },
  },
  {
    name: "47-bomb",
    says: "an archive that becomes too large",
    ending: ".zip",
    file: () => zipSync({ "lab.ipynb": Buffer.alloc(40 * 1024 * 1024) }, { level: 9 }),
    expected: { error: /larger; at most 20 MB are read|is 40 MB/ },
  },
  {
    name: "47-two-by-case",
    says: "two notebooks whose names differ by case",
    ending: ".zip",
    file: (solved) => zipSync({ "lab.ipynb": solved, "Lab.ipynb": solved }),
    expected: { error: /differ in upper and lower case/ },
  },
  {
    name: "=cmd|' \u202egnp.[x]%00",
    says: "46: a name that is a formula, turns the direction and holds a code of a terminal",
    cells: {
      slope: `const slope: any = () => { throw new Error("=cmd()]]>\\u0000\\u001b[31m<script>alert(1)</script>\\u202e"); };`,
      explain: `=HYPERLINK("http://x"), "<script>alert(1)</script>" ]]> \u001b[31m`,
    },
    everywhere: true,
    expected: { tasks: { slope: "crashed" }, tells: /alert/ },
  },
  {
    name: "\u6587".repeat(83),
    says: "46: a name as long as a file's can be, in characters of three bytes",
    ending: ".ipynb",
    expected: {},
  },
  {
    name: "'=cmd",
    says: "46: a name that begins as a table would write a formula",
    ending: ".ipynb",
    expected: {},
  },
  {
    name: "=cmd",
    says: "46: and the formula itself",
    ending: ".ipynb",
    expected: {},
  },
  {
    name: "@-as-a-file",
    says: "46: a file beside the folders, whose name begins like a formula",
    ending: ".ipynb",
    expected: {},
  },
];
