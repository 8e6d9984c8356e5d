/** What is known of the copies in `work/`: what was made, so that it shows whether the learner did anything with it. */
import fs from "node:fs";
import path from "node:path";
import type { INotebookContent } from "@jupyterlab/nbformat";
import { writeWhole } from "../../files";
import { hashJson } from "../hash";
import { formatNotebook } from "../format-notebook";
import { readNotebook, sourceOf } from "../notebook";
import { baseFolder, workFolder } from "./places";

/** By the copy's path in `work/`, with "/": the fingerprint of what was written there. */
export type Made = Readonly<Partial<Record<string, string>>>;

const FILE = "copies.json";

/** Nothing where the file is missing or damaged: then every copy counts as worked in. */
export function readMade(root: string): Made {
  try {
    return JSON.parse(fs.readFileSync(path.join(baseFolder(root), FILE), "utf8")) as Made;
  } catch {
    return {};
  }
}

/** Keep what was made of some copies; `undefined` forgets one. */
export function keepMade(changes: Made, root: string): void {
  const made = { ...readMade(root), ...changes };
  writeText(path.join(baseFolder(root), FILE), `${JSON.stringify(made, undefined, 1)}\n`);
}

/** A copy's path in `work/`, with "/" on every system. */
export function keyOf(file: string, root: string): string {
  return path.relative(workFolder(root), file).split(path.sep).join("/");
}

/** Changes with what a learner does to a notebook: its texts and its outputs. How a front end writes them is no matter. */
export function fingerprint({ cells }: INotebookContent): string {
  return hashJson(cells.map((cell) => [cell.id, sourceOf(cell), joined(cell.outputs ?? [])]));
}

/** What the course's authors write: kinds, texts, what is folded. Outputs are no new version. */
export function versionOf({ cells }: INotebookContent): string {
  return hashJson(cells.map((cell) => [cell.id, cell.cell_type, sourceOf(cell), cell.metadata]));
}

/** Lists of lines as one text each; the number of a cell's run is left out. */
function joined(value: unknown): unknown {
  if (Array.isArray(value)) {
    const isText = value.length > 0 && value.every((part) => typeof part === "string");
    return isText ? value.join("") : value.map(joined);
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "execution_count");
  return Object.fromEntries(entries.map(([key, part]) => [key, joined(part)]));
}

/** Texts and metadata alone. */
export function withoutOutputs(notebook: INotebookContent): INotebookContent {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell,
  );
  return { ...notebook, cells };
}

/** Write a notebook, and the folder that it lies in. */
export function writeNotebook(file: string, notebook: INotebookContent): void {
  writeText(file, formatNotebook(notebook));
}

/** Write a file, and the folder that it lies in. */
export function writeText(file: string, ...parts: readonly (string | Uint8Array)[]): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  writeWhole(file, ...parts);
}

/** Without remarks on stderr: a notebook of a learner's is not to be mended here. */
export function readQuietly(file: string): INotebookContent {
  return readNotebook(file, () => undefined);
}

/** A new name beside a file, with the day in it: `03-name.2026-11-30.ipynb`, then `03-name.2026-11-30-2.ipynb`. */
export function datedName(file: string, day = new Date().toISOString().slice(0, 10)): string {
  const { dir, name, ext } = path.parse(file);
  for (let count = 1; ; count++) {
    const dated = path.join(dir, `${name}.${day}${count === 1 ? "" : `-${count}`}${ext}`);
    if (!fs.existsSync(dated)) return dated;
  }
}
