/**
 * tslab reads from its sockets before they are bound. A question that comes in between, as on a busy machine where a
 * client waits already, cannot be answered: "Socket is blocked by a bind or unbind operation". The loop that reads ends
 * with the same error, and the kernel never answers again: of 240 kernels that were started six at a time on two cores,
 * four. Here all sockets are bound before the first one is read.
 */
import fs from "node:fs";

/** What a socket of zeromq does here. */
interface Socket extends AsyncIterable<Uint8Array[]> {
  send: (frames: Uint8Array[]) => Promise<void>;
}

/** The part of zeromq that a kernel needs. */
export interface ZeroMq {
  readonly Publisher: new () => Socket;
  readonly Router: new () => Socket;
  readonly Reply: new () => Socket;
}

const names = ["iopub", "shell", "control", "stdin", "hb"] as const;
type Sockets = Record<(typeof names)[number], Socket>;

/** Of tslab's server, what its start needs. */
export interface Starting extends Partial<Sockets> {
  readonly configPath: string;
  connInfo: Record<string, unknown>;
  bindSocket: (socket: Socket, port: number) => Promise<void>;
  handleShellMessage: (socket: Socket, ...frames: Uint8Array[]) => Promise<void>;
  init?: () => Promise<void>;
}

/**
 * Give the server's class a start in the right order.
 *
 * @param zeroMq loads the library; late, as tslab does
 */
export function bindBeforeReading(server: { prototype: Starting }, zeroMq: () => ZeroMq): void {
  server.prototype.init = async function () {
    const connection = JSON.parse(fs.readFileSync(this.configPath, "utf8")) as never;
    this.connInfo = connection;
    const { Publisher, Router, Reply } = zeroMq();
    const sockets: Sockets = {
      iopub: new Publisher(),
      shell: new Router(),
      control: new Router(),
      stdin: new Router(),
      hb: new Reply(),
    };
    Object.assign(this, sockets);
    await Promise.all(
      names.map((name) => this.bindSocket(sockets[name], connection[`${name}_port`])),
    );
    const { shell, control, hb } = sockets;
    void read(shell, (frames) => this.handleShellMessage(shell, ...frames));
    void read(control, (frames) => this.handleShellMessage(control, ...frames));
    void read(hb, (frames) => hb.send(frames));
  };
}

/** Hand on what comes in until the socket is closed; one message does not wait for what the last one began. */
async function read(socket: Socket, hear: (frames: Uint8Array[]) => Promise<void>): Promise<void> {
  for await (const frames of socket) void hear(frames);
}
