/**
 * What became of each cell when it ran last, by the id that JupyterLab and VS Code send with it. A cell that did not
 * compile leaves what it declared before: who judges that must know that it is not what stands there now.
 */
import { lendToCells, type CellRun } from "../../cell";

interface Question {
  code: string;
  cellId?: string;
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
        message: { content: Question; metadata?: { cellId?: unknown } },
      ) => Promise<void>;
    };
  };
  readonly JupyterHandlerImpl: {
    prototype: {
      handleExecute: (question: Question, ...rest: unknown[]) => Promise<Reply>;
    };
  };
}

/**
 * Keep the runs of this kernel's cells, and lend them to cells.
 * @returns to be called when a cell that has compiled begins
 */
export function noteRuns({ ZmqServer, JupyterHandlerImpl }: RunsOf): () => void {
  const runs = new Map<string, CellRun>();
  let began = false;
  let order = 0;
  lendToCells({ runs });
  const { handleExecute: hear } = ZmqServer.prototype;
  ZmqServer.prototype.handleExecute = function (socket, message) {
    const id = message.metadata?.cellId;
    if (typeof id === "string") message.content.cellId = id;
    return hear.call(this, socket, message);
  };
  const { handleExecute: execute } = JupyterHandlerImpl.prototype;
  JupyterHandlerImpl.prototype.handleExecute = async function (question, ...rest) {
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
  return () => {
    began = true;
  };
}
