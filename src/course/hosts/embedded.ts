import path from "node:path";
import { ServerConnection } from "@jupyterlab/services";
import { tslabSpec } from "../kernel/spec";
import { bestTransport } from "./connection";
import type { KernelHost, KernelSpec } from "./host";
import { lastWords, stopKernel } from "./kernel";
import { answer, type KernelTable } from "./rest";
import { guardSerializer } from "./settings";
import { passObjects, socketClass } from "./socket";

export interface EmbeddedHostOptions {
  /** Kernels beside (or instead of) `tslab`, by name. */
  readonly kernels?: Readonly<Record<string, KernelSpec>>;
}

/**
 * A host that runs kernels without Python or a server: to `@jupyterlab/services` it looks like a
 * Jupyter server, behind it are the kernels' own ZeroMQ sockets.
 */
export function openEmbeddedHost({ kernels = {} }: EmbeddedHostOptions = {}): Promise<KernelHost> {
  const tslab = { ...tslabSpec(), transport: bestTransport() };
  const table: KernelTable = {
    specs: new Map(Object.entries({ tslab, ...kernels })),
    kernels: new Map(),
    isDisposed: false,
  };
  const settings = ServerConnection.makeSettings({
    baseUrl: "http://embedded.invalid/",
    wsUrl: "ws://embedded.invalid/",
    token: "",
    fetch: (input) => answer(table, input as Request),
    WebSocket: socketClass((id) => table.kernels.get(id)),
    serializer: guardSerializer(passObjects),
  });
  return Promise.resolve({
    name: "embedded",
    description: `kernels of this process (Node ${process.versions.node}, no Python)`,
    settings,
    kernelPath: (folder) => path.resolve(folder),
    lastWords: (id) => {
      const kernel = table.kernels.get(id);
      return kernel ? lastWords(kernel) : "";
    },
    dispose: async () => {
      table.isDisposed = true;
      await Promise.all([...table.kernels.values()].map(stopKernel));
      table.kernels.clear();
    },
  });
}
