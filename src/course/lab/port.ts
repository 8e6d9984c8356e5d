/** Which port JupyterLab will listen on. */
import net from "node:net";

/** The port that JupyterLab tries first. */
export const USUAL_PORT = 8888;

/** The system's word for why nobody can listen on this port of this machine, or undefined: it is free. */
export async function whyTaken(port: number): Promise<string | undefined> {
  const server = net.createServer();
  return await new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    server.listen(port, "127.0.0.1", () => {
      server.close(() => {
        resolve(undefined);
      });
    });
  });
}

/** The first free port from this one on, as JupyterLab looks for it; undefined after five. */
export async function nextFreePort(first: number): Promise<number | undefined> {
  for (let port = first; port < first + 5; port++) {
    if ((await whyTaken(port)) === undefined) return port;
  }
  return undefined;
}

/**
 * Wait until somebody listens at an address: JupyterLab logs its own some milliseconds before it does. No longer than
 * a limit: an address that this machine itself cannot reach may still be one for a browser.
 * @param over nobody will listen any more
 * @param limit milliseconds
 * @returns false when it was over first
 */
export async function untilHeard(
  address: string,
  over: AbortSignal,
  limit = 10_000,
): Promise<boolean> {
  const { hostname, port, protocol } = new URL(address);
  const usual = protocol === "https:" ? 443 : 80; // a URL leaves it out
  const end = performance.now() + limit;
  while (!over.aborted && performance.now() < end) {
    if (await isHeard(hostname, Number(port) || usual)) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return !over.aborted;
}

async function isHeard(host: string, port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = net.connect({ host, port });
    const answer = (heard: boolean): void => {
      socket.destroy();
      resolve(heard);
    };
    socket.setTimeout(1000, () => {
      answer(false);
    });
    socket.once("connect", () => {
      answer(true);
    });
    socket.once("error", () => {
      answer(false);
    });
  });
}

/**
 * @throws Error something already listens there, or nobody may
 */
export async function refuseTakenPort(port: number): Promise<void> {
  const why = await whyTaken(port);
  if (why === undefined) return;
  throw new Error(
    why === "EADDRINUSE"
      ? `Port ${port} is taken. Give another one (clinic lab --port ${port + 1}), or none: then a free one is found`
      : `Port ${port} cannot be used (${why}). Give one from 1024 to 65535, or none`,
  );
}
