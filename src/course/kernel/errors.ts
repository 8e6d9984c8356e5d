/**
 * How a cell's errors read. tslab prints every error of TypeScript without its line's text, and of an error while the
 * cell runs ten frames of its own and of the library, with lines of the JavaScript that nobody has written. Here: the
 * first error alone, its line with a caret; the learner's frames alone, with the lines of the cells; in a kernel in which
 * nothing has run, what to do about it.
 */
import vm from "node:vm";
import { sourceLine, type LineParser } from "./lines";
import { asWritten, writtenOut, type Parser } from "./written-out";
import type { MakeExecutor } from "./stop";

/** What tslab makes of a cell. */
interface Converted {
  readonly output?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** An error that TypeScript found; lines and characters count from 0. */
export interface Diagnostic {
  readonly start: { readonly offset: number; readonly line: number; readonly character: number };
  readonly end: { readonly offset: number };
  readonly messageText: string;
  readonly code: number;
  readonly fileName?: string;
}

/** A cell that ran, by the name that its frames have. */
interface Cell {
  readonly source: string;
  javascript?: string;
}

type Print = (...values: unknown[]) => void;

/** As tslab prints a diagnostic: file, line, character, text. */
const TSLABS = "%s%d:%d - %s";

/** "Cannot find name", with and without a suggestion, of a value, a namespace, a shorthand. */
const NOT_FOUND = [2304, 2552, 2503, 18004];

/** A line of code that is longer is cut. */
const LONGEST = 100;

/**
 * Let errors be told in the cells' own words and lines.
 * @param count the number of the cell that runs, as JupyterLab shows it beside the cell
 */
export function tellErrors(
  make: MakeExecutor,
  ts: Parser & LineParser,
  count: () => number,
): MakeExecutor {
  return (folder, converters, console) => {
    const cells = new Map<string, Cell>();
    let told = "";
    const current = (): string => `cell [${count()}]`;
    const { node } = converters;
    const { convert } = node;
    node.convert = (declarations, source) => {
      const made = convert(declarations, source) as Converted;
      const cell: Cell = { source };
      if (made.output !== undefined) cell.javascript = made.output;
      cells.set(current(), cell);
      if (made.diagnostics.length === 0) return made;
      told = diagnosticText(made.diagnostics, { source, isFirst: declarations.trim() === "" }, ts);
      return { ...made, diagnostics: [{ ...made.diagnostics[0], messageText: told }] };
    };
    nameCells(current);
    const error: Print = (...values) => {
      const [first] = values;
      if (first === TSLABS && values[4] === told) console.error(told);
      else if (first instanceof Error) console.error(errorText(first, cells, ts));
      else console.error(...values);
    };
    return make(folder, converters, { ...console, error });
  };
}

/** Gives the frames of a cell its name: tslab runs all of them as "evalmachine.<anonymous>". */
function nameCells(current: () => string): void {
  const { runInThisContext } = vm;
  vm.runInThisContext = (code, options) => {
    const isCell = typeof options === "object" && options.breakOnSigint === true;
    return runInThisContext(
      code,
      isCell ? { ...options, filename: current() } : options,
    ) as unknown;
  };
  Error.stackTraceLimit = 50; // ten may all be the library's
}

/** The first error in a cell's text, with its line. */
export function diagnosticText(
  diagnostics: readonly Diagnostic[],
  { source, isFirst }: { readonly source: string; readonly isFirst: boolean },
  ts: Parser,
): string {
  const [first] = [...diagnostics].sort((a, b) => a.start.offset - b.start.offset);
  const rest = diagnostics.filter(({ start }) => start.offset !== first.start.offset);
  const others = new Set(rest.map(({ start }) => start.offset)).size;
  const reasons = diagnostics.filter(({ start }) => start.offset === first.start.offset);
  const lines = [
    `Line ${first.start.line + 1}: ${reasons.map(({ messageText }) => messageText).join("\n  ")}`,
    ...(first.fileName === undefined ? marked(first, source, ts) : [`in ${first.fileName}`]),
    ...(others > 0 ? [`(${others} more below it: mend this one first)`] : []),
  ];
  if (NOT_FOUND.includes(first.code)) {
    lines.push(
      isFirst
        ? "Nothing above this cell has run in this kernel: choose Run > Run All Above Selected Cell, then run it again."
        : "If a cell above declares it, that cell has not run in this kernel: run it first.",
    );
  }
  return lines.join("\n");
}

/** The line of code, and a caret under the place. */
function marked({ start, end }: Diagnostic, source: string, ts: Parser): string[] {
  const expanded = writtenOut(source, ts).split("\n");
  const before = expanded.slice(0, start.line).join("\n").length + (start.line > 0 ? 1 : 0);
  const from = asWritten(before + start.character, source, ts);
  const to = asWritten(
    before + start.character + Math.max(1, end.offset - start.offset),
    source,
    ts,
  );
  const begin = source.lastIndexOf("\n", from - 1) + 1;
  const line = source.slice(begin).split("\n", 1)[0];
  const length = Math.max(1, Math.min(to, begin + line.length) - from);
  return [`  ${line}`, `  ${" ".repeat(from - begin)}${"^".repeat(length)}`];
}

/** An error while cells run: what it says, and where in the cells it came from. */
function errorText(error: Error, cells: ReadonlyMap<string, Cell>, ts: LineParser): string {
  const { stack = "", cause } = error;
  const frames = process.env.CLINIC_TRACE === "1" ? [] : framesOf(stack, cells, ts);
  if (frames.length === 0 && /\n\s+at /.test(stack)) return stack; // nothing of the learner's: tell all
  const because = cause instanceof Error ? [`caused by ${errorText(cause, cells, ts)}`] : [];
  return [`${error.name}: ${error.message}`, ...frames, ...because].join("\n");
}

function framesOf(stack: string, cells: ReadonlyMap<string, Cell>, ts: LineParser): string[] {
  const frames: string[] = [];
  for (const [, name, line, column] of stack.matchAll(/(cell \[\d+\]):(\d+):(\d+)\)?$/gm)) {
    const cell = cells.get(name);
    const lines = cell?.javascript?.split("\n").length ?? 0;
    if (!cell?.javascript || Number(line) > lines) continue; // the call that tslab puts around it
    const place = { line: Number(line), column: Number(column) };
    const at = sourceLine(cell.source, cell.javascript, place, ts);
    if (at === undefined) continue;
    const code = cell.source.split("\n")[at - 1].trim();
    const cut = code.length > LONGEST ? `${code.slice(0, LONGEST)} …` : code;
    const text = `  ${name}, line ${at}:  ${cut}`;
    if (frames.at(-1) !== text) frames.push(text);
  }
  return frames;
}
