import { ServerConnection } from "@jupyterlab/services";
import { HostError } from "../errors";
import { guardSerializer } from "./settings";

/** A Jupyter server: where it is, ending in "/", and its token ("" when it wants none). */
export interface ServerAddress {
  readonly baseUrl: string;
  readonly token: string;
}

/** The settings to talk to a server, and how to let go of every connection they opened. */
export interface ServerClient {
  readonly settings: ServerConnection.ISettings;
  close(): void;
}

/** The status of an answer that the server did not give. */
export const unreachable = 599;

// The longest answer known is that to starting or ending a kernel.
const requestTimeoutMs = 30_000;

/**
 * Settings for a real server. In Node the default `WebSocket` of `@jupyterlab/services` is the
 * package `ws`, which it depends on itself: the same in every version of Node.
 */
export function connectServer({ baseUrl, token }: ServerAddress): ServerClient {
  const defaults = ServerConnection.makeSettings({
    baseUrl,
    wsUrl: baseUrl.replace(/^http/, "ws"),
    token,
    appendToken: true,
  });
  const closing = new AbortController();
  const { Socket, terminateAll } = trackSockets(defaults.WebSocket);
  const settings = {
    ...defaults,
    fetch: boundedFetch(closing.signal),
    WebSocket: Socket,
    serializer: guardSerializer(defaults.serializer),
  };
  const close = () => {
    closing.abort();
    terminateAll();
  };
  return { settings, close };
}

/**
 * A `fetch` that answers 599 when the server cannot be reached, and 504 after its deadline. On a network error
 * `@jupyterlab/services` asks again for ever; after an answer it takes the kernel for dead.
 */
function boundedFetch(closing: AbortSignal) {
  return async (input: RequestInfo, init?: RequestInit): Promise<Response> => {
    const signal = AbortSignal.any([closing, AbortSignal.timeout(requestTimeoutMs)]);
    try {
      return await fetch(input, { ...init, signal });
    } catch (error) {
      const isLate = (error as Error).name === "TimeoutError";
      return Response.json({ message: reasonOf(error) }, { status: isLate ? 504 : unreachable });
    }
  };
}

/** Every open socket is remembered: a polite close would wait half a minute for a dead server. */
function trackSockets(Base: typeof WebSocket) {
  const open = new Set<WebSocket & { terminate(): void }>();
  const Socket = class extends Base {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      const self = this as unknown as WebSocket & { terminate(): void };
      open.add(self);
      this.addEventListener("close", () => open.delete(self));
      // An "error" that nobody hears would end this process.
      this.addEventListener("error", () => undefined);
    }
  };
  const terminateAll = () => {
    for (const socket of open) socket.terminate();
  };
  return { Socket, terminateAll };
}

/**
 * Asks the server who it is.
 * @throws HostError it cannot be reached, does not let us in, or is no Jupyter server
 */
export async function checkServer(
  { baseUrl, token }: ServerAddress,
  timeoutMs: number,
): Promise<string> {
  const headers = new Headers(token ? { Authorization: `token ${token}` } : {});
  const response = await fetch(`${baseUrl}api/kernelspecs`, {
    headers,
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => reasonOf(error));
  if (typeof response === "string") throw notReached(baseUrl, response);
  if (response.status === 401 || response.status === 403) throw refused(baseUrl, response.status);
  const model = (await response.json().catch(() => undefined)) as
    { kernelspecs?: object } | undefined;
  if (!response.ok || !model?.kernelspecs) throw noJupyter(baseUrl, response.status);
  return Object.keys(model.kernelspecs).join(", ");
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  return [message, cause?.code ?? cause?.message].filter(Boolean).join(": ");
}

const notReached = (url: string, reason: string): HostError =>
  new HostError(
    {},
    {
      what: `The Jupyter server at ${url} cannot be reached (${reason})`,
      advice: "Is it running, and is this its address? `jupyter server list` on its machine says",
    },
  );

const refused = (url: string, status: number): HostError =>
  new HostError(
    {},
    {
      what: `The Jupyter server at ${url} does not let us in (HTTP ${status})`,
      advice: "Give its token, as in http://host:8888/?token=…; `jupyter server list` shows it",
    },
  );

const noJupyter = (url: string, status: number): HostError =>
  new HostError(
    {},
    {
      what: `What answers at ${url} is not a Jupyter server (HTTP ${status} for api/kernelspecs)`,
      advice: "Give the server's base address, without /lab or /tree at its end",
    },
  );
