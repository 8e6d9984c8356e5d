/**
 * Is an executed notebook still true? It is when nothing it depends on has changed: its source, the library,
 * the engine and its version, the budget, the first seed, and the major version of Node.
 */
import fs from "node:fs";
import type { INotebookContent } from "@jupyterlab/nbformat";
import { courseMetadata, type RunRecord } from "./convert";
import { hashJson, hashText } from "./hash";
import { readNotebook } from "./notebook";

/** What a notebook's results depend on. */
export interface Dependencies {
  /** percent-format text, or the text of a notebook given as a file */
  source: string;
  /** hash of the built library */
  library: string;
  /** "wasm 4.22.0" */
  engine: string;
  budget: string;
  /** the first of the seeds */
  firstSeed: number;
}

/** One hash of everything a notebook's results depend on. */
export function fingerprint({ source, ...others }: Dependencies): string {
  const node = process.versions.node.split(".")[0];
  return hashJson({ source: hashText(source), ...others, node });
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
