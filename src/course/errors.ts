/** Where a run stopped: which notebook, which cell, and what stood in it. */
export interface ErrorPlace {
  readonly notebook?: string;
  /** Index among all cells, from 0. */
  readonly cellIndex?: number;
  readonly cellSource?: string;
}

/** What happened, what the kernel wrote about it, and what to do now. */
export interface ErrorText {
  /** Continues "Cell 3 of "name" …", or stands alone when there is no place. */
  readonly what: string;
  readonly captured?: string;
  readonly advice?: string;
}

/** The base of every error of a notebook run. */
export class NotebookError extends Error {
  override readonly name: string = "NotebookError";
  readonly notebook: string | undefined;
  readonly cellIndex: number | undefined;
  readonly cellSource: string | undefined;
  /** What the kernel wrote about it, without ANSI codes. */
  readonly captured: string;

  constructor(place: ErrorPlace, text: ErrorText) {
    super(describe(place, text));
    this.notebook = place.notebook;
    this.cellIndex = place.cellIndex;
    this.cellSource = place.cellSource;
    this.captured = plainText(text.captured ?? "");
  }
}

/** A cell failed: it threw, or it does not compile. */
export class CellExecutionError extends NotebookError {
  override readonly name = "CellExecutionError";
}

/** A cell ran longer than it may. */
export class CellTimeoutError extends NotebookError {
  override readonly name = "CellTimeoutError";
}

/** The notebook as a whole ran longer than it may. */
export class NotebookTimeoutError extends NotebookError {
  override readonly name = "NotebookTimeoutError";
}

/** The kernel's process ended in the middle of the run. */
export class DeadKernelError extends NotebookError {
  override readonly name = "DeadKernelError";
}

/** The kernel never became ready. */
export class KernelStartError extends NotebookError {
  override readonly name = "KernelStartError";
}

/** The place that runs kernels (a server, or this process) cannot be used. */
export class HostError extends NotebookError {
  override readonly name = "HostError";
}

/** Somebody stopped the run. */
export class InterruptedRunError extends NotebookError {
  override readonly name = "InterruptedRunError";
}

// A full source is shown up to this many lines; a longer one by its first and last five.
const fullLines = 12;
const shownLines = 5;

// CSI sequences (colours, cursor) and OSC sequences (titles, links), by ECMA-48.
// eslint-disable-next-line no-control-regex
const ansi = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;

/** Text without ANSI colour codes, and without spaces at its end. */
export function plainText(text: string): string {
  return text.replace(ansi, "").trimEnd();
}

/** The source of a cell with line numbers; of a long one the first and last five lines. */
export function numberedSource(source: string): string {
  const lines = source.replace(/\n+$/, "").split("\n");
  const width = String(lines.length).length;
  const numbered = lines.map((line, i) => `${String(i + 1).padStart(width + 2)} | ${line}`);
  if (lines.length <= fullLines) return numbered.join("\n");
  const hidden = lines.length - 2 * shownLines;
  return [
    ...numbered.slice(0, shownLines),
    `${" ".repeat(width + 2)} … ${hidden} lines`,
    ...numbered.slice(-shownLines),
  ].join("\n");
}

function describe(place: ErrorPlace, text: ErrorText): string {
  const parts = [[where(place), text.what].filter(Boolean).join(" ")];
  if (place.cellSource !== undefined) parts.push(numberedSource(place.cellSource));
  const captured = plainText(text.captured ?? "");
  if (captured) parts.push(captured);
  if (text.advice) parts.push(text.advice);
  return parts.join("\n\n");
}

function where({ notebook, cellIndex }: ErrorPlace): string {
  const name = notebook === undefined ? "" : `"${notebook}"`;
  if (cellIndex === undefined) return name && `Notebook ${name}`;
  return `Cell ${cellIndex + 1}${name && ` of ${name}`}`;
}
