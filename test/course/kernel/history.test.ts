import { describe, expect, it } from "vitest";
import { fromFrames, newMessage, toFrames } from "../../../src/course/hosts/wire";
import { answerHistory, type Server } from "../../../src/course/kernel/history";

const key = "secret";
const identities = [Buffer.from("who"), Buffer.from("asks")];

/** A server as tslab's, which notes what reaches its own method; and two sockets that keep what is sent. */
function mended() {
  const own: unknown[] = [];
  const sent: { to: string; frames: Uint8Array[] }[] = [];
  const socket = (to: string) => ({
    send: (frames: Uint8Array[]) => {
      sent.push({ to, frames });
      return Promise.resolve();
    },
  });
  class ZmqServer implements Server {
    connInfo = { key };
    iopub = socket("iopub");
    handleShellMessage(...given: unknown[]) {
      own.push(given);
      return Promise.resolve();
    }
  }
  answerHistory(ZmqServer);
  return { server: new ZmqServer(), shell: socket("shell"), own, sent };
}

describe("answerHistory", () => {
  it("says that there is none, between busy and idle, to the one who asked", async () => {
    const { server, shell, own, sent } = mended();
    const question = newMessage("history_request", "session", { hist_access_type: "tail" });
    await server.handleShellMessage(shell, ...identities, ...toFrames(key, question));
    expect(own).toEqual([]);
    const read = sent.map(({ to, frames }) => ({ to, ...fromFrames(key, frames)! }));
    expect(read.map(({ to, header, content }) => [to, header.msg_type, content])).toEqual([
      ["iopub", "status", { execution_state: "busy" }],
      ["shell", "history_reply", { status: "ok", history: [] }],
      ["iopub", "status", { execution_state: "idle" }],
    ]);
    expect(read.map(({ parent_header }) => parent_header)).toEqual(Array(3).fill(question.header));
    expect(sent[1].frames.slice(0, 2)).toEqual(identities);
  });

  it.each(["execute_request", "kernel_info_request"])("leaves %s to tslab", async (type) => {
    const { server, shell, own, sent } = mended();
    const frames = [...identities, ...toFrames(key, newMessage(type, "session"))];
    await server.handleShellMessage(shell, ...frames);
    expect(own).toEqual([[shell, ...frames]]);
    expect(sent).toEqual([]);
  });

  it("leaves a message that is not signed with our key to tslab, which refuses it", async () => {
    const { server, shell, own } = mended();
    await server.handleShellMessage(
      shell,
      ...toFrames("other", newMessage("history_request", "s")),
    );
    expect(own).toHaveLength(1);
  });
});
