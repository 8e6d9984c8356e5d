import { randomUUID } from "node:crypto";
import type { IMimeBundle, INotebookContent, IOutput } from "@jupyterlab/nbformat";
import { sortedKeys } from "../text";
import { sourceOf } from "./notebook";

/**
 * The notebook as Jupyter itself writes it: sorted keys, one space of indent, text as lines, newline at the end. But
 * what is JSON in an output stays on one line: a chart's data, a number a line, would be most of the file.
 */
export function formatNotebook(content: INotebookContent): string {
  const mark = randomUUID(); // no text has it
  const lines: string[] = [];
  const onOneLine = (value: unknown): string =>
    `${mark}${lines.push(JSON.stringify(value, sortedKeys)) - 1}`;
  const cells = content.cells.map((cell) => ({
    ...cell,
    source: toLines(sourceOf(cell)),
    ...(Array.isArray(cell.outputs) && {
      outputs: (cell.outputs as IOutput[]).map((output) => withJson(output, onOneLine)),
    }),
  }));
  const text = JSON.stringify({ ...content, cells }, sortedKeys, 1);
  return `${text.replaceAll(new RegExp(`"${mark}(\\d+)"`, "g"), (_, i: string) => lines[Number(i)])}\n`;
}

/** An output, and in place of each of its forms that is JSON what `written` makes of that. */
function withJson(output: IOutput, written: (value: unknown) => string): IOutput {
  if (typeof output.data !== "object" || output.data === null) return output;
  const forms = Object.entries(output.data as Record<string, unknown>).map(
    ([mime, value]) => [mime, mime.endsWith("+json") ? written(value) : value] as const,
  );
  return { ...output, data: Object.fromEntries(forms) as IMimeBundle };
}

function toLines(source: string): string[] {
  return source === "" ? [] : source.split(/(?<=\n)/);
}
