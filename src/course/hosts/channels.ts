import { randomUUID } from "node:crypto";
import { Dealer, Subscriber } from "zeromq";
import { delay } from "./deadline";
import type { Connection } from "./connection";
import { fromFrames, newMessage, toFrames, type WireMessage } from "./wire";

export type RequestChannel = "shell" | "control" | "stdin";
export type KernelChannel = RequestChannel | "iopub";
export type Receive = (channel: KernelChannel, message: WireMessage) => void;

/** The open ZeroMQ sockets of one kernel process. */
export interface Channels {
  send(channel: RequestChannel, message: WireMessage): void;
  close(): void;
}

// So many unread messages wait on our side before the kernel has to hold (and may drop) its own.
const receiveHighWaterMark = 1_000;

/**
 * Connects to a kernel. It may not listen yet: ZeroMQ keeps what is sent until it does.
 *
 * The heartbeat is not connected: a tslab kernel that computes does not answer it, so it cannot
 * tell a busy kernel from a dead one. The end of the process can.
 */
export function connectChannels(connection: Connection, receive: Receive): Channels {
  const routingId = randomUUID();
  const options = { linger: 0, reconnectInterval: 20, receiveHighWaterMark };
  const dealer = () => new Dealer({ ...options, routingId, sendHighWaterMark: 0 });
  const dealers = { shell: dealer(), control: dealer(), stdin: dealer() };
  const iopub = new Subscriber(options);
  iopub.subscribe();
  const sockets = { ...dealers, iopub };
  for (const name of Object.keys(sockets) as KernelChannel[]) {
    sockets[name].connect(connection.address(name));
    void read(connection.key, sockets[name], name, receive);
  }
  let sent = Promise.resolve();
  return {
    send: (channel, message) => {
      const frames = toFrames(connection.key, message) as Buffer[];
      // One send at a time, in order; a socket that is closed meanwhile sends nothing.
      sent = sent.then(() => dealers[channel].send(frames)).catch(() => undefined);
    },
    close: () => {
      for (const socket of Object.values(sockets)) socket.close();
    },
  };
}

/** Hands on every message that is signed with the key; others are dropped. */
async function read(
  key: string,
  socket: AsyncIterable<Buffer[]>,
  channel: KernelChannel,
  receive: Receive,
): Promise<void> {
  const hear = (frames: Buffer[]) => {
    try {
      const message = fromFrames(key, frames);
      if (message) receive(channel, message);
    } catch (error) {
      console.error("A listener of a kernel failed:", error);
    }
  };
  try {
    for await (const frames of socket) hear(frames);
  } catch {
    // Closed in the middle of a read: there is nothing more to hear.
  }
}

/**
 * Asks for the kernel's info until it has answered on shell **and** something was heard on iopub:
 * only then is the subscription known to be in place, and no output is lost.
 * `heard` tells both; `isOver` ends the asking.
 */
export async function untilReady(
  channels: Channels,
  session: string,
  heard: { readonly shell: boolean; readonly iopub: boolean },
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    channels.send("shell", newMessage("kernel_info_request", session));
    for (let waited = 0; waited < 500 && !isOver(); waited += 10) {
      if (heard.shell && heard.iopub) return;
      await delay(10);
    }
  }
}
