/**
 * What became of each cell when it ran last, by the id that JupyterLab and VS Code send with it. A cell that did not
 * compile leaves what it declared before: who judges that must know that it is not what stands there now.
 */
import { lendToCells, type CellRun } from "../../cell";

interface Question {
  code: string;
  cellId?: string;
  /** Cells that no longer are what ran last, as the course's own JupyterLab says with each cell. */
  edited?: readonly string[];
}

interface Reply {
  readonly status: string;
  readonly execution_count?: number;
}

/** Of tslab's classes, what is wrapped. */
export interface RunsOf {
  readonly ZmqServer: {
    prototype: {
      handleExecute: (
        socket: unknown,
        message: { content: Question; metadata?: { cellId?: unknown; editedCells?: unknown } },
      ) => Promise<void>;
    };
  };
  readonly JupyterHandlerImpl: {
    prototype: {
      execCount: number;
      handleExecute: (question: Question, ...rest: unknown[]) => Promise<Reply>;
    };
  };
}

/** What the kernel is told and asked of its cells. */
export interface NotedRuns {
  /** To be called when a cell that has compiled begins. */
  readonly begins: () => void;
  /** The number of the cell that runs, as Jupyter shows it beside it. */
  readonly count: () => number;
}

/** Keep the runs of this kernel's cells, and lend them to cells. */
export function noteRuns({ ZmqServer, JupyterHandlerImpl }: RunsOf): NotedRuns {
  const runs = new Map<string, CellRun>();
  let began = false;
  let order = 0;
  let count = (): number => 0;
  lendToCells({ runs });
  const { handleExecute: hear } = ZmqServer.prototype;
  ZmqServer.prototype.handleExecute = function (socket, message) {
    const { cellId, editedCells } = message.metadata ?? {};
    if (typeof cellId === "string") message.content.cellId = cellId;
    if (Array.isArray(editedCells)) message.content.edited = editedCells.map(String);
    return hear.call(this, socket, message);
  };
  const { handleExecute: execute } = JupyterHandlerImpl.prototype;
  JupyterHandlerImpl.prototype.handleExecute = async function (question, ...rest) {
    count = () => this.execCount;
    lendToCells({ edited: new Set(question.edited) });
    const reply = await execute.call(this, question, ...rest);
    const { code, cellId } = question;
    if (cellId !== undefined && reply.status !== "abort") {
      const failed = began ? "stopped" : "did not compile";
      const state = reply.status === "ok" ? "ran" : failed;
      runs.set(cellId, { code, state, count: reply.execution_count, order: order++ });
    }
    began = false;
    return reply;
  };
  return {
    begins: () => {
      began = true;
    },
    count: () => count(),
  };
}
