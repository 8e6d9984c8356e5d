import type { ICodeCell, INotebookContent, IOutput } from "@jupyterlab/nbformat";

/** A notebook of code cells; a cell is its source, or its source with tags. */
export function notebookOf(...cells: (string | [source: string, ...tags: string[]])[]) {
  const notebook: INotebookContent = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map((cell, i) => {
      const [source, ...tags] = Array.isArray(cell) ? cell : [cell];
      return {
        cell_type: "code",
        id: `cell-${i}`,
        source,
        metadata: tags.length > 0 ? { tags } : {},
        outputs: [],
        execution_count: null,
      };
    }),
  };
  return notebook;
}

/** The outputs of one cell. */
export function outputsOf(notebook: INotebookContent, index: number): IOutput[] {
  return (notebook.cells[index] as ICodeCell).outputs;
}

/** All text that one cell wrote on a stream. */
export function textOf(notebook: INotebookContent, index: number, name = "stdout"): string {
  return outputsOf(notebook, index)
    .filter((output) => output.output_type === "stream" && output["name"] === name)
    .map((output) => output["text"] as string)
    .join("");
}
