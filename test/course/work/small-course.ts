/** A course of one notebook and one lab, in a folder of its own, as the copies in `work/` are made from. */
import fs from "node:fs";
import path from "node:path";
import type { ICell, INotebookContent } from "@jupyterlab/nbformat";
import { notebookCell, notebookOf } from "../../../src/course/convert";
import { formatNotebook } from "../../../src/course/format-notebook";
import { readNotebook, sourceOf } from "../../../src/course/notebook";

/** A code cell that was run, or a Markdown cell: the id, then the text. */
export function cell(id: string, text: string, kind: "code" | "markdown" = "code"): ICell {
  const made = notebookCell(id, { kind, metadata: {}, text });
  if (kind === "markdown") return made;
  const output = { output_type: "stream", name: "stdout", text: `output of ${id}\n` };
  return { ...made, outputs: [output], execution_count: 1 };
}

export function notebook(...cells: ICell[]): INotebookContent {
  return notebookOf(cells, { title: "small" });
}

export const FIRST = notebook(
  cell("intro", "# Small", "markdown"),
  cell("knobs", "const rate = 1;"),
  cell("train", "train(rate);"),
  cell("end", "show();"),
);

export const LAB = notebook(
  cell("read-1", "## Task", "markdown"),
  cell("coverage", "function coverage() {\n  // YOUR CODE HERE\n}"),
  cell("coverage-check", 'await check("coverage");'),
  cell("why", "YOUR ANSWER HERE", "markdown"),
);

export function write(file: string, content: INotebookContent | string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, typeof content === "string" ? content : formatNotebook(content));
}

/** Write the course, or a newer one, into a folder. */
export function writeCourse(root: string, first = FIRST, lab = LAB, checks = "old"): void {
  write(path.join(root, "notebooks", "01-small.ipynb"), first);
  write(
    path.join(root, "notebooks", "source", "01-small.ts"),
    "// ---\n// title: Small\n// seconds:\n//   full: 90\n// ---\n\n// %% [markdown]\n// # Small\n",
  );
  const folder = path.join(root, "labs", "01-small");
  const tasks = [
    { id: "coverage", kind: "code" },
    { id: "why", kind: "text" },
  ];
  write(path.join(folder, "lab-01.ipynb"), lab);
  write(path.join(folder, "lab.json"), JSON.stringify({ minutes: 120, tasks }));
  write(path.join(folder, "checks.js"), `// ${checks}\n`);
  write(path.join(folder, "README.md"), "# Lab\n");
  write(path.join(root, ".gitignore"), "/work/\n.clinic/\n");
}

/** The texts of a notebook's cells, by id. */
export function textsIn(file: string): Record<string, string> {
  return Object.fromEntries(
    readNotebook(file).cells.map((each) => [each.id as string, sourceOf(each)]),
  );
}

/** Write something into a cell, as a learner does. */
export function edit(file: string, id: string, text: string): void {
  const found = readNotebook(file);
  const cells = found.cells.map((each) => (each.id === id ? { ...each, source: text } : each));
  write(file, { ...found, cells });
}

/** The same notebook with another text in a cell, and, as the course makes ids from texts, another id. */
export function rewritten(from: INotebookContent, id: string, text: string, newId = id) {
  const cells = from.cells.map((each) =>
    each.id === id ? { ...each, id: newId, source: text } : each,
  );
  return { ...from, cells };
}
