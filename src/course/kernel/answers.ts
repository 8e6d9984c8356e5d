/**
 * The kernel's answers to "what is this?" (Shift+Tab) and "what may stand here?" (Tab): tslab's own, with help
 * that reads well, help inside a call's parentheses, and the kind of each completion. Jupyter counts characters
 * where JavaScript counts UTF-16 units: a picture in the cell shifted both.
 */
import type { CompletionInfo, QuickInfo } from "typescript";
import { calleeAt, type CallParser } from "./callee";
import { helpText, type HelpText } from "./help-text";

/** What tslab's kernel asks its compiler; positions are UTF-16 units. */
export interface Executor {
  inspect: (code: string, position: number) => QuickInfo | undefined;
  complete: (code: string, position: number) => Completion;
}

interface Completion {
  start: number;
  end: number;
  candidates: string[];
  original?: CompletionInfo;
}

/** A request of either kind, as Jupyter sends it. */
export interface Request {
  code: string;
  /** In characters (code points). */
  cursor_pos: number;
}

/** The content of Jupyter's `inspect_reply`. */
export function inspectReply({ code, cursor_pos }: Request, executor: Executor, ts: CallParser) {
  const position = unitsOf(code, cursor_pos);
  const help = helpAtName(code, position, executor, ts) ?? helpInCall(code, position, executor, ts);
  const data = help ? { "text/plain": help.plain, "text/markdown": help.markdown } : {};
  return { status: "ok", found: help !== undefined, data, metadata: {} };
}

/** Of a name that is called, what follows is cut off: TypeScript writes `Promise<...>` for a long call. */
function helpAtName(code: string, position: number, executor: Executor, ts: CallParser) {
  const call = /^\w*\s*\(/.exec(code.slice(position));
  const callee = call ? calleeAt(code, position + call[0].length, ts) : undefined;
  const isCalled = callee !== undefined && /^\w*$/.test(code.slice(position, callee + 1));
  return helpAt(isCalled ? code.slice(0, callee + 1) : code, position, executor);
}

function helpInCall(code: string, position: number, executor: Executor, ts: CallParser) {
  const callee = calleeAt(code, position, ts);
  return callee === undefined ? undefined : helpAt(code.slice(0, callee + 1), callee, executor);
}

function helpAt(code: string, position: number, executor: Executor): HelpText | undefined {
  const info = executor.inspect(code, position);
  return info && helpText(info);
}

/** The content of Jupyter's `complete_reply`; JupyterLab draws a sign for each kind. */
export function completeReply({ code, cursor_pos }: Request, executor: Executor) {
  const position = unitsOf(code, cursor_pos);
  const found = executor.complete(code, position);
  const { start, end, candidates } = insideText(found, code, position) ?? found;
  const kinds = new Map(found.original?.entries.map(({ name, kind }) => [name, kind]));
  const place = { start: charactersOf(code, start), end: charactersOf(code, end) };
  const types = candidates.map((text) => ({ text, type: kindOf(kinds.get(text)), ...place }));
  return {
    status: "ok",
    matches: candidates,
    cursor_start: place.start,
    cursor_end: place.end,
    metadata: { _jupyter_types_experimental: types },
  };
}

/** Between quotes what is typed already is to be replaced; tslab would put "test" behind "te". */
function insideText({ original }: Completion, code: string, position: number) {
  const isText = original?.entries.every(({ kind }) => (kind as string) === "string");
  const typed = /["'`]([^"'`]*)$/.exec(code.slice(0, position))?.[1];
  if (!original || !isText || typed === undefined) return undefined;
  const { start, length } = original.optionalReplacementSpan ?? { start: position, length: 0 };
  const names = original.entries.map(({ name }) => name);
  const candidates = names.filter((name) => name.startsWith(typed));
  return { start: position - typed.length, end: start + length, candidates };
}

/** TypeScript's word for a kind, as JupyterLab knows it. */
function kindOf(kind: string | undefined): string {
  if (kind === "method" || kind === "local function") return "function";
  if (kind === "const" || kind === "let" || kind === "var" || kind === "local var")
    return "instance";
  return kind === "alias" ? "" : (kind ?? "");
}

const unitsOf = (code: string, characters: number): number =>
  Array.from(code).slice(0, characters).join("").length;

const charactersOf = (code: string, units: number): number =>
  Array.from(code.slice(0, units)).length;
