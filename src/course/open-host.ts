/** The kernel host that the options ask for. */
import { openEmbeddedHost } from "./hosts/embedded";
import type { KernelHost } from "./hosts/host";
import { openLocalHost } from "./hosts/local";
import { openRemoteHost } from "./hosts/remote";
import { isVenvReady, venvCommand } from "./lab/venv";
import { ROOT } from "./paths";

/** Where notebooks are to be executed. */
export interface HostWish {
  host: "embedded" | "local";
  server?: string;
  token?: string;
}

/**
 * @throws Error the local host without `.venv`; a server that does not answer
 */
export async function openHost({ host, server, token }: HostWish): Promise<KernelHost> {
  if (server !== undefined) return openRemoteHost({ url: server, token });
  if (host === "embedded") return openEmbeddedHost();
  if (!isVenvReady()) {
    throw new Error(
      "The local host needs JupyterLab in .venv. Make it with: npx clinic lab --setup",
    );
  }
  return openLocalHost({ jupyter: venvCommand("jupyter"), root: ROOT });
}
