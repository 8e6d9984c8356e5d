import type { Kernel, KernelMessage } from "@jupyterlab/services";
import type { OutputMessage } from "./outputs";
import type { Session } from "./session";

/** How the kernel answered a request: it ran the code, or it did not even begin. */
export type Reply = "ok" | "error" | "not executed";

// Messages dropped in a flood may include the last one. After this long a silence that follows the
// reply, nothing more is waited for (nbclient's `iopub_timeout`).
const silenceMs = 4_000;

/**
 * Sends code to the kernel, once.
 * @param cellId of the cell, as JupyterLab sends it along
 * @returns the reply, when all output is in as well. It never comes when the kernel dies: race it.
 */
export function execute(
  { kernel }: Session,
  code: string,
  onOutput: (message: OutputMessage) => void,
  cellId?: string,
): Promise<Reply> {
  return new Promise((resolve) => {
    const id = send(kernel, code, cellId);
    if (id === undefined) return;
    let reply: Reply | undefined;
    let isIdle = false;
    let silence: NodeJS.Timeout | undefined;
    const finish = () => {
      clearTimeout(silence);
      kernel.anyMessage.disconnect(slot);
      resolve(reply!);
    };
    const slot = (
      _: unknown,
      { msg, direction }: { msg: KernelMessage.IMessage; direction: string },
    ) => {
      if (direction !== "recv" || parentId(msg) !== id) return;
      const content = msg.content as Record<string, unknown>;
      const type: string = msg.header.msg_type;
      if (type === "execute_reply") reply = toReply(content["status"]);
      else if (type === "status") isIdle ||= content["execution_state"] === "idle";
      else if (msg.channel === "iopub") onOutput({ type, content });
      if (reply && isIdle) finish();
      else if (reply) {
        clearTimeout(silence);
        silence = setTimeout(finish, silenceMs);
      }
    };
    kernel.anyMessage.connect(slot);
    kernel.disposed.connect(() => {
      clearTimeout(silence);
    });
  });
}

/** @returns the id of the request; undefined when the kernel is dead, which never answers. */
function send(
  kernel: Kernel.IKernelConnection,
  code: string,
  cellId: string | undefined,
): string | undefined {
  if (kernel.isDisposed || kernel.status === "dead") return undefined;
  const future = kernel.requestExecute(
    { code, allow_stdin: false, stop_on_error: false },
    true,
    cellId === undefined ? {} : { cellId },
  );
  return future.msg.header.msg_id;
}

/** tslab says "abort" where the protocol says "aborted". */
function toReply(status: unknown): Reply {
  if (status === "ok") return "ok";
  return status === "abort" || status === "aborted" ? "not executed" : "error";
}

const parentId = ({ parent_header }: KernelMessage.IMessage): string | undefined =>
  (parent_header as { msg_id?: string }).msg_id;
