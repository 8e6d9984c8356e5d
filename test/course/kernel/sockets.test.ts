import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { bindBeforeReading, type Starting, type ZeroMq } from "../../../src/course/kernel/sockets";
import { removeFolder } from "../../remove-folder";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-sockets-"));
const configPath = path.join(folder, "connection.json");
const ports = { iopub_port: 1, shell_port: 2, control_port: 3, stdin_port: 4, hb_port: 5 };
fs.writeFileSync(configPath, JSON.stringify({ key: "secret", ...ports }));
afterAll(() => {
  removeFolder(folder);
});

/** As zeromq's sockets: while one is bound, it can neither be read nor sent to. What came in waits for its reader. */
class FakeSocket {
  isBound = false;
  sent: Uint8Array[][] = [];
  #expectBound(): void {
    if (!this.isBound) throw new Error("Socket is blocked by a bind or unbind operation");
  }
  send(frames: Uint8Array[]) {
    this.#expectBound();
    this.sent.push(frames);
    return Promise.resolve();
  }
  async *[Symbol.asyncIterator]() {
    for (const word of ["first", "second"]) {
      this.#expectBound();
      yield await Promise.resolve([Buffer.from(word)]);
    }
  }
}

/** A server as tslab's, whose last socket takes longest to bind. */
function started() {
  const heard: [unknown, string][] = [];
  class ZmqServer implements Starting {
    readonly configPath = configPath;
    connInfo = {};
    iopub?: FakeSocket;
    shell?: FakeSocket;
    control?: FakeSocket;
    hb?: FakeSocket;
    async bindSocket(socket: unknown, port: number) {
      await new Promise((resolve) => setTimeout(resolve, 5 * port));
      if (port === 99) throw new Error("Address already in use");
      (socket as FakeSocket).isBound = true;
    }
    handleShellMessage(socket: unknown, ...frames: Uint8Array[]) {
      heard.push([socket, Buffer.from(frames[0]).toString()]);
      return this.iopub!.send(frames); // each question is answered there, too
    }
    declare init: () => Promise<void>;
  }
  const zeroMq = { Publisher: FakeSocket, Router: FakeSocket, Reply: FakeSocket } as ZeroMq;
  bindBeforeReading(ZmqServer, () => zeroMq);
  return { server: new ZmqServer(), heard };
}

describe("bindBeforeReading", () => {
  it("reads no socket before all are bound, and then loses nothing that waited", async () => {
    const { server, heard } = started();
    const starting = server.init();
    await new Promise((resolve) => setTimeout(resolve, 15));
    expect(server.iopub!.isBound).toBe(true);
    expect(heard).toEqual([]);
    await starting;
    await expect.poll(() => heard.length).toBe(4);
    for (const socket of [server.shell, server.control]) {
      expect(heard.filter(([from]) => from === socket).map(([, word]) => word)).toEqual([
        "first",
        "second",
      ]);
    }
    expect(server.hb!.sent.map(([frame]) => Buffer.from(frame).toString())).toEqual([
      "first",
      "second",
    ]);
    expect(server.connInfo).toMatchObject({ key: "secret" });
  });

  it("tells a port that is taken, and reads nothing", async () => {
    const { server, heard } = started();
    fs.writeFileSync(configPath, JSON.stringify({ ...ports, hb_port: 99 }));
    await expect(server.init()).rejects.toThrow("Address already in use");
    expect(heard).toEqual([]);
  });
});
