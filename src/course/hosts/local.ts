import path from "node:path";
import type { KernelHost } from "./host";
import { logOf, startServer, type LocalHostOptions } from "./jupyter-server";
import { serverPath } from "./remote";
import { connectServer } from "./server";

export type { LocalHostOptions } from "./jupyter-server";

/**
 * A host with a Jupyter server of its own: on 127.0.0.1, with a token nobody else knows, and with
 * folders of its own, so that it neither reads nor writes what the user's Jupyter has.
 * @throws HostError no such program, or the server does not start; with the last of its log
 */
export async function openLocalHost(options: LocalHostOptions): Promise<KernelHost> {
  const root = path.resolve(options.root ?? ".");
  const server = await startServer(options, root);
  const client = connectServer(server.address);
  return {
    name: "local",
    description: `a Jupyter server of its own (${server.command})`,
    settings: client.settings,
    kernelPath: (folder) => serverPath(root, folder),
    // The server's log has what a kernel wrote before it could send messages.
    lastWords: () => logOf(server.process),
    dispose: async () => {
      client.close();
      await server.stop();
    },
  };
}
