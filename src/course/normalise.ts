/**
 * Making an executed notebook comparable: what differs from one run to the next without meaning anything
 * (timings, progress lines, generated ids, digits beyond the sixth) is taken out, so that the committed
 * notebook changes only when a result does.
 */
import type { IMimeBundle, INotebookContent, IOutput } from "@jupyterlab/nbformat";

/** Significant digits kept in numbers of outputs. */
export const DIGITS = 6;

/** A normalised copy. Execution counts are left to the runner, which numbers code cells from 1. */
export function normaliseNotebook(notebook: INotebookContent): INotebookContent {
  const copy = structuredClone(notebook);
  for (const cell of copy.cells) {
    delete cell.metadata.execution;
    if (cell.cell_type !== "code") continue;
    const outputs = cell.outputs as IOutput[];
    cell.outputs = outputs.filter((output) => !isVolatile(output)).map(normaliseOutput);
  }
  return copy;
}

/** Outputs that say of themselves that they hold timings: progress lines, live charts' last line. */
function isVolatile(output: IOutput): boolean {
  const metadata = output.metadata as Record<string, unknown> | undefined;
  const own = metadata?.["gan-clinic"] as { volatile?: boolean } | undefined;
  return own?.volatile === true;
}

function normaliseOutput(output: IOutput): IOutput {
  const copy = { ...output };
  delete copy.transient;
  if (typeof copy.text === "string") copy.text = roundNumbers(copy.text);
  if (copy.data !== undefined) {
    copy.data = Object.fromEntries(
      Object.entries(copy.data as Record<string, unknown>).map(([mime, value]) => [
        mime,
        roundData(mime, value),
      ]),
    ) as IMimeBundle;
  }
  return copy;
}

function roundData(mime: string, value: unknown): unknown {
  if (mime.startsWith("image/")) return value;
  if (typeof value === "string") return mime === "text/plain" ? roundNumbers(value) : value;
  return roundDeep(value);
}

function roundDeep(value: unknown): unknown {
  if (typeof value === "number") return roundNumber(value);
  if (Array.isArray(value)) return value.map(roundDeep);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, roundDeep(inner)]));
}

function roundNumber(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
}

/** Decimal numbers in text that carry more digits than are kept, such as 0.30000000000000004. */
function roundNumbers(text: string): string {
  return text.replace(/(?<![\w.])-?\d+\.\d+(?:e[+-]?\d+)?(?![\w.])/gi, (found) => {
    const digits = found.replace(/e.*$/i, "").replace(/\D/g, "").replace(/^0+/, "");
    return digits.length > DIGITS ? String(roundNumber(Number(found))) : found;
  });
}
