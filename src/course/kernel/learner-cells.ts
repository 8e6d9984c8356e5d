/**
 * What the course's kernel knows of a learner's cells by their ids, which JupyterLab and VS Code send with each: that the
 * notebook was run to its end, and what a cell was at first. `reset()` in the first line of a cell puts it back to that.
 */
import fs from "node:fs";
import path from "node:path";

type Reply = Record<string, unknown>;
type WriteStream = (name: "stdout" | "stderr", text: string) => void;
/** The content of an execute_request, to which `nameCells` adds the cell's id. */
interface Question {
  code: string;
  cellId?: string;
}
/** tslab's class that speaks with sockets. */
interface Server {
  handleExecute: (
    socket: unknown,
    message: { content: Question; metadata?: { cellId?: unknown } },
  ) => Promise<void>;
}
/** tslab's class that answers. */
interface Handler {
  execCount: number;
  handleExecute: (
    this: Handler,
    question: Question,
    write: WriteStream,
    ...rest: unknown[]
  ) => Promise<Reply>;
}

/** The notebook of this kernel. */
export interface Session {
  /** What the copy was made from, or the notebook itself. */
  readonly base: string;
  /** Called when its last code cell has run without an error. */
  readonly ran: () => void;
  /** Keeps the notebook with this text in this cell; returns the name of the file that holds it. */
  readonly keep: (cell: string, text: string) => string;
}

/** In the first line, with nothing else in it. */
const RESET = /^\s*reset\(\s*\)\s*;?[ \t]*(?:\r?\n|$)/;

/** Hand the id of a cell to what answers. */
function nameCells({ prototype }: { prototype: Server }): void {
  const { handleExecute } = prototype;
  prototype.handleExecute = function (socket, message) {
    const id = message.metadata?.cellId;
    if (typeof id === "string") message.content.cellId = id;
    return handleExecute.call(this, socket, message);
  };
}

/** Give tslab's classes ears for both. */
export function followCells(
  server: { prototype: Server },
  { prototype }: { prototype: Handler },
  session: Session,
): void {
  nameCells(server);
  const { handleExecute } = prototype;
  prototype.handleExecute = async function (question, write, ...rest) {
    const { code, cellId } = question;
    if (cellId !== undefined && RESET.test(code)) {
      return { ...putBack(cellId, code, session, write), execution_count: ++this.execCount };
    }
    const reply = await handleExecute.call(this, question, write, ...rest);
    if (reply.status === "ok" && cellId !== undefined && cellId === lastCodeCell(session.base)) {
      session.ran();
    }
    return reply;
  };
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

function lastCodeCell(file: string): string | undefined {
  return cellsOf(file)
    .filter(({ cell_type }) => cell_type === "code")
    .at(-1)?.id;
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
