/**
 * Notebook source (percent format) ↔ notebook (nbformat 4.5).
 *
 * The notebook remembers the hash of the source it was built from, so that staleness and edits by hand show
 * without running anything.
 */
import type { ICell, INotebookContent } from "@jupyterlab/nbformat";
import { hashJson, hashText } from "./hash";
import { sourceOf } from "./notebook";
import { formatPercent, parsePercent, type NotebookSource, type SourceCell } from "./percent";

/** How an executed notebook says what it was run with, in `metadata.gan_clinic.run`. */
export interface RunRecord {
  fingerprint: string;
  budget: string;
  engine: string;
  /** true when every cell was executed; false for the part of a run that an error ended */
  complete: boolean;
  /** seconds of the run; kept out of committed notebooks */
  seconds?: number;
}

/** What the course writes into a notebook's metadata under `gan_clinic`. */
export interface CourseMetadata {
  /** the source's header: title, minutes, … */
  [key: string]: unknown;
  /** hash of the cells' text as built: differs from the cells' when somebody edited them */
  built?: string;
  /** what it was executed with; only in executed notebooks */
  run?: RunRecord;
}

const KERNELSPEC = { name: "tslab", display_name: "TypeScript", language: "typescript" };
const LANGUAGE = {
  name: "typescript",
  version: "",
  mimetype: "text/typescript",
  file_extension: ".ts",
  codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
};

/** Build a notebook without outputs from percent-format text. Equal text gives equal bytes. */
export function buildNotebook(content: string, name: string): INotebookContent {
  const source = parsePercent(content, name);
  const counts = new Map<string, number>();
  const cells = source.cells.map((cell) => notebookCell(cellId(cell, counts), cell));
  return notebookOf(cells, { ...source.header, built: hashCells(source.cells) });
}

/** A TypeScript notebook of these cells; `own` is what the course knows of it. */
export function notebookOf(cells: ICell[], own: Record<string, unknown>): INotebookContent {
  return {
    cells,
    metadata: { kernelspec: KERNELSPEC, language_info: LANGUAGE, gan_clinic: own as never },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** A cell without outputs. */
export function notebookCell(id: string, { kind, metadata, text }: SourceCell): ICell {
  const base = { cell_type: kind, id, metadata, source: text };
  const code = kind === "code" ? { outputs: [], execution_count: null } : {};
  return { ...base, ...code } as unknown as ICell;
}

/** Ids come from the text, so that rebuilding changes only the ids of cells that changed. */
function cellId(cell: SourceCell, counts: Map<string, number>): string {
  const base = hashText(`${cell.kind}\n${cell.text}`).slice(0, 12);
  const count = (counts.get(base) ?? 0) + 1;
  counts.set(base, count);
  return count === 1 ? base : `${base}-${count}`;
}

/** Read a notebook back into its source; outputs, ids and the course's own bookkeeping stay behind. */
export function toSource(notebook: INotebookContent): NotebookSource {
  const header = { ...courseMetadata(notebook) };
  delete header.built;
  delete header.run;
  return { header, cells: notebook.cells.map(toSourceCell) };
}

/** `toSource` as text. */
export function pullSource(notebook: INotebookContent): string {
  return formatPercent(toSource(notebook));
}

/** Metadata that Jupyter's front ends add by themselves and that says nothing about the lesson. */
const EDITOR_METADATA = [
  "execution",
  "collapsed",
  "scrolled",
  "jp-MarkdownHeadingCollapsed",
  "vscode",
];

/** What Jupyter keeps under `metadata.jupyter`, without how a front end shows outputs. */
function withoutFolding(jupyter: unknown): object {
  const all = Object.entries(jupyter ?? {});
  return Object.fromEntries(all.filter(([key]) => key !== "outputs_hidden"));
}

function toSourceCell(cell: ICell): SourceCell {
  const own = { ...cell.metadata, jupyter: withoutFolding(cell.metadata.jupyter) };
  const isEmpty = (value: unknown): boolean => Object.keys(value as object).length === 0;
  const metadata = Object.fromEntries(
    Object.entries(own).filter(
      ([key, value]) =>
        !EDITOR_METADATA.includes(key) && !(["tags", "jupyter"].includes(key) && isEmpty(value)),
    ),
  );
  const text = sourceOf(cell).split("\n");
  return { kind: cell.cell_type as SourceCell["kind"], metadata, text: trimEnds(text).join("\n") };
}

function trimEnds(lines: string[]): string[] {
  const kept = [...lines];
  while (kept.length > 0 && kept[0].trim() === "") kept.shift();
  while (kept.length > 0 && kept.at(-1)!.trim() === "") kept.pop();
  return kept;
}

/** The hash of what a learner reads and runs: kinds, texts and tags, nothing else. */
export function hashCells(cells: SourceCell[]): string {
  return hashJson(cells.map(({ kind, metadata, text }) => ({ kind, metadata, text })));
}

/** True when the notebook's cells are no longer those it was built with. */
export function isEditedByHand(notebook: INotebookContent): boolean {
  return courseMetadata(notebook).built !== hashCells(toSource(notebook).cells);
}

/** The notebook's `gan_clinic` metadata; empty for a notebook that the course did not build. */
export function courseMetadata(notebook: INotebookContent): CourseMetadata {
  return (notebook.metadata.gan_clinic ?? {}) as CourseMetadata;
}
