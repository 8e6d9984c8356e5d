/**
 * The text of a submitted notebook → its cells, as loosely as can be: a cell that cannot be read is one missing
 * cell, which the manifest brings back. Outputs, attachments and execution counts are not even looked at.
 *
 * Of a key that stands twice in an object, the last one counts: so do Jupyter's own readers have it.
 */
import { z } from "zod";
import { describeJson, jsonOfBytes } from "../../course/file-kind";
import type { Flag } from "../contract";
import { MOST_CELLS, MOST_CODE, MOST_TEXT } from "./limits";
import type { Rejection } from "./submission";

/** A cell as it stands in the file. */
export interface FoundCell {
  readonly cellType: "code" | "markdown" | "raw";
  readonly text: string;
  readonly id?: string;
  /** `metadata.nbgrader`, whatever the student made of it. */
  readonly nbgrader?: Readonly<Record<string, unknown>>;
}

export interface FoundNotebook {
  readonly cells: readonly FoundCell[];
  /** Of which lab it says that it is. */
  readonly lab?: string;
  readonly flags: readonly Flag[];
}

const record = z.record(z.string(), z.unknown());
const cellSchema = z.object({
  cell_type: z.string(),
  source: z.union([z.string(), z.array(z.string())]),
  id: z.string().optional().catch(undefined),
  metadata: z
    .object({ nbgrader: record.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});
const labSchema = z.object({
  gan_clinic: z.object({ lab: z.string() }).optional().catch(undefined),
});
const kernelSchema = z.object({
  kernelspec: z.object({ name: z.string() }).optional().catch(undefined),
  language_info: z.object({ name: z.string() }).optional().catch(undefined),
});

export function parseSubmission(bytes: Uint8Array): FoundNotebook | Rejection {
  const json = jsonOfBytes(bytes);
  if ("problem" in json) return unreadable(json.problem, json.broken);
  const notebook = record.safeParse(json.json);
  if (!notebook.success) {
    const found = describeJson(json.json);
    return { reason: `The file is not a notebook: its JSON is no object, but ${found}.` };
  }
  const { nbformat, cells, metadata } = notebook.data;
  if (nbformat !== 4) return wrongFormat(nbformat, notebook.data);
  if (!Array.isArray(cells)) return { reason: "The file is not a notebook: it has no cells." };
  if (cells.length > MOST_CELLS) {
    return {
      reason: `The notebook has ${cells.length} cells; at most ${MOST_CELLS} are read. Delete those that the lab does not need, and hand it in again.`,
    };
  }
  const flags: Flag[] = [...kernelFlags(metadata)];
  if (json.remark !== undefined) {
    flags.push({ kind: "file mended", detail: `${json.remark}. All of the notebook is there.` });
  }
  const found = cells.flatMap((cell, index) => readCell(cell, index, flags));
  const code = found.filter(({ cellType }) => cellType === "code");
  const length = code.reduce((sum, { text }) => sum + text.length, 0);
  if (length > MOST_CODE) {
    return {
      reason: `Its code cells hold ${length} characters; at most ${MOST_CODE} are read. Take out what is not code, such as data, and hand it in again.`,
    };
  }
  const lab = labSchema.safeParse(metadata).data?.gan_clinic?.lab;
  return { cells: found, ...(lab !== undefined && { lab }), flags };
}

function unreadable(problem: string, broken: boolean): Rejection {
  if (problem === "is empty") return { reason: "The file is empty." };
  const advice = broken
    ? "Hand it in once more."
    : "Hand in the notebook itself, as JupyterLab saves it.";
  return { reason: `The file ${problem}. ${advice}` };
}

function wrongFormat(found: unknown, json: object): Rejection {
  if (typeof found !== "number" && "worksheets" in json) return wrongFormat(3, json);
  if (typeof found !== "number") {
    const reason =
      found === undefined
        ? `The file is not a notebook: no nbformat in it. It is ${describeJson(json)}.`
        : `The notebook has nbformat ${short(found)}; the number 4 is wanted. Save it in JupyterLab once more.`;
    return { reason };
  }
  const what =
    found < 4 ? "jupyter nbconvert --to notebook --nbformat 4" : "saving it as nbformat 4";
  return { reason: `The notebook has nbformat ${found}; 4 is wanted. Convert it by ${what}.` };
}

function* kernelFlags(metadata: unknown): Generator<Flag> {
  const read = kernelSchema.safeParse(metadata);
  const kernel = read.data?.kernelspec?.name;
  const language = read.data?.language_info?.name;
  const wrong = [
    ...(kernel !== undefined && kernel !== "tslab" ? [`kernel ${short(kernel)}`] : []),
    ...(language !== undefined && language !== "typescript" ? [`language ${short(language)}`] : []),
  ];
  if (wrong.length > 0) {
    const detail = `The notebook says ${wrong.join(" and ")}; it is graded as TypeScript.`;
    yield { kind: "kernel changed", detail };
  }
}

function readCell(found: unknown, index: number, flags: Flag[]): FoundCell[] {
  const { data } = cellSchema.safeParse(found);
  if (!data) {
    const detail = `Cell ${index + 1} of the file could not be read, and is left out.`;
    flags.push({ kind: "cell unreadable", detail });
    return [];
  }
  const source = Array.isArray(data.source) ? data.source.join("") : data.source;
  const { id, metadata, cell_type: type } = data;
  const isLong = type !== "code" && source.length > MOST_TEXT;
  if (isLong) {
    const detail = `Cell ${index + 1} of the file holds ${source.length} characters; the first ${MOST_TEXT} are read.`;
    flags.push({ kind: "text cut", detail });
  }
  return [
    {
      cellType: type === "code" || type === "markdown" ? type : "raw",
      text: (isLong ? source.slice(0, MOST_TEXT) : source).replace(/\r\n?/g, "\n"),
      ...(id !== undefined && { id }),
      ...(metadata?.nbgrader && { nbgrader: metadata.nbgrader }),
    },
  ];
}

/** A student's own value in a message; lists and objects are only named, as they may be of any depth. */
export function short(value: unknown): string {
  if (typeof value === "object" && value !== null)
    return Array.isArray(value) ? "a list" : "an object";
  const text = String(value);
  const quoted = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return typeof value === "string" ? `"${quoted}"` : quoted;
}
