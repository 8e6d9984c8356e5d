import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { HostError } from "../errors";
import { freePorts } from "./connection";
import { delay, withDeadline } from "./deadline";
import { tslabSpec } from "../kernel/spec";
import type { KernelSpec } from "./host";
import { keeperArgs } from "./preload";
import { endGroup, startGroup, type GroupProcess } from "./process";
import { checkServer, type ServerAddress } from "./server";

export interface LocalHostOptions {
  /** The `jupyter` of an environment with jupyter_server; given instead of `python`. */
  readonly jupyter?: string | undefined;
  /** The Python of an environment with jupyter_server; given instead of `jupyter`. */
  readonly python?: string | undefined;
  /** The folder that the server serves; kernels can only work inside it; this folder. */
  readonly root?: string | undefined;
  /** Kernels beside those of the environment; `tslab` is always there. */
  readonly kernels?: Readonly<Record<string, KernelSpec>> | undefined;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly startTimeoutMs?: number | undefined;
}

/** A Jupyter server that this process started. */
export interface RunningServer {
  readonly command: string;
  readonly process: GroupProcess;
  readonly address: ServerAddress;
  /** Ends it with its kernels, and removes its files. */
  stop(): Promise<void>;
}

const setupCommand = "npx clinic lab --setup";

/**
 * Starts a Jupyter server and waits until it answers.
 * @throws HostError no such program, or it does not start
 */
export async function startServer(options: LocalHostOptions, root: string): Promise<RunningServer> {
  const command = serverCommand(options);
  const folder = fs.mkdtempSync(path.join(tmpdir(), "clinic-server-"));
  writeKernelSpecs(path.join(folder, "data"), { tslab: tslabSpec(), ...options.kernels });
  const token = randomBytes(24).toString("hex");
  const [port] = await freePorts(1);
  const server = startGroup(keeperArgs(folder, [...command, ...serverOptions(root, port)]), {
    cwd: root,
    env: serverEnv(folder, token, options.env),
    folder,
  });
  const stop = async () => {
    await endGroup(server, 3_000);
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    const address = await untilServing(server, folder, token, options.startTimeoutMs ?? 60_000);
    return { command: command.join(" "), process: server, address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function serverCommand({ jupyter, python }: LocalHostOptions): string[] {
  const program = jupyter ?? python;
  if (program === undefined)
    throw new TypeError("openLocalHost: wanted `jupyter` or `python`, found neither");
  if (!fs.existsSync(program))
    throw new HostError(
      {},
      {
        what: `There is no Jupyter at ${program}`,
        advice: `Make it with: ${setupCommand}`,
      },
    );
  return jupyter === undefined ? [program, "-m", "jupyter_server"] : [program, "server"];
}

function serverOptions(root: string, port: number): string[] {
  const isRoot = process.getuid?.() === 0;
  return [
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.open_browser=False",
    "--ServerApp.terminals_enabled=False",
    "--ServerApp.log_level=ERROR", // the last lines are for what went wrong
    `--ServerApp.port=${port}`,
    `--ServerApp.root_dir=${root}`,
    ...(isRoot ? ["--ServerApp.allow_root=True"] : []),
    // Output is capped in the runner; the server's own limits drop it silently.
    "--ZMQChannelsWebsocketConnection.limit_rate=False",
    // A dead kernel is told within half a second instead of three, and a busy one ends as fast.
    "--KernelRestarter.time_to_dead=0.5",
    "--KernelManager.shutdown_wait_time=0.5",
  ];
}

function serverEnv(
  folder: string,
  token: string,
  env: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  return {
    ...process.env,
    JUPYTER_CONFIG_PATH: "",
    JUPYTER_NO_CONFIG: "1",
    JUPYTER_PREFER_ENV_PATH: "0", // our kernelspecs before those of the environment
    JUPYTER_CONFIG_DIR: path.join(folder, "config"),
    JUPYTER_DATA_DIR: path.join(folder, "data"),
    JUPYTER_RUNTIME_DIR: path.join(folder, "runtime"),
    JUPYTER_TOKEN: token, // not on the command line, which every user of the machine can read
    ...env,
  };
}

function writeKernelSpecs(data: string, specs: Readonly<Record<string, KernelSpec>>): void {
  for (const [name, { argv, display_name, language, env = {} }] of Object.entries(specs)) {
    const folder = path.join(data, "kernels", name);
    fs.mkdirSync(folder, { recursive: true });
    const spec = { argv, display_name, language, env };
    fs.writeFileSync(path.join(folder, "kernel.json"), JSON.stringify(spec));
  }
}

/** Waits for the file in which the server says where it listens, and for its first answer. */
async function untilServing(
  server: GroupProcess,
  folder: string,
  token: string,
  timeoutMs: number,
): Promise<ServerAddress> {
  const deadline = performance.now() + timeoutMs;
  let reason = `did not answer within ${timeoutMs / 1000} s`;
  while (performance.now() < deadline && server.end === undefined) {
    const baseUrl = readServerUrl(path.join(folder, "runtime"));
    if (baseUrl !== undefined && (await answers({ baseUrl, token }))) return { baseUrl, token };
    await delay(50);
  }
  if (server.end !== undefined) reason = server.end;
  throw new HostError(
    {},
    {
      what: `The project's Jupyter server ${reason}`,
      captured: logOf(server),
      advice: `Make its environment anew with: ${setupCommand}`,
    },
  );
}

function readServerUrl(runtime: string): string | undefined {
  if (!fs.existsSync(runtime)) return undefined;
  const file = fs.readdirSync(runtime).find((name) => /^jpserver-\d+\.json$/.test(name));
  if (file === undefined) return undefined;
  try {
    const { port } = JSON.parse(fs.readFileSync(path.join(runtime, file), "utf8")) as {
      port: number;
    };
    return `http://127.0.0.1:${port}/`;
  } catch {
    return undefined; // it is being written
  }
}

async function answers(address: ServerAddress): Promise<boolean> {
  const check = checkServer(address, 5_000).then(
    () => true,
    () => false,
  );
  return (await withDeadline(check, 6_000)) === true;
}

/** The last lines that the server wrote. */
export const logOf = ({ tail }: GroupProcess): string =>
  tail.trimEnd().split("\n").slice(-15).join("\n");
