import { describe, expect, it } from "vitest";
import { fromFrames, newMessage, toFrames, type WireMessage } from "../../../src/course/hosts/wire";
import { stayBusy } from "../../../src/course/kernel/busy";
import type { Server } from "../../../src/course/kernel/history";

const key = "secret";

/** A server as tslab's: it says "busy" and "idle" around every message, and a cell runs until it is ended. */
function mended() {
  const said: WireMessage[] = [];
  const ends = new Map<unknown, () => void>();
  const iopub = {
    send: (frames: Uint8Array[]) => {
      said.push(fromFrames(key, frames)!);
      return Promise.resolve();
    },
  };
  class ZmqServer implements Server {
    connInfo = { key };
    iopub = iopub;
    async handleShellMessage(_: unknown, ...frames: Uint8Array[]) {
      const { header } = fromFrames(key, frames)!;
      const say = (state: string) =>
        iopub.send(
          toFrames(key, {
            ...newMessage("status", "kernel", { execution_state: state }),
            parent_header: header,
          }),
        );
      const isCell = header.msg_type === "execute_request";
      const over = isCell && new Promise<void>((end) => ends.set(header.msg_id, end));
      await say("busy");
      await over;
      await say("idle");
    }
  }
  stayBusy(ZmqServer);
  const server = new ZmqServer();
  const ask = (type: string) => {
    const question = newMessage(type, "session");
    const answered = server.handleShellMessage(iopub, ...toFrames(key, question));
    const end = () => {
      ends.get(question.header.msg_id)!();
      return answered;
    };
    return { id: question.header.msg_id, answered, end };
  };
  const last = () => {
    const { content, parent_header } = said.at(-1)!;
    return [content.execution_state, parent_header.msg_id];
  };
  return { ask, last, said };
}

describe("stayBusy", () => {
  it("says busy again after another answer, as long as a cell runs", async () => {
    const { ask, last, said } = mended();
    const cell = ask("execute_request");
    const question = ask("complete_request");
    await question.answered;
    expect(last()).toEqual(["busy", cell.id]);
    expect(said.at(-2)).toMatchObject({ content: { execution_state: "idle" } }); // who asked hears the end
    await cell.end();
    expect(last()).toEqual(["idle", cell.id]);
  });

  it("stays busy until the last of several cells has run", async () => {
    const { ask, last } = mended();
    const [first, second] = [ask("execute_request"), ask("execute_request")];
    await first.end();
    expect(last()).toEqual(["busy", second.id]);
    await second.end();
    expect(last()).toEqual(["idle", second.id]);
  });

  it("ends idle when a cell fails and those behind it are given up all at once", async () => {
    const { ask, last, said } = mended();
    const cells = [1, 2, 3, 4].map(() => ask("execute_request"));
    await Promise.all(cells.map(({ end }) => end()));
    expect(said.map(({ content }) => content.execution_state).slice(-4)).toContain("busy");
    expect(last()).toEqual(["idle", cells[3].id]);
  });

  it("adds nothing when no cell runs", async () => {
    const { ask, said } = mended();
    await ask("kernel_info_request").answered;
    expect(said.map(({ content }) => content.execution_state)).toEqual(["busy", "idle"]);
  });
});
