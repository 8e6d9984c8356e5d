import { rmSync } from "node:fs";
import { connectChannels, untilReady, type Channels, type Receive } from "./channels";
import { writeConnection, type Connection } from "./connection";

import type { KernelSpec } from "./host";
import { preloadEnv, writePreload } from "./preload";
import { endGroup, startGroup, type GroupProcess } from "./process";

/** One process of a kernel with its sockets. A restart makes a new one. */
export interface Life {
  readonly connection: Connection;
  readonly process: GroupProcess;
  readonly channels: Channels;
  readonly heard: { shell: boolean; iopub: boolean };
  /** Set when we end it, or have told everybody that it ended. */
  isOver: boolean;
}

/** The session of the host's own requests; clients never see the answers to them. */
export const hostSession = "clinic-host";

const portTaken = /EADDRINUSE|address already in use/i;

/** Starts the process of a kernel and connects to it; does not wait until it answers. */
export async function beginLife(
  name: string,
  spec: KernelSpec,
  folder: string,
  receive: Receive,
): Promise<Life> {
  const connection = await writeConnection(name, spec.transport ?? "tcp");
  const argv = spec.argv.map((arg) =>
    arg
      .replaceAll("{connection_file}", connection.file)
      .replaceAll("{connection_folder}", connection.folder),
  );
  // A wrapper (a sandbox, say) becomes the parent of the kernel: then any parent is right.
  const parent = argv[0] === process.execPath ? process.pid : undefined;
  const guard = { folder: connection.folder, ...(parent !== undefined && { parent }) };
  const env = preloadEnv(writePreload(connection.folder), { ...process.env, ...spec.env }, guard);
  const heard = { shell: false, iopub: false };
  const channels = connectChannels(connection, (channel, message) => {
    if (channel === "shell" || channel === "iopub") heard[channel] = true;
    if (message.parent_header["session"] !== hostSession) receive(channel, message);
  });
  const group = startGroup(argv, { cwd: folder, env, folder: connection.folder });
  return { connection, process: group, channels, heard, isOver: false };
}

/** Waits until the kernel answers. @returns what else ended the waiting. */
export async function awaitLife(life: Life): Promise<"ready" | "port taken" | "over"> {
  const isTaken = () => portTaken.test(life.process.tail);
  const isOver = () => life.isOver || life.process.end !== undefined;
  await untilReady(life.channels, hostSession, life.heard, () => isOver() || isTaken());
  if (isOver()) return life.process.end !== undefined && isTaken() ? "port taken" : "over";
  return isTaken() ? "port taken" : "ready";
}

/** Ends the process and everything that it started in its group, and removes its files. */
export async function endLife(life: Life): Promise<void> {
  life.isOver = true;
  life.channels.close();
  await endGroup(life.process, 300);
  try {
    rmSync(life.connection.folder, { recursive: true, force: true });
  } catch {
    // A file that something still holds open (Windows) is left to the system's temporary folder.
  }
}
