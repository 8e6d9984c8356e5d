import type { KernelMessage } from "@jupyterlab/services";
import type { Receive, RequestChannel } from "./channels";
import { sendToKernel, type EmbeddedKernel } from "./kernel";
import type { WireMessage } from "./wire";

type Handler = ((event: unknown) => void) | null;

const requestChannels: readonly string[] = ["shell", "control", "stdin"];

/**
 * A stand-in for `WebSocket`, for `/api/kernels/:id/channels` of the embedded host. It has what
 * `@jupyterlab/services` uses of it. Messages pass as objects: see {@link passObjects}.
 */
export class EmbeddedSocket {
  readonly protocol = "";
  binaryType = "arraybuffer";
  onopen: Handler = null;
  onmessage: Handler = null;
  onclose: Handler = null;
  onerror: Handler = null;
  readonly #session: string;
  #isClosed = false;

  constructor(
    url: string,
    readonly kernel: EmbeddedKernel | undefined,
  ) {
    this.#session = new URL(url).searchParams.get("session_id") ?? "";
    void this.#open();
  }

  async #open(): Promise<void> {
    await this.kernel?.ready;
    if (this.#isClosed) return;
    if (this.kernel && this.kernel.state !== "dead") {
      this.kernel.listeners.add(this.#receive);
      this.onopen?.({});
    } else {
      this.#isClosed = true;
      this.onclose?.({ code: 1006, reason: "The kernel is dead" });
    }
  }

  // Answers go to the client that asked; iopub goes to everybody.
  readonly #receive: Receive = (channel, message) => {
    if (channel === "iopub" || message.parent_header["session"] === this.#session)
      this.onmessage?.({ data: { ...message, channel } });
  };

  send(data: unknown): void {
    const { channel, ...message } = data as { channel: string } & WireMessage;
    if (this.#isClosed || !this.kernel || !requestChannels.includes(channel)) return;
    sendToKernel(this.kernel, channel as RequestChannel, message);
  }

  close(): void {
    this.#isClosed = true;
    this.kernel?.listeners.delete(this.#receive);
  }
}

/** The `WebSocket` class of a host, which knows its kernels by their ids. */
export function socketClass(find: (kernelId: string) => EmbeddedKernel | undefined) {
  const Socket = class extends EmbeddedSocket {
    constructor(url: string) {
      super(url, find(decodeURIComponent(new URL(url).pathname.split("/").at(-2) ?? "")));
    }
  };
  return Socket as unknown as typeof WebSocket;
}

/** The serializer that goes with {@link EmbeddedSocket}: nothing is written, nothing parsed. */
export const passObjects = {
  serialize: (message: KernelMessage.IMessage) => message as unknown as string,
  deserialize: (data: ArrayBuffer) => data as unknown as KernelMessage.IMessage,
};
