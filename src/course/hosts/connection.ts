import { randomBytes } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

export const channelNames = ["shell", "control", "stdin", "iopub", "hb"] as const;
export type ChannelName = (typeof channelNames)[number];

/** Where a kernel listens, the key its messages are signed with, and the file that tells it so. */
export type Connection = {
  readonly folder: string;
  readonly file: string;
  readonly key: string;
  readonly address: (channel: ChannelName) => string;
};

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
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      resolve(server);
    });
  });
}
