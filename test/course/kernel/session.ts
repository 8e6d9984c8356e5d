/** A course's kernel to talk to, as JupyterLab does: cells one by one, and the stop button. */
import fs from "node:fs";
import { openEmbeddedHost } from "../../../src/course/hosts/embedded";
import { NOTEBOOKS } from "../../../src/course/paths";
import { execute, type Reply } from "../../../src/course/run/execute";
import type { OutputMessage } from "../../../src/course/run/outputs";
import { closeSession, interruptSession, openSession } from "../../../src/course/run/session";

/** What came of one cell. */
export interface CellRun {
  readonly reply: Reply;
  /** What it printed. */
  readonly text: string;
  readonly messages: readonly OutputMessage[];
  readonly milliseconds: number;
}

export interface OpenKernel {
  /** @param cellId as JupyterLab sends it along */
  run(code: string, cellId?: string): Promise<CellRun>;
  stop(): Promise<void>;
  /** Memory that its process holds, in MB (Linux). */
  memory(): number;
  close(): Promise<void>;
}

export async function openKernel(): Promise<OpenKernel> {
  const host = await openEmbeddedHost();
  const session = await openSession({
    host,
    kernelName: "tslab",
    folder: NOTEBOOKS,
    startTimeoutMs: 120_000,
    place: { notebook: "a test" },
    stopped: new Promise(() => undefined),
  });
  if (!session) throw new Error("No session: the start was stopped");
  const run = async (code: string, cellId?: string): Promise<CellRun> => {
    const messages: OutputMessage[] = [];
    const start = performance.now();
    const reply = await execute(session, code, (message) => messages.push(message), cellId);
    const milliseconds = performance.now() - start;
    const text = messages
      .filter(({ type }) => type === "stream")
      .map(({ content }) => String(content["text"]))
      .join("");
    return { reply, text, messages, milliseconds };
  };
  const pid = (await run("console.log(process.pid)")).text.trim();
  return {
    run,
    stop: () => interruptSession(session, 5_000),
    memory() {
      const status = fs.readFileSync(`/proc/${pid}/status`, "utf8");
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1024;
    },
    async close() {
      await closeSession(session);
      await host.dispose();
    },
  };
}
