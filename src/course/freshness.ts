/**
 * Is an executed notebook still true? It is when nothing its results depend on has changed: its code, the part of the
 * library that this rests on, the engine and its version, the budget, the first seed, and the major version of Node. Its
 * prose may change: the outputs stay, under the new words.
 */
import fs from "node:fs";
import type { ICell, INotebookContent } from "@jupyterlab/nbformat";
import { courseMetadata, type RunRecord } from "./convert";
import { codeOf, hashJson } from "./hash";
import { readNotebook } from "./notebook";
import type { SourceCell } from "./percent";

/** What a notebook's results depend on. */
export interface Dependencies {
  cells: readonly SourceCell[];
  /** hash of what they rest on in the built library */
  library: string;
  /** "wasm 4.22.0" */
  engine: string;
  budget: string;
  /** the first of the seeds */
  firstSeed: number;
}

/** One hash of everything a notebook's results depend on. */
export function fingerprint({ cells, ...others }: Dependencies): string {
  const node = process.versions.node.split(".")[0];
  return hashJson({ code: hashCode(cells), ...others, node });
}

/** The hash of what is executed: prose, comments and what is folded do not count. */
export function hashCode(cells: readonly SourceCell[]): string {
  const code = cells.filter(({ kind }) => kind === "code");
  return hashJson(code.map(({ text, metadata: { tags = [] } }) => [codeOf(text), tags]));
}

/** The record of an executed notebook, if it has one. */
export function runRecord(notebook: INotebookContent): RunRecord | undefined {
  return courseMetadata(notebook).run;
}

/** The notebook at `file` if it was executed to its end with one of these fingerprints. */
export function freshNotebook(
  file: string,
  wanted: readonly string[],
): INotebookContent | undefined {
  if (!fs.existsSync(file)) return undefined;
  try {
    const notebook = readNotebook(file);
    const record = runRecord(notebook);
    return record?.complete && wanted.includes(record.fingerprint) ? notebook : undefined;
  } catch {
    return undefined; // damaged: it will be written anew
  }
}

/** The notebook as it is told now, with the outputs of a run of the same code. */
export function retold(told: INotebookContent, executed: INotebookContent): INotebookContent {
  const { run } = courseMetadata(executed);
  const ran = executed.cells.filter(isCode);
  const cells = told.cells.map((cell) => {
    const before = isCode(cell) ? ran.shift() : undefined;
    if (!before) return cell;
    const { outputs, execution_count } = before;
    return { ...cell, outputs, execution_count };
  });
  const own = { ...courseMetadata(told), run };
  return { ...told, cells, metadata: { ...executed.metadata, gan_clinic: own as never } };
}

const isCode = ({ cell_type }: ICell): boolean => cell_type === "code";
