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
 * @throws {Error} something already listens there, or nobody may
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
