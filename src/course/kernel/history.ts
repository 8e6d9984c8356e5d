/**
 * JupyterLab asks every kernel for its history. tslab keeps none, writes "unknown msg_type: history_request" on
 * stderr, and leaves the question open. Here it is answered: there is none.
 */
import { fromFrames, newMessage, toFrames } from "../hosts/wire";

interface Socket {
  send: (frames: Uint8Array[]) => Promise<void>;
}

/** The part of tslab's server that is used. */
export interface Server {
  connInfo: { key: string };
  iopub: Socket;
  handleShellMessage: (this: Server, socket: Socket, ...frames: Uint8Array[]) => Promise<void>;
}

/** Give the server's class an answer to `history_request`; everything else goes to its own method. */
export function answerHistory(server: { prototype: Server }): void {
  const { handleShellMessage } = server.prototype;
  server.prototype.handleShellMessage = async function (socket, ...frames) {
    const { key } = this.connInfo;
    const question = fromFrames(key, frames);
    if (question?.header.msg_type !== "history_request")
      return handleShellMessage.call(this, socket, ...frames);
    const answer = (type: string, content: Record<string, unknown>): Uint8Array[] => {
      const message = newMessage(type, String(question.header.session), content);
      return toFrames(key, { ...message, parent_header: question.header });
    };
    const who = frames.slice(0, -toFrames(key, question).length); // the identities before the delimiter
    await this.iopub.send(answer("status", { execution_state: "busy" }));
    await socket.send([...who, ...answer("history_reply", { status: "ok", history: [] })]);
    await this.iopub.send(answer("status", { execution_state: "idle" }));
  };
}
