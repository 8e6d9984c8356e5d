/**
 * What the course's kernel knows of a learner's cells by their ids, which JupyterLab and VS Code send with each (see
 * cell-runs.ts): that the notebook was run to its end, and what a cell was at first. A cell that was changed says that the
 * text describes the original; `reset()` in its first line puts it back to that.
 */
import fs from "node:fs";
import path from "node:path";
import type { ShowOutput } from "../../cell";

type Reply = Record<string, unknown>;
type WriteStream = (name: "stdout" | "stderr", text: string) => void;
/** The content of an execute_request, to which cell-runs.ts adds the cell's id. */
interface Question {
  code: string;
  cellId?: string;
}
/** tslab's class that answers. */
interface Handler {
  execCount: number;
  handleExecute: (
    this: Handler,
    question: Question,
    write: WriteStream,
    show: ShowOutput,
  ) => Promise<Reply>;
}

/** The notebook of this kernel. */
export interface Session {
  /** What the copy was made from, or the notebook itself. */
  readonly base: string;
  /** Whether it is a copy of a lesson, to be read and played with: the cells of a lab are to be changed. */
  readonly isLesson: boolean;
  /** Called when its last code cell has run without an error. */
  readonly ran: () => void;
  /** Keeps the notebook with this text in this cell; returns the name of the file that holds it. */
  readonly keep: (cell: string, text: string) => string;
}

/** In the first line, with nothing else in it. */
const RESET = /^\s*reset\(\s*\)\s*;?[ \t]*(?:\r?\n|$)/;

/** Give tslab's class ears for all three. */
export function followCells({ prototype }: { prototype: Handler }, session: Session): void {
  const { handleExecute } = prototype;
  prototype.handleExecute = async function (question, write, show) {
    const { code, cellId } = question;
    if (cellId !== undefined && RESET.test(code)) {
      return { ...putBack(cellId, code, session, write), execution_count: ++this.execCount };
    }
    const cells = cellId === undefined ? [] : cellsOf(session.base);
    const first = cells.find(({ id }) => id === cellId);
    const isChanged = first !== undefined && textOf(first).trim() !== code.trim();
    if (session.isLesson && isChanged) tellOfOriginal(show);
    const reply = await handleExecute.call(this, question, write, show);
    if (reply.status === "ok" && first !== undefined && first === lastCodeCell(cells)) {
      session.ran();
    }
    return reply;
  };
}

/** A chart titled "every mode gets its share" may now stand over a collapse. */
function tellOfOriginal(show: ShowOutput): void {
  const [what, then] = [
    "You changed this cell.",
    "The text below and the titles of the charts describe the original. To have it back, write reset() into the cell's first line and run it.",
  ];
  const data = {
    "text/html": `<p><b>${what}</b> ${then.replace("reset()", "<code>reset()</code>")}</p>`,
    "text/plain": `${what} ${then}`,
  };
  show({ data, metadata: {}, transient: {} });
}

/** JupyterLab puts the text of this answer in the place of the cell's. */
function putBack(id: string, code: string, session: Session, write: WriteStream): Reply {
  const first = cellsOf(session.base).find((cell) => cell.id === id);
  if (!first) {
    write(
      "stderr",
      "reset(): this cell did not come with the course, so there is nothing to put it back to. " +
        "Edit > Undo brings back what stood here.\n",
    );
    return { status: "error" };
  }
  const before = code.replace(RESET, "");
  try {
    const kept = before.trim() === "" ? undefined : session.keep(id, before);
    const where = kept === undefined ? "" : ` What stood here is kept in ${kept}.`;
    write("stdout", `This cell is as it was at first.${where}\n`);
  } catch (error) {
    write(
      "stderr",
      `reset(): what stands here could not be kept (${(error as Error).message}), so it was left as it is.\n`,
    );
    return { status: "error" };
  }
  const payload = [{ source: "set_next_input", text: textOf(first), replace: true }];
  return { status: "ok", payload, user_expressions: {} };
}

interface Cell {
  readonly id?: string;
  readonly cell_type?: string;
  readonly source?: string | string[];
}

function textOf({ source = "" }: Cell): string {
  return Array.isArray(source) ? source.join("") : source;
}

function lastCodeCell(cells: readonly Cell[]): Cell | undefined {
  return cells.filter(({ cell_type }) => cell_type === "code").at(-1);
}

/** Without the checks of `readNotebook`: a kernel starts faster without them, and a damaged file is one without cells. */
function cellsOf(file: string): readonly Cell[] {
  try {
    const { cells } = JSON.parse(fs.readFileSync(file, "utf8")) as { cells?: Cell[] };
    return Array.isArray(cells) ? cells : [];
  } catch {
    return [];
  }
}

/**
 * What a notebook's copy in `work/` was made from, or the notebook itself where it lies elsewhere.
 * @param work the folder of the copies
 * @param bases the folder of what they were made from
 */
export function baseOf(notebook: string, work: string, bases: string): string {
  const inside = path.relative(work, notebook);
  return inside.startsWith("..") || path.isAbsolute(inside) ? notebook : path.join(bases, inside);
}
