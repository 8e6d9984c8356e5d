/** A small lab with a cell of every role, and notebooks of it as students might hand them in. */
import type { ReleaseManifest } from "../../../src/grader/contract";
import { solutionNotebook, studentNotebook } from "../../../src/grader/lab/notebooks";
import { parseLab } from "../../../src/grader/lab/parse";
import { releaseCells, releaseManifest } from "../../../src/grader/lab/release";

const SOURCE = `// ---
// title: A small lab
// lab: 01-small
// tasks:
//   - { id: mean, title: The mean, points: 3, says: Give the mean., hint: Add up and divide., kind: code }
//   - { id: spread, title: The spread, points: 2, says: Give the spread., hint: Use the mean., kind: code }
//   - { id: which, title: Which one, points: 1, says: Choose., hint: Read again., kind: quiz }
//   - { id: why, title: Why, points: 4, says: Explain., hint: Two sentences., kind: text }
// ---

// %% [markdown]
// # A small lab

// %%
import { check, quiz } from "gan-clinic/dist/lab";
const data = [1, 2, 3];

// %% task="mean"
function mean(values: number[]): number {
  // BEGIN SOLUTION
  return values.reduce((sum, value) => sum + value, 0) / values.length;
  // END SOLUTION
}

// %% task="spread"
function spread(values: number[]): number {
  // BEGIN SOLUTION
  return Math.max(...values) - Math.min(...values);
  // END SOLUTION
}
const spreadOfData = spread(data);

// %% [markdown] task="which"
// Which is larger?
//
// - [x] two
//   > It is.
// - [ ] one
//   > It is not.

// %% [markdown] task="why"
// BEGIN SOLUTION
// Because.
// END SOLUTION
`;

const lab = parseLab(SOURCE, "01-small");

export const manifest: ReleaseManifest = releaseManifest(lab, releaseCells(lab));

export interface JsonCell {
  cell_type: string;
  id?: string;
  metadata: Record<string, unknown> & { nbgrader?: Record<string, unknown> };
  source: string | string[];
  outputs?: unknown[];
  execution_count?: number | null;
  attachments?: unknown;
}
export interface JsonNotebook {
  cells: JsonCell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

export const MEAN = "function mean(values: number[]): number {\n  return 2;\n}";
export const SPREAD =
  "function spread(values: number[]): number {\n  return 2;\n}\nconst spreadOfData = spread(data);";

/** The notebook as handed out. */
export function stub(): JsonNotebook {
  return structuredClone(studentNotebook(manifest));
}

/** The notebook of solutions, as an author has it. */
export function solved(): JsonNotebook {
  return structuredClone(solutionNotebook(lab, releaseCells(lab)));
}

/** All tasks worked on. */
export function answered(): JsonNotebook {
  const notebook = stub();
  const answers: Record<string, string> = {
    mean: MEAN,
    spread: SPREAD,
    which: 'quiz("which", ["a"]);',
    why: "It is so.",
  };
  for (const cell of notebook.cells) cell.source = answers[cell.id!] ?? cell.source;
  return notebook;
}

export function cellOf(notebook: JsonNotebook, id: string): JsonCell {
  const cell = notebook.cells.find((each) => each.id === id);
  if (!cell) throw new Error(`no cell ${id}`);
  return cell;
}

/** Where in the notebook, from 0. */
export function indexOf(notebook: JsonNotebook, id: string): number {
  return notebook.cells.indexOf(cellOf(notebook, id));
}

/** A cell that a student adds. */
export function own(source: string, cell_type = "code"): JsonCell {
  const code = cell_type === "code" ? { outputs: [], execution_count: null } : {};
  return { cell_type, id: "own-1", metadata: {}, source, ...code };
}

export function bytesOf(notebook: unknown): Buffer {
  return Buffer.from(JSON.stringify(notebook));
}
