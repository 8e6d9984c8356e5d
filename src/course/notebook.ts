/**
 * Reading a notebook file: nbformat 4.5, checked before anything uses it.
 *
 * Every refusal names the file, says what was found and what to do. The file itself is never touched.
 */
import fs from "node:fs";
import { z } from "zod";
import type { INotebookContent } from "@jupyterlab/nbformat";
import { foundText } from "../arguments/found";
import { describeJson, jsonOfBytes, jsonOfText, textOfBytes, type JsonRead } from "./file-kind";
import { largestPart } from "./notebook-size";

/** A notebook larger than this (bytes) is refused: its outputs, not its text, have run away. */
export const LARGEST_NOTEBOOK = 100 * 1024 * 1024;

const text = z.union([z.string(), z.array(z.string())]);
const metadata = z.record(z.string(), z.unknown());
const output = z.looseObject({ output_type: z.string() });
const cellBase = { metadata, source: text, id: z.string().optional() };
const cell = z.discriminatedUnion("cell_type", [
  z.looseObject({
    ...cellBase,
    cell_type: z.literal("code"),
    outputs: z.array(output),
    execution_count: z.number().int().nullable(),
  }),
  z.looseObject({ ...cellBase, cell_type: z.literal("markdown") }),
  z.looseObject({ ...cellBase, cell_type: z.literal("raw") }),
]);
const notebook = z.looseObject({
  nbformat: z.literal(4),
  nbformat_minor: z.number().int().min(0),
  metadata,
  cells: z.array(cell),
});

/** A notebook file that cannot be used as it is; the message says what to do about it. */
export class NotebookFormatError extends SyntaxError {
  override name = "NotebookFormatError";
}

/**
 * Read and check a notebook file. A byte-order mark, CRLF line ends and zero bytes behind its end are accepted.
 * @param remark told what was mended; the file itself stays as it is
 * @throws NotebookFormatError too large, cut off, another kind of file, nbformat 3, duplicate cell ids, a wrong field
 */
export function readNotebook(
  file: string,
  remark: (text: string) => void = warn,
): INotebookContent {
  return notebookOfBytes(readBytes(file), file, remark);
}

/** As `readNotebook`, with the file's text, which is what a run depends on. */
export function readNotebookText(
  file: string,
  remark: (text: string) => void = warn,
): { notebook: INotebookContent; text: string } {
  const bytes = readBytes(file);
  return { notebook: notebookOfBytes(bytes, file, remark), text: bytes.toString("utf8") };
}

/**
 * The text of a source file.
 * @throws NotebookFormatError it is not UTF-8 text: what it is instead
 */
export function readSource(file: string): string {
  const read = textOfBytes(fs.readFileSync(file));
  if ("text" in read) return read.text;
  throw new NotebookFormatError(`${file} ${read.problem}. Save it as UTF-8, or take a fresh copy`);
}

function readBytes(file: string): Buffer {
  const { size } = fs.statSync(file);
  if (size <= LARGEST_NOTEBOOK) return fs.readFileSync(file);
  throw new NotebookFormatError(
    `${file} is ${megabytes(size)} MB; at most ${megabytes(LARGEST_NOTEBOOK)} MB are read. ${largestPart(file)}`,
  );
}

function warn(text: string): void {
  process.stderr.write(`${text}\n`);
}

function notebookOfBytes(
  bytes: Uint8Array,
  name: string,
  remark: (text: string) => void,
): INotebookContent {
  const read = jsonOfBytes(bytes);
  const parsed = checkNotebook(jsonIn(read, name), name);
  if ("remark" in read) remark(`${name}: ${read.remark!}`);
  return parsed;
}

/**
 * Check the text of a notebook. `name` is what the messages call it.
 * Cells of nbformat 4.0 to 4.4 get the ids that 4.5 asks for.
 * @throws NotebookFormatError as `readNotebook`
 */
export function parseNotebook(content: string, name: string): INotebookContent {
  return checkNotebook(jsonIn(jsonOfText(content.replace(/^\uFEFF/, "")), name), name);
}

function checkNotebook(json: unknown, name: string): INotebookContent {
  refuseOtherKind(json, name);
  const result = notebook.safeParse(json, { error: wantedAndFound });
  if (!result.success) {
    const issue = result.error.issues[0];
    const where = issue.path.map((key) =>
      typeof key === "number" ? `[${key}]` : `.${String(key)}`,
    );
    throw new NotebookFormatError(
      `${name} is not a valid nbformat 4 notebook: at ${where.join("").replace(/^\./, "") || "its top level"}: ` +
        `${issue.message}. Open it in JupyterLab and save it again, or take a fresh copy`,
    );
  }
  const parsed = result.data as unknown as INotebookContent;
  withIds(parsed);
  refuseDuplicateIds(parsed, name);
  return parsed;
}

/** What is wrong with a field, in the words of all messages here. */
function wantedAndFound({ code, expected, input }: z.core.$ZodRawIssue): string | undefined {
  if (code === "invalid_union") {
    const isCell = typeof input === "object" && input !== null && !Array.isArray(input);
    return isCell ? undefined : `wanted a text or a list of texts, found ${foundText(input)}`;
  }
  if (code !== "invalid_type") return undefined;
  const wanted: Partial<Record<string, string>> = {
    array: "a list",
    object: "a record",
    record: "a record",
    string: "a text",
    int: "a whole number",
    number: "a number",
  };
  return `wanted ${wanted[expected] ?? String(expected)}, found ${foundText(input)}`;
}

function jsonIn(read: JsonRead, name: string): unknown {
  if ("json" in read) return read.json;
  const { problem, reason, broken } = read;
  const says = reason === undefined ? "" : ` (${reason})`;
  const advice = broken
    ? "Take a fresh copy of it, or restore it from .ipynb_checkpoints beside it"
    : "Take the notebook itself, as JupyterLab saves it";
  throw new NotebookFormatError(`${name} ${problem}${says}. ${advice}`);
}

function refuseOtherKind(json: unknown, name: string): void {
  const read = (typeof json === "object" ? json : undefined) as
    { nbformat?: unknown; cells?: unknown; worksheets?: unknown } | null | undefined;
  const found = read?.nbformat ?? (read?.worksheets === undefined ? undefined : 3);
  if (found === 4) return;
  if (found !== undefined && typeof found !== "number") {
    throw new NotebookFormatError(
      `${name} has nbformat ${JSON.stringify(found).slice(0, 60)}; the number 4 is wanted. ` +
        "Open it in JupyterLab and save it again, or take a fresh copy",
    );
  }
  if (found === undefined) {
    throw new NotebookFormatError(
      `${name} is not a notebook: its JSON is ${describeJson(json)}, wanted one with "nbformat": 4 and "cells". ` +
        "Take the notebook itself, as JupyterLab saves it",
    );
  }
  throw new NotebookFormatError(
    `${name} has nbformat ${found}; nbformat 4 is wanted. ` +
      (found < 4
        ? `Convert it: jupyter nbconvert --to notebook --nbformat 4 "${name}"`
        : "It was written by a newer Jupyter: save it there as nbformat 4"),
  );
}

/** nbformat 4.5 gives each cell an id; older minors have none, so number them. */
function withIds(parsed: INotebookContent): void {
  const taken = new Set(parsed.cells.map(({ id }) => id));
  parsed.cells.forEach((each, index) => {
    if (each.id !== undefined) return;
    const base = `cell-${index + 1}`;
    let id = base;
    for (let count = 2; taken.has(id); count++) id = `${base}-${count}`;
    taken.add(id);
    each.id = id;
  });
  parsed.nbformat_minor = Math.max(parsed.nbformat_minor, 5);
}

function refuseDuplicateIds(parsed: INotebookContent, name: string): void {
  const seen = new Map<string, number>();
  parsed.cells.forEach((each, index) => {
    const id = each.id as string;
    const first = seen.get(id);
    if (first !== undefined) {
      throw new NotebookFormatError(
        `${name}: cells ${first + 1} and ${index + 1} have the same id "${id}"; ids must differ. ` +
          "Open it in JupyterLab and save it (new ids are made), or change one of the two by hand",
      );
    }
    seen.set(id, index);
  });
}

/** A cell's text, whichever of the two forms nbformat allows it is stored in. */
export function sourceOf(cell: { source: string | string[] }): string {
  const joined = Array.isArray(cell.source) ? cell.source.join("") : cell.source;
  return joined.replace(/\r\n?/g, "\n");
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(0);
}
