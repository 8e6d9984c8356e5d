import fs from "node:fs";
import { createServer, type Server } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../../src/course/paths";
import type { IsolationLevel } from "../../../src/grader/contract";
import { strongestIsolation } from "../../../src/grader/sandbox/isolation";
import { openSandbox, sandboxProgram, type Run } from "../../../src/grader/sandbox/sandbox";
import { listProcesses } from "../../../src/grader/sandbox/tree";
import { hostileCases, type HostileCase } from "./hostile-cases";
import { removeFolder } from "../../remove-folder";

const canary = "CANARY-1f9c7a52";
const rows: string[] = [];
let folder: string;
let server: Server;
let port: number;

beforeAll(async () => {
  process.env.GRADER_SECRET = canary;
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "gan-clinic-secret-"));
  fs.writeFileSync(path.join(folder, "checks.ts"), canary);
  server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  port = (server.address() as { port: number }).port;
});

afterAll(() => {
  delete process.env.GRADER_SECRET;
  removeFolder(folder);
  server.close();
  console.log(rows.join("\n"));
});

const { missing } = strongestIsolation(sandboxProgram({ libraryRoot: ROOT }), { trusted: true });
const walls: IsolationLevel[] = missing.bubblewrap ? ["process"] : ["bubblewrap", "process"];

describe.each(walls)("a hostile submission behind: %s", (wall) => {
  const here = hostileCases.filter((each) => each.walls?.includes(wall) ?? true);

  it.each(here)("$name", { timeout: 60_000 }, async (hostile) => {
    const held = process.memoryUsage().rss;
    const { run, alive, seen, left } = await attack(hostile, wall);
    const got = run.outcome === "done" ? JSON.stringify(run.values ?? null) : messageOf(run);
    rows.push(
      `${wall} | ${hostile.name} | expected ${hostile.expected.outcome} | got ${run.outcome} | ${got.slice(0, 60)}`,
    );
    expect(run.outcome, got).toBe(hostile.expected.outcome);
    if (hostile.expected.says !== undefined) expect(got).toMatch(hostile.expected.says);
    expect(alive).toBe(hostile.alive);
    expect(JSON.stringify(run)).not.toContain(canary);
    expect(({} as { passed?: unknown }).passed).toBeUndefined();
    expect(left).toEqual([]);
    expect(listProcesses().filter(({ pid }) => seen.has(pid))).toEqual([]);
    expect(process.memoryUsage().rss - held).toBeLessThan(150e6);
  });
});

async function attack(hostile: HostileCase, isolation: IsolationLevel) {
  const sandbox = await openSandbox({
    libraryRoot: ROOT,
    isolation,
    limits: { memory: 256, ...hostile.limits },
  });
  // All of its processes that were ever seen, those too that left it.
  const seen = new Set<number>();
  const look = () => {
    for (const pid of sandbox.processes()) seen.add(pid);
  };
  const timer = setInterval(look, 100);
  let ended: { run: Run; alive: boolean };
  try {
    look();
    const code = hostile.code
      .replaceAll("SECRET_FOLDER", folder)
      .replaceAll("LIBRARY", ROOT)
      .replaceAll("OPEN_PORT", String(port));
    const seconds = hostile.seconds ?? 2;
    let run = await sandbox.runCell({ code, awaits: hostile.awaits ?? false }, seconds);
    if (hostile.probe && run.outcome === "done") {
      const inputs = { x: 21 };
      run = await sandbox.probe({ text: hostile.probe, uses: hostile.uses ?? [], inputs }, seconds);
    }
    const after = await sandbox.runCell({ code: "exports.after = 1", awaits: false }, 5);
    ended = { run, alive: after.outcome === "done" };
  } finally {
    clearInterval(timer);
    await sandbox.close();
  }
  return { ...ended, seen, left: sandbox.processes() };
}

function messageOf(run: Run): string {
  return "message" in run ? run.message : "";
}
