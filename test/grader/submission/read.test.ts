/** Every broken or tampered notebook that a student may hand in, and what is made of it. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { LARGEST_SUBMISSION, MOST_CELLS, MOST_FLAGS } from "../../../src/grader/submission/limits";
import { readSubmission, readSubmissionBytes } from "../../../src/grader/submission/read";
import { isRejection, type Submission } from "../../../src/grader/submission/submission";
import {
  answered,
  bytesOf,
  cellOf,
  indexOf,
  manifest,
  MEAN,
  own,
  solved,
  SPREAD,
  stub,
  type JsonNotebook,
} from "./small-lab";
import { removeFolder } from "../../remove-folder";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-submission-"));
afterAll(() => {
  removeFolder(folder);
});

const IDS = manifest.cells.map(({ gradeId }) => gradeId);
const [TITLE, SETUP] = IDS;

function read(content: unknown): Submission {
  const result = readSubmissionBytes(
    Buffer.isBuffer(content) ? content : bytesOf(content),
    manifest,
  );
  if (isRejection(result)) throw new Error(result.reason);
  return result;
}
const idsOf = ({ cells }: Submission) => cells.map(({ gradeId }) => gradeId ?? "own");
const textOf = ({ cells }: Submission, id: string) =>
  cells.filter(({ gradeId }) => gradeId === id).map(({ text }) => text);
const flagsOf = ({ flags }: Submission) => flags.map(({ kind, cell }) => `${kind}: ${cell ?? "-"}`);
const answersOf = (submission: Submission) =>
  ["mean", "spread", "which", "why"].flatMap((id) => textOf(submission, id));
const ANSWERS = [MEAN, SPREAD, 'quiz("which", ["a"]);', "It is so."];

it("the small lab has a cell of every role", () => {
  expect(IDS.slice(2)).toEqual([
    "mean",
    "mean-check",
    "spread",
    "spread-check",
    "which-question",
    "which",
    "why",
  ]);
});

it("an honest submission comes through as it is, without a flag", () => {
  const notebook = answered();
  notebook.cells.splice(3, 0, own("const mine = 1;"), own("A note.", "markdown"));
  const submission = read(notebook);
  expect(submission.cells.map(({ text }) => text)).toEqual(
    notebook.cells.map(({ source }) => source),
  );
  expect(idsOf(submission)).toEqual([...IDS.slice(0, 3), "own", "own", ...IDS.slice(3)]);
  expect(submission.flags).toEqual([]);
  expect(submission.untouched).toEqual([]);
  expect(submission.digest).toBe(createHash("sha256").update(bytesOf(notebook)).digest("hex"));
  expect(submission.cells[3]).toEqual({
    role: "own",
    cellType: "code",
    text: "const mine = 1;",
    from: "student",
  });
  expect(submission.cells[2]).toMatchObject({ role: "solution", task: "mean", from: "student" });
});

/** Each starts from a notebook with all tasks answered; `answers` when they are not what was answered. */
interface Fixture {
  name: string;
  edit: (notebook: JsonNotebook) => unknown;
  flags: string[];
  ids?: string[];
  answers?: string[];
  untouched?: string[];
}
const remove = (notebook: JsonNotebook, id: string): void => {
  notebook.cells.splice(indexOf(notebook, id), 1);
};
const move = (notebook: JsonNotebook, id: string, to: number): void => {
  const [cell] = notebook.cells.splice(indexOf(notebook, id), 1);
  notebook.cells.splice(to, 0, cell);
};
const repeat = (notebook: JsonNotebook, id: string, source: string): void => {
  const at = indexOf(notebook, id);
  notebook.cells.splice(at + 1, 0, { ...structuredClone(notebook.cells[at]), id: "copy", source });
};
const nbgrader = (notebook: JsonNotebook, id: string): Record<string, unknown> =>
  cellOf(notebook, id).metadata.nbgrader!;
const without = (...gone: string[]) => IDS.filter((id) => !gone.includes(id));
const source = (id: string) => manifest.cells.find(({ gradeId }) => gradeId === id)!.source;

const solvedAnswers = () =>
  ["mean", "spread", "which", "why"].map((id) => cellOf(solved(), id).source as string);

const FIXTURES: Fixture[] = [
  {
    name: "26 a check deleted",
    edit: (notebook) => {
      remove(notebook, "mean-check");
    },
    flags: ["cell restored: mean-check"],
  },
  {
    name: "26 a check deleted, the student's own cells at its place",
    edit: (notebook) => {
      notebook.cells[indexOf(notebook, "mean-check")] = own("mean(data)");
    },
    flags: ["cell restored: mean-check"],
    ids: [...IDS.slice(0, 3), "own", ...IDS.slice(3)],
  },
  {
    name: "26 the first, a solution and the last cell deleted",
    edit: (notebook) => {
      [TITLE, "spread", "why"].forEach((id) => {
        remove(notebook, id);
      });
    },
    flags: [`cell restored: ${TITLE}`, "cell restored: spread", "cell restored: why"],
    answers: [MEAN, source("spread"), ANSWERS[2], source("why")],
    untouched: ["spread", "why"],
  },
  {
    name: "26 all but one cell deleted",
    edit: (notebook) => {
      notebook.cells = [cellOf(notebook, "mean")];
    },
    flags: without("mean").map((id) => `cell restored: ${id}`),
    answers: [MEAN, source("spread"), source("which"), source("why")],
    untouched: ["spread", "which", "why"],
  },
  {
    name: "27 a solution split in two, as JupyterLab does it",
    edit: (notebook) => {
      const [head, tail] = [MEAN, "const later = 1;"];
      cellOf(notebook, "mean").source = head;
      repeat(notebook, "mean", tail);
    },
    flags: ["cell duplicated: mean"],
    ids: [...IDS.slice(0, 3), "mean", ...IDS.slice(3)],
    answers: [MEAN, "const later = 1;", ...ANSWERS.slice(1)],
  },
  {
    name: "27 a solution split, the second half without metadata",
    edit: (notebook) => {
      notebook.cells.splice(indexOf(notebook, "spread") + 1, 0, own("const later = 1;"));
      cellOf(notebook, "spread").source = SPREAD;
    },
    flags: [],
    ids: [...IDS.slice(0, 5), "own", ...IDS.slice(5)],
  },
  {
    name: "27 a solution copied, the copy as handed out or empty: it does not undo the answer",
    edit: (notebook) => {
      repeat(notebook, "mean", source("mean"));
      repeat(notebook, "spread", " \n");
    },
    flags: ["cell duplicated: mean", "cell duplicated: spread"],
  },
  {
    name: "27 a stub copied",
    edit: (notebook) => {
      cellOf(notebook, "mean").source = source("mean");
      repeat(notebook, "mean", source("mean"));
    },
    flags: ["cell duplicated: mean"],
    answers: [source("mean"), ...ANSWERS.slice(1)],
    untouched: ["mean"],
  },
  {
    name: "27 a quiz answered twice: the first counts",
    edit: (notebook) => {
      repeat(notebook, "which", 'quiz("which", ["b"]);');
    },
    flags: ["cell duplicated: which"],
  },
  {
    name: "27 a text in two cells: both are read",
    edit: (notebook) => {
      repeat(notebook, "why", "And so.");
    },
    flags: ["cell duplicated: why"],
    ids: [...IDS, "why"],
    answers: [...ANSWERS, "And so."],
  },
  {
    name: "27 a check and the setup copied, one copy changed: that is the student's own",
    edit: (notebook) => {
      repeat(notebook, "mean-check", source("mean-check"));
      repeat(notebook, SETUP, "const data = [4];");
    },
    flags: [`cell duplicated: ${SETUP}`, "cell duplicated: mean-check"],
    ids: [TITLE, SETUP, "own", ...IDS.slice(2)],
  },
  {
    name: "28 points, grade, locked, solution, schema_version and checksum changed",
    edit: (notebook) => {
      Object.assign(nbgrader(notebook, "mean-check"), { points: 1000, grade: false });
      Object.assign(nbgrader(notebook, SETUP), { locked: false, schema_version: 99 });
      Object.assign(nbgrader(notebook, "mean"), { solution: false, checksum: "0", extra: [[]] });
    },
    flags: [`metadata changed: ${SETUP}`, "metadata changed: mean", "metadata changed: mean-check"],
  },
  {
    name: "28 grade_id changed: recognised by the cell's id, then by its text, then by its place",
    edit: (notebook) => {
      nbgrader(notebook, "mean").grade_id = "mine";
      nbgrader(notebook, "mean-check").grade_id = "";
      cellOf(notebook, "mean-check").id = "x";
      nbgrader(notebook, "spread").grade_id = 7;
      cellOf(notebook, "spread").id = "y";
    },
    flags: ["metadata changed: mean", "metadata changed: mean-check", "metadata changed: spread"],
  },
  {
    name: "28 all metadata and ids removed",
    edit: (notebook) => {
      for (const cell of notebook.cells) Object.assign(cell, { metadata: {}, id: undefined });
    },
    flags: [TITLE, SETUP, "mean-check", "spread-check", "which-question", "which", "mean"]
      .concat(["spread", "why"])
      .map((id) => `metadata changed: ${id}`),
  },
  {
    name: "28 two grade_ids exchanged: every cell's code still runs",
    edit: (notebook) => {
      nbgrader(notebook, "mean").grade_id = "spread";
      nbgrader(notebook, "spread").grade_id = "mean";
    },
    flags: ["cells reordered: mean-check", "metadata changed: spread", "metadata changed: mean"],
    ids: [TITLE, SETUP, "spread", "mean", "mean-check", "spread-check", ...IDS.slice(6)],
    answers: [SPREAD, MEAN, ...ANSWERS.slice(2)],
  },
  {
    name: "28 a solution takes the grade_id of a read-only cell",
    edit: (notebook) => {
      nbgrader(notebook, "spread").grade_id = SETUP;
      cellOf(notebook, "spread").id = "y";
    },
    flags: [`cell duplicated: ${SETUP}`, "metadata changed: spread"],
  },
  {
    name: "28 a read-only cell and a check changed",
    edit: (notebook) => {
      cellOf(notebook, SETUP).source = "const data = [9];";
      cellOf(notebook, "mean-check").source = "1";
    },
    flags: [`cell changed: ${SETUP}`, "cell changed: mean-check"],
  },
  {
    name: "30 checks moved above their solutions: they come after them all the same",
    edit: (notebook) => {
      move(notebook, "spread-check", 0);
    },
    flags: [`cells reordered: ${TITLE}`],
  },
  {
    name: "30 solutions exchanged: the student's order is kept",
    edit: (notebook) => {
      move(notebook, "spread", 2);
    },
    flags: ["cells reordered: mean"],
    ids: [TITLE, SETUP, "spread", "mean", "mean-check", "spread-check", ...IDS.slice(6)],
  },
  {
    name: "30 the cells in reverse",
    edit: (notebook) => {
      notebook.cells.reverse();
    },
    flags: ["cells reordered: which"],
    ids: ["why", "which", "which-question", "spread", "spread-check", "mean", "mean-check"].concat([
      SETUP,
      TITLE,
    ]),
  },
  {
    name: "31 a solution turned into markdown, a check into raw, a text into code",
    edit: (notebook) => {
      cellOf(notebook, "mean").cell_type = "markdown";
      cellOf(notebook, "mean-check").cell_type = "raw";
      cellOf(notebook, "why").cell_type = "code";
    },
    flags: ["cell type changed: mean", "cell type changed: mean-check", "cell type changed: why"],
  },
  {
    name: "31 emptied, and as handed out but for white space",
    edit: (notebook) => {
      cellOf(notebook, "mean").source = "\n  \n";
      cellOf(notebook, "spread").source = `\n${source("spread").replaceAll("\n", "  \n")}\n`;
      cellOf(notebook, "why").source = source("why");
    },
    flags: [],
    answers: [
      "\n  \n",
      `\n${source("spread").replaceAll("\n", "  \n")}\n`,
      ANSWERS[2],
      source("why"),
    ],
    untouched: ["mean", "spread", "why"],
  },
  {
    name: "32 kernelspec and language_info changed",
    edit: (notebook) => {
      notebook.metadata.kernelspec = {
        name: "python3",
        display_name: "Python",
        language: "python",
      };
      notebook.metadata.language_info = { name: "bash" };
    },
    flags: ["kernel changed: -"],
  },
  {
    name: "32 no metadata at all, or not an object",
    edit: (notebook) => ({ ...notebook, metadata: 3 }),
    flags: [],
  },
  {
    name: "33 a picture pasted as text: it is cut off, and costs nothing",
    edit: (notebook) => {
      notebook.cells.push(own(`![](data:image/png;base64,${"A".repeat(2_000_000)})`, "markdown"));
    },
    flags: ["text cut: -"],
    ids: [...IDS, "own"],
  },
  {
    name: "33 text as lists of lines",
    edit: (notebook) => {
      for (const cell of notebook.cells) {
        cell.source = (cell.source as string).split(/(?<=\n)/);
      }
    },
    flags: [],
  },
  {
    name: "33 CRLF in cells",
    edit: (notebook) => {
      for (const cell of notebook.cells) {
        cell.source = (cell.source as string).replaceAll("\n", "\r\n");
      }
    },
    flags: [],
  },
  {
    name: "33 a byte-order mark",
    edit: (notebook) => Buffer.from(`\uFEFF${JSON.stringify(notebook)}`),
    flags: [],
  },
  {
    name: "33 zero bytes behind the end: they cost nothing",
    edit: (notebook) => Buffer.concat([bytesOf(notebook), Buffer.alloc(4096)]),
    flags: ["file mended: -"],
  },
  {
    name: "33 CRLF in the file",
    edit: (notebook) =>
      Buffer.from(JSON.stringify(notebook, undefined, 1).replaceAll("\n", "\r\n")),
    flags: [],
  },
  {
    name: "33 a key twice: the last one counts, as in Jupyter",
    edit: (notebook) =>
      Buffer.from(JSON.stringify(notebook).replace('"source":', '"source":"gone","source":')),
    flags: [],
  },
  {
    name: "33 cells that are not cells are left out",
    edit: (notebook) => {
      notebook.cells[indexOf(notebook, "mean-check")].source = 7 as never;
      notebook.cells.splice(1, 0, null as never, [] as never, { cell_type: "code" } as never);
    },
    flags: [
      "cell unreadable: -",
      "cell unreadable: -",
      "cell unreadable: -",
      "cell unreadable: -",
      "cell restored: mean-check",
    ],
  },
  {
    name: "33 a cell of an unknown type",
    edit: (notebook) => {
      notebook.cells.push(own("# Heading", "heading"));
    },
    flags: [],
    ids: [...IDS, "own"],
  },
  {
    name: "33 nested a hundred thousand deep",
    edit: (notebook) => {
      const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
      cellOf(notebook, "mean").outputs = ["DEEP"];
      nbgrader(notebook, "spread").points = "DEEP";
      return Buffer.from(JSON.stringify(notebook).replaceAll('"DEEP"', deep));
    },
    flags: ["metadata changed: spread"],
  },
  {
    name: "33 keys of every object's prototype",
    edit: (notebook) =>
      Buffer.from(
        JSON.stringify(notebook).replaceAll(
          '"metadata":{',
          '"metadata":{"__proto__":{"nbgrader":1},"constructor":1,',
        ),
      ),
    flags: [],
  },
  {
    name: "35 a name that the kernel needs is declared",
    edit: (notebook) => {
      cellOf(notebook, "mean").source = "const exports = 1;";
    },
    flags: ["reserved name: mean"],
    answers: ["const exports = 1;", ...ANSWERS.slice(1)],
  },
  {
    name: "36 comments for which the kernel runs nothing, and types not checked",
    edit: (notebook) => {
      cellOf(notebook, "mean").source = `/** @module answers */\n${MEAN}`;
      cellOf(notebook, "spread").source = `// mine\n/* a */ /**\n * @browser\n */\n${SPREAD}`;
      notebook.cells.push(own("// @ts-nocheck\nconst x: number = 'a';"));
    },
    flags: ["cell not run: mean", "cell not run: spread", "types not checked: -"],
    ids: [...IDS, "own"],
    answers: [
      `/** @module answers */\n${MEAN}`,
      `// mine\n/* a */ /**\n * @browser\n */\n${SPREAD}`,
      ...ANSWERS.slice(2),
    ],
  },
  {
    name: "34 a text answered below its cell, in cells of the student's own",
    edit: (notebook) => {
      cellOf(notebook, "why").source = source("why");
      notebook.cells.push(own("It is so.", "markdown"), own(" ", "markdown"), own("x", "raw"));
    },
    flags: ["answer beside its cell: why"],
    ids: [...IDS.slice(0, -1), "why", "own", "why"],
    answers: [...ANSWERS, "x"],
  },
  {
    name: "34 a text answered above its cell, which was deleted",
    edit: (notebook) => {
      notebook.cells[indexOf(notebook, "why")] = own("It is so.", "markdown");
      nbgrader(notebook, "which").grade_id = "which";
    },
    flags: ["metadata changed: why"],
  },
  {
    name: "34 a text answered above its cell, which was left",
    edit: (notebook) => {
      cellOf(notebook, "why").source = source("why");
      notebook.cells.splice(indexOf(notebook, "why"), 0, own("It is so.", "markdown"));
    },
    flags: ["answer beside its cell: why"],
  },
  {
    name: "34 a note above an answer is a note",
    edit: (notebook) => {
      notebook.cells.splice(indexOf(notebook, "why"), 0, own("A note.", "markdown"));
    },
    flags: [],
    ids: [...IDS.slice(0, -1), "own", "why"],
  },
  {
    name: "28 the notebook of solutions itself: one flag for all its cells",
    edit: () => solved(),
    flags: ["solution notebook: -"],
    answers: solvedAnswers(),
  },
  {
    name: "39 outputs, counts and attachments of a friend",
    edit: (notebook) => {
      const cell = cellOf(notebook, "mean");
      cell.outputs = [{ output_type: "stream", name: "stdout", text: "CANARY passed" }];
      cell.execution_count = 4;
      cellOf(notebook, "why").attachments = { "a.png": { "image/png": "CANARY" } };
    },
    flags: [],
  },
];

describe("the manifest wins", () => {
  it.each(FIXTURES)("$name", ({ edit, flags, ids, answers, untouched }) => {
    const notebook = answered();
    const submission = read(edit(notebook) ?? notebook);
    expect(flagsOf(submission)).toEqual(flags);
    expect(idsOf(submission)).toEqual(ids ?? IDS);
    expect(answersOf(submission)).toEqual(answers ?? ANSWERS);
    expect(submission.untouched).toEqual(untouched ?? []);
    for (const cell of submission.cells) {
      if (cell.role !== "readonly" && cell.role !== "check") continue;
      expect(cell).toMatchObject({ text: source(cell.gradeId!), from: "release" });
    }
    expect(JSON.stringify(submission)).not.toContain("CANARY");
  });

  it("says what a changed value is and what it was", () => {
    const notebook = answered();
    nbgrader(notebook, "mean-check").points = 1000;
    expect(read(notebook).flags).toEqual([
      {
        kind: "metadata changed",
        cell: "mean-check",
        detail: 'Its metadata was changed ("points" is 1000, was 3); what was handed out counts.',
      },
    ]);
  });

  it("the stub has every task untouched and no flag", () => {
    const { untouched, flags } = read(stub());
    expect(untouched).toEqual(["mean", "spread", "which", "why"]);
    expect(flags).toEqual([]);
  });

  it("lists only so many flags", () => {
    const notebook = answered();
    for (let n = 0; n < 300; n++) notebook.cells.push(own("// @ts-nocheck"));
    const { flags } = read(notebook);
    expect(flags).toHaveLength(MOST_FLAGS + 1);
    expect(flags.at(-1)).toEqual({ kind: "more", detail: "200 more are not listed." });
  });

  it("stays quick on cells made to be slow", () => {
    const notebook = answered();
    cellOf(notebook, "mean").source = "/**".repeat(100_000);
    cellOf(notebook, "spread").source = `const${" ".repeat(150_000)}a ${"/* */ ".repeat(20_000)}`;
    notebook.cells.push(...Array.from({ length: 1000 }, () => structuredClone(notebook.cells[2])));
    notebook.cells.length = 1000;
    for (const cell of notebook.cells.slice(10)) cell.source = "x";
    const start = process.cpuUsage();
    read(notebook);
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2); // seconds, of this process alone
  });
});

const LOGIN = "<!doctype html><html><head><title>Sign in</title></head><body></body></html>";

describe("rejections", () => {
  const text = JSON.stringify(answered());
  const many = { ...answered(), cells: Array.from({ length: 100_000 }, () => own("1")) };
  it.each<[string, string | Buffer | object, RegExp]>([
    ["empty", "", /^The file is empty\.$/],
    ["only a byte-order mark", "\uFEFF", /^The file is empty\.$/],
    ["cut off", text.slice(0, 900), /^The file is cut off: it ends in the middle/],
    ["not JSON", "{'cells': []}", /^The file is not valid JSON/],
    ["brackets without an end", "[".repeat(2_000_000), /cut off/],
    ["UTF-16", Buffer.from(`\uFEFF${text}`, "utf16le"), /^The file is not UTF-8 text/],
    [
      "UTF-16 without a mark",
      Buffer.from(text, "utf16le"),
      /^The file is not UTF-8 text, but UTF-16/,
    ],
    ["a zip", Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe]), /is a zip archive, not UTF-8 text/],
    ["a PDF", "%PDF-1.4", /^The file is a PDF document/],
    ["a web page", LOGIN, /^The file is a web page \(HTML\) called "Sign in", not a notebook/],
    ["a platform's words", "Download failed: 403", /It begins with "Download failed: 403"/],
    ["a pointer", "version https://git-lfs.github.com/spec/v1\n", /a pointer of Git LFS/],
    ["only zeros", Buffer.alloc(500), /^The file is empty: its 500 bytes are all zero/],
    ["cut off, then zeros", Buffer.from(`${text.slice(0, 900)}\0\0`), /^The file is cut off/],
    [
      "an answer of a server",
      '{"error": "login"}',
      /no nbformat in it. It is an object with "error"/,
    ],
    ["nbformat as text", { ...answered(), nbformat: "4" }, /nbformat "4"; the number 4 is wanted/],
    ["worksheets", { worksheets: [] }, /nbformat 3; 4 is wanted/],
    ["a list", "[]", /^The file is not a notebook: its JSON is no object, but a list/],
    ["null", "null", /its JSON is no object/],
    ["nbformat 3", { ...answered(), nbformat: 3 }, /nbformat 3; 4 is wanted.*nbconvert/],
    ["nbformat 5", { ...answered(), nbformat: 5 }, /nbformat 5; 4 is wanted.*saving it/],
    ["no nbformat", { cells: [] }, /no nbformat in it/],
    ["no cells", { nbformat: 4, metadata: {} }, /it has no cells/],
    ["100000 cells", many, new RegExp(`has 100000 cells; at most ${MOST_CELLS} are read`)],
    [
      "a million characters",
      { ...answered(), cells: [own("x".repeat(1_000_001))] },
      /hold 1000001 characters; at most 1000000 are read/,
    ],
    [
      "another notebook",
      { ...answered(), cells: [own("1")] },
      /None of the cells of the lab "A small lab"/,
    ],
    ["no cell in it", { ...answered(), cells: [] }, /None of the cells/],
  ])("%s", (_name, content, reason) => {
    const bytes =
      typeof content === "string"
        ? Buffer.from(content)
        : Buffer.isBuffer(content)
          ? content
          : bytesOf(content);
    const result = readSubmissionBytes(bytes, manifest);
    expect(result).toMatchObject({
      reason: expect.stringMatching(reason) as unknown,
      digest: createHash("sha256").update(bytes).digest("hex"),
    });
  });

  const fileOf = (name: string) => path.join(folder, name);

  it("reads a file as its bytes", () => {
    fs.writeFileSync(fileOf("good.ipynb"), text);
    expect(readSubmission(fileOf("good.ipynb"), manifest)).toEqual(read(Buffer.from(text)));
  });

  it("a file too large is not read", () => {
    const file = fileOf("large.ipynb");
    fs.writeFileSync(file, "");
    fs.truncateSync(file, 200 * 1024 * 1024);
    expect(readSubmission(file, manifest)).toEqual({
      reason: expect.stringMatching(/^The notebook is 200 MB; at most 20 MB are read/) as unknown,
    });
    fs.truncateSync(file, LARGEST_SUBMISSION);
    expect(readSubmission(file, manifest)).toMatchObject({ digest: expect.any(String) as unknown });
  });

  it("a link, a folder and a file that is not there are not followed", () => {
    fs.symlinkSync("/etc/passwd", fileOf("link.ipynb"));
    fs.mkdirSync(fileOf("folder.ipynb"));
    expect(readSubmission(fileOf("link.ipynb"), manifest)).toMatchObject({
      reason: "The file is a link. Hand in the notebook itself.",
    });
    expect(readSubmission(fileOf("folder.ipynb"), manifest)).toMatchObject({
      reason: "This is a folder, not a file. Hand in the notebook itself.",
    });
    expect(readSubmission(fileOf("missing.ipynb"), manifest)).toMatchObject({
      reason: "The file could not be opened (ENOENT).",
    });
  });
});

describe("another lab's notebook", () => {
  const called = (notebook: JsonNotebook, lab: string): unknown => ({
    ...notebook,
    metadata: { gan_clinic: { lab } },
  });

  it("is named, though some of its cells are called as ours", () => {
    const notebook = answered();
    notebook.cells = [cellOf(notebook, "why"), own("const theirs = 1;")];
    expect(readSubmissionBytes(bytesOf(called(notebook, "02-other")), manifest)).toMatchObject({
      reason: `This is the notebook of "02-other"; wanted that of "${manifest.lab}". Hand in labs/${manifest.lab}/lab-01.ipynb.`,
    });
    expect(isRejection(readSubmissionBytes(bytesOf(notebook), manifest))).toBe(false);
  });

  it("ours is graded, whatever its metadata says", () => {
    expect(answersOf(read(called(answered(), "02-other")))).toEqual(ANSWERS);
  });
});

it("says where a read-only cell was, as its name says nothing", () => {
  const notebook = answered();
  remove(notebook, SETUP);
  cellOf(notebook, TITLE).source = "mine";
  const details = read(notebook).flags.map(({ detail }) => detail);
  expect(details).toHaveLength(2);
  for (const detail of details) expect(detail).toMatch(/ It begins with ".+"\.$/);
});
