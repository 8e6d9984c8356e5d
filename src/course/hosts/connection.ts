import { randomBytes } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

export const channelNames = ["shell", "control", "stdin", "iopub", "hb"] as const;
export type ChannelName = (typeof channelNames)[number];

/** Where a kernel listens, the key its messages are signed with, and the file that tells it so. */
export interface Connection {
  readonly folder: string;
  readonly file: string;
  readonly key: string;
  readonly address: (channel: ChannelName) => string;
}

// Shorter than any system's longest path of a Unix socket (macOS: 103 characters), with what is put behind it.
const longestFolder = 70;

/**
 * How to talk to a kernel that can do either. Unix sockets lie in the kernel's own folder, so nobody else meets them. A
 * port can be another kernel's before ours has it: then ZeroMQ gives up for good on whom it met there, and the kernel
 * seems never to answer (1 of 200, started six at a time on two cores, where it takes seconds from the choice to the
 * use of a port).
 */
export function bestTransport(): "tcp" | "ipc" {
  return process.platform !== "win32" && tmpdir().length <= longestFolder ? "ipc" : "tcp";
}

/**
 * Writes a connection file (readable by its owner alone) in a new folder of the same kind.
 * Over "tcp" the ports are free now; another program can still take one before the kernel does.
 */
export async function writeConnection(
  kernelName: string,
  transport: "tcp" | "ipc",
): Promise<Connection> {
  const folder = mkdtempSync(path.join(tmpdir(), "clinic-kernel-"));
  const file = path.join(folder, "connection.json");
  const key = randomBytes(32).toString("hex");
  const ip = transport === "tcp" ? "127.0.0.1" : path.join(folder, "socket");
  const ports = transport === "tcp" ? await freePorts(channelNames.length) : [1, 2, 3, 4, 5];
  const port = Object.fromEntries(channelNames.map((name, i) => [name, ports[i]]));
  const content = {
    transport,
    ip,
    key,
    signature_scheme: "hmac-sha256",
    kernel_name: kernelName,
    ...Object.fromEntries(channelNames.map((name) => [`${name}_port`, port[name]])),
  };
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
  return { folder, file, key, address: (name) => `${transport}://${ip}:${port[name]}` };
}

/** Ports of 127.0.0.1 that are free, all different: they are held until the last is known. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    // Who connects meanwhile looks for a kernel that had this port; as long as it is connected, nothing can close.
    const server = createServer((socket) => socket.destroy());
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      resolve(server);
    });
  });
}
