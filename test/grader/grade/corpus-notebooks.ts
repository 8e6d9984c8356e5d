/** Notebooks that were damaged or changed where a student should not: nobody loses a submission by it. */
import type { ICell, INotebookContent } from "@jupyterlab/nbformat";
import { SLOPE, SPREAD, type CorpusCase } from "./corpus-case";

type Nbgrader = Record<string, unknown>;
const at = ({ cells }: INotebookContent, id: string): number =>
  cells.findIndex((cell) => cell.id === id);
const cellOf = (notebook: INotebookContent, id: string): ICell => notebook.cells[at(notebook, id)];
const nbgrader = (notebook: INotebookContent, id: string): Nbgrader =>
  cellOf(notebook, id).metadata.nbgrader as Nbgrader;
function remove(notebook: INotebookContent, ...ids: string[]): void {
  for (const id of ids) notebook.cells.splice(at(notebook, id), 1);
}
/** A copy below the cell, as JupyterLab's split or paste makes it. */
function copy(notebook: INotebookContent, id: string, source: string): void {
  const twin = { ...structuredClone(cellOf(notebook, id)), id: `${id}-copy`, source };
  notebook.cells.splice(at(notebook, id) + 1, 0, twin);
}

export const notebooks: readonly CorpusCase[] = [
  {
    name: "26-checks-deleted",
    says: "the checks are deleted",
    edit: (notebook) => {
      remove(notebook, "stddev-check", "slope-check", "fit-check");
    },
    expected: { flags: ["cell restored"] },
  },
  {
    name: "26-solution-deleted",
    says: "a solution is deleted with its check",
    edit: (notebook) => {
      remove(notebook, "slope", "slope-check");
    },
    expected: { tasks: { slope: "not implemented" }, flags: ["cell restored"] },
  },
  {
    name: "26-all-but-one-deleted",
    says: "only the cell of one solution is there",
    edit: (notebook) => {
      notebook.cells = [cellOf(notebook, "stddev")];
    },
    expected: {
      tasks: {
        slope: "not implemented",
        signs: "not implemented",
        explain: "not implemented",
        fit: "not implemented",
      },
      flags: ["cell restored"],
    },
  },
  {
    name: "27-split",
    says: "a solution split in two, as JupyterLab does it",
    edit: (notebook) => {
      const [first, second] = SPREAD.split("\nfunction deviationOf");
      cellOf(notebook, "stddev").source = `function deviationOf${second}`;
      copy(notebook, "stddev", first);
    },
    expected: { flags: ["cell duplicated"] },
  },
  {
    name: "27-copied",
    says: "a check copied, and a solution copied with another text: the last one counts",
    edit: (notebook) => {
      copy(notebook, "slope-check", 'await check("slope");');
      copy(notebook, "slope", SLOPE);
      cellOf(notebook, "slope").source = "const slope: (x: number) => number = () => 7;";
    },
    expected: { flags: ["cell duplicated"] },
  },
  {
    name: "28-metadata-changed",
    says: "points, grade, locked, schema and names changed",
    edit: (notebook) => {
      Object.assign(nbgrader(notebook, "slope-check"), { points: 1000, grade: false });
      Object.assign(nbgrader(notebook, "stddev-check"), { locked: false, schema_version: 99 });
      Object.assign(nbgrader(notebook, "stddev"), { solution: false, grade_id: "mine" });
      Object.assign(notebook.metadata, { gan_clinic: { points: 1000 } });
    },
    expected: { flags: ["metadata changed"] },
  },
  {
    name: "28-metadata-removed",
    says: "no metadata and no ids",
    edit: (notebook) => {
      for (const cell of notebook.cells) Object.assign(cell, { metadata: {}, id: undefined });
    },
    expected: { flags: ["metadata changed"] },
  },
  {
    name: "30-checks-first",
    says: "all checks above the solutions",
    edit: (notebook) => {
      const checks = ["stddev-check", "slope-check", "fit-check"].map((id) => cellOf(notebook, id));
      remove(notebook, "stddev-check", "slope-check", "fit-check");
      notebook.cells.unshift(...checks);
    },
    expected: { flags: ["cells reordered"] },
  },
  {
    name: "30-reversed",
    says: "all cells in reverse: nothing is there when it is needed",
    edit: (notebook) => {
      notebook.cells.reverse();
    },
    expected: { tasks: { slope: "crashed" }, flags: ["cells reordered"], tells: /leak/ },
  },
  {
    name: "31-types-of-cells",
    says: "a solution turned into text, a check into raw",
    edit: (notebook) => {
      cellOf(notebook, "slope").cell_type = "markdown";
      cellOf(notebook, "slope-check").cell_type = "raw";
    },
    expected: { flags: ["cell type changed"] },
  },
  {
    name: "31-emptied",
    says: "a solution emptied, one untouched, a text untouched",
    edit: (notebook) => {
      cellOf(notebook, "slope").source = " \n";
      cellOf(notebook, "fit").source =
        'function train(points: number[][]): { line: number[]; loss: number } {\n  // YOUR CODE HERE\n  throw new Error("not implemented");\n}\n';
      cellOf(notebook, "explain").source = "YOUR ANSWER HERE";
    },
    expected: {
      tasks: { slope: "not implemented", fit: "not implemented", explain: "not implemented" },
    },
  },
  {
    name: "31-half-done",
    says: "one of two functions written",
    cells: { stddev: SPREAD.replace(/return Math\.sqrt.*/, 'throw new Error("not implemented");') },
    expected: { tasks: { stddev: "not implemented" } },
  },
  {
    name: "32-kernel",
    says: "another kernel and language",
    edit: (notebook) => {
      notebook.metadata.kernelspec = { name: "python3", display_name: "Python 3" };
      notebook.metadata.language_info = { name: "bash" };
    },
    expected: { flags: ["kernel changed"] },
  },
  {
    name: "x-undone-above",
    says: "an own cell declares what the solution below declares again",
    first: "const slope = 1;\nfunction spread() { return 1; }",
    expected: {},
  },
  {
    name: "x-undone-below",
    says: "an own cell below the checks undoes what they checked",
    late: "slope = (() => 7) as any;\nfunction spread() { return 7; }\nconst train = 5;",
    expected: {},
  },
  {
    name: "x-locked-cell-changed",
    says: "the first cell, which is not to be changed, ends the process",
    edit: (notebook) => {
      const setup = notebook.cells.find(({ source }) => String(source).startsWith("import"))!;
      setup.source = "const leak = 0.3;\nprocess.exit(0);";
    },
    expected: { flags: ["cell changed"] },
  },
];
