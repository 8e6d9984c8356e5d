import path from "node:path";
import { HostError } from "../errors";
import type { KernelHost } from "./host";
import { checkServer, connectServer, type ServerAddress } from "./server";

export interface RemoteHostOptions {
  /** As a server prints it: `http(s)://host:port/base/?token=…`. */
  readonly url: string;
  /** Used before a token in the address. */
  readonly token?: string | undefined;
  /** The folder that the server serves, when it is on this machine: tells kernels their folder. */
  readonly root?: string | undefined;
}

const answerTimeoutMs = 15_000;

/**
 * A host that runs kernels on a Jupyter server which somebody else started.
 * @throws HostError a malformed address; a server that cannot be reached, or does not let us in
 */
export async function openRemoteHost({ url, token, root }: RemoteHostOptions): Promise<KernelHost> {
  const address = parseServerUrl(url, token);
  await checkServer(address, answerTimeoutMs);
  const client = connectServer(address);
  return {
    name: "remote",
    description: `the Jupyter server at ${address.baseUrl}`,
    settings: client.settings,
    kernelPath: (folder) => (root === undefined ? undefined : serverPath(root, folder)),
    lastWords: () => "",
    dispose: () => {
      client.close();
      return Promise.resolve();
    },
  };
}

/**
 * Splits a server's address into its base and its token.
 * @throws HostError it is no http address
 */
export function parseServerUrl(url: string, token?: string): ServerAddress {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    throw new HostError(
      {},
      {
        what: `"${url}" is not the address of a Jupyter server`,
        advice: "Give it as http://host:8888/?token=…",
      },
    );
  const base = parsed.pathname.replace(/\/+$/, "").replace(/\/(?:lab|tree|notebooks)$/, "");
  return {
    baseUrl: `${parsed.origin}${base}/`,
    token: token ?? parsed.searchParams.get("token") ?? "",
  };
}

/**
 * A folder as a path below the server's root, with "/" between names.
 * @throws HostError the folder is not below the root
 */
export function serverPath(root: string, folder: string): string {
  const relative = path.relative(path.resolve(root), path.resolve(folder));
  if (relative.startsWith("..") || path.isAbsolute(relative))
    throw new HostError(
      {},
      {
        what: `The folder ${folder} is outside of ${root}, the folder that the server serves`,
        advice: "Open the server on a folder that contains it",
      },
    );
  return relative.split(path.sep).join("/");
}
