/** `npm run lab` as a terminal starts it: how it ends, that there is one only, and what it leaves of the clone. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { findRunning } from "../../../src/course/lab/running";
import { isVenvReady } from "../../../src/course/lab/venv";
import { clinic, ROOT, until } from "../../cli/clinic";
import { removeFolder } from "../../remove-folder";
import { isRunning } from "../run/processes";

interface Lab {
  npm: ChildProcess;
  text: () => string;
  ask: (path: string, body?: object) => Promise<{ id: string; kernel: { id: string } }>;
}

const started: Lab[] = [];
let runtime = "";

afterEach(() => {
  for (const { npm } of started.splice(0)) {
    for (const pid of below(npm.pid!)) kill(pid);
  }
  removeFolder(runtime);
});

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it is gone
  }
}

/** `npm run lab` in a process group of its own, as a shell makes one for each command. */
async function startLab(): Promise<Lab> {
  runtime = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-runtime-"));
  const npm = spawn("npm", ["run", "lab", "--", "--no-browser"], {
    cwd: ROOT,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, CLINIC_LAB_RUNTIME: runtime },
  });
  let text = "";
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  }
  const address = /(http:\/\/\S+?)\/lab\S+token=(\w+)/;
  await until("it is open", () => /The log is/.test(text), 60);
  const [, origin, token] = address.exec(text)!;
  const ask: Lab["ask"] = async (where, body) => {
    const answer = await fetch(`${origin}/api/${where}`, {
      headers: { Authorization: `token ${token}` },
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    });
    return (await answer.json()) as never;
  };
  const lab = { npm, text: () => text, ask };
  started.push(lab);
  return lab;
}

/** A notebook of `work/` with its kernel, as JupyterLab opens one. */
async function openNotebook({ ask }: Lab): Promise<void> {
  const { kernel } = await ask("sessions", {
    path: "work/notebooks/00-first-gan.ipynb",
    name: "00-first-gan.ipynb",
    type: "notebook",
    kernel: { name: "tslab" },
  });
  const isUp = async (): Promise<boolean> => {
    const { execution_state } = (await ask(`kernels/${kernel.id}`)) as { execution_state?: string };
    return execution_state === "idle" || execution_state === "starting";
  };
  await until("the kernel is there", isUp, 60);
  await new Promise((resolve) => setTimeout(resolve, 2500)); // and has loaded itself
}

/** A process and all that it started, however deep, by what the system says. */
function below(pid: number): number[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found) {
    found.push(...pairs.filter(([, of]) => of === parent).map(([own]) => own));
  }
  return found;
}

const goneWithin = async (pids: readonly number[], seconds: number): Promise<number> => {
  const begin = performance.now();
  await until("all processes are gone", () => !pids.some(isRunning), seconds);
  return performance.now() - begin;
};

describe.skipIf(!isVenvReady())("npm run lab (needs .venv)", () => {
  it.each([
    ["the terminal is closed", "SIGHUP", true],
    ["one Ctrl-C", "SIGINT", true],
    ["SIGTERM to npm alone", "SIGTERM", false],
  ] as const)("%s (%s) ends the server and its kernels within 5 s", async (_, signal, all) => {
    const lab = await startLab();
    await openNotebook(lab);
    const pids = below(lab.npm.pid!);
    expect(pids.length).toBeGreaterThanOrEqual(4); // npm, node, the server, a kernel
    process.kill(all ? -lab.npm.pid! : lab.npm.pid!, signal);
    console.log(`${signal}: ${pids.length} processes, ${await goneWithin(pids, 5)} ms`);
  });

  it("a kernel that hears nothing ends as well", async () => {
    const lab = await startLab();
    await openNotebook(lab);
    const pids = below(lab.npm.pid!);
    process.kill(pids.at(-1)!, "SIGSTOP");
    process.kill(-lab.npm.pid!, "SIGINT");
    await goneWithin(pids, 5);
  });

  it("a kernel ends with a server that is killed", async () => {
    const lab = await startLab();
    await openNotebook(lab);
    const pids = below(lab.npm.pid!);
    const [server] = fs
      .readdirSync(runtime)
      .flatMap((name) => /^jpserver-(\d+)\.json$/.exec(name) ?? [])
      .slice(1);
    process.kill(Number(server), "SIGKILL");
    await goneWithin(pids, 5);
  });

  it("a second one opens the first, and says so; --stop ends it", async () => {
    const lab = await startLab();
    const pids = below(lab.npm.pid!);
    const env = { ...process.env, CLINIC_LAB_RUNTIME: runtime };
    const again = spawnSync("npm", ["run", "lab", "--", "--no-browser"], {
      cwd: ROOT,
      env,
      encoding: "utf8",
    });
    expect(again.status).toBe(0);
    expect(again.stderr).toMatch(
      /open already at\n +http:\/\/\S+work\/index\.md\?token=\w+\n.*--stop/,
    );
    const servers = fs.readdirSync(runtime).filter((name) => /^jpserver-\d+\.json$/.test(name));
    expect(servers).toHaveLength(1);
    process.env.CLINIC_LAB_RUNTIME = runtime;
    expect(await findRunning()).toBeDefined();
    const stop = await clinic("lab", "--stop");
    expect(stop).toMatchObject({ code: 0, text: expect.stringContaining("have ended") as string });
    await goneWithin(pids, 5);
    expect((await clinic("lab", "--stop")).text).toContain(
      "No JupyterLab of this course is running",
    );
    delete process.env.CLINIC_LAB_RUNTIME;
  });
});
