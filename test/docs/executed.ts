/** The course's executed notebooks, as another viewer gets them. */
import fs from "node:fs";
import path from "node:path";
import type { ICell, INotebookContent, IOutput, MultilineString } from "@jupyterlab/nbformat";
import { NOTEBOOKS } from "../../src/course/paths";

/** A notebook of the course. */
export interface Executed {
  readonly name: string;
  readonly file: string;
  readonly notebook: INotebookContent;
}

/** All that lie in `notebooks/`, the front page too. */
export const executed: readonly Executed[] = fs
  .readdirSync(NOTEBOOKS)
  .filter((name) => name.endsWith(".ipynb"))
  .sort()
  .map((name) => {
    const file = path.join(NOTEBOOKS, name);
    const notebook = JSON.parse(fs.readFileSync(file, "utf8")) as INotebookContent;
    return { name, file, notebook };
  });

/** All outputs of a notebook, in order. */
export function outputsOf({ cells }: INotebookContent): IOutput[] {
  return cells.flatMap((cell) => (cell.outputs as IOutput[] | undefined) ?? []);
}

/** One form of an output as one text, or undefined. */
export function formOf(output: IOutput, mime: string): string | undefined {
  const value = (output.data as Record<string, unknown> | undefined)?.[mime];
  return typeof value === "string" || Array.isArray(value)
    ? joined(value as MultilineString)
    : undefined;
}

/** The text of a cell. */
export function sourceOf(cell: ICell): string {
  return joined(cell.source);
}

/** The charts of a notebook: outputs with a specification that JupyterLab draws. */
export function chartsOf(notebook: INotebookContent): IOutput[] {
  return outputsOf(notebook).filter(
    ({ data }) => data !== undefined && "application/vnd.vegalite.v5+json" in (data as object),
  );
}

function joined(text: MultilineString): string {
  return Array.isArray(text) ? text.join("") : text;
}
