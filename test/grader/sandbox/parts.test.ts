import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { findWall, wallFinding } from "../../../src/grader/sandbox/finding";
import { collectPrints } from "../../../src/grader/sandbox/collect";
import { containerArguments, containerImage } from "../../../src/grader/sandbox/container";
import { defaultLimits, limitsWith } from "../../../src/grader/sandbox/limits";
import { sandboxPool } from "../../../src/grader/sandbox/pool";
import { processProblem } from "../../../src/grader/sandbox/process";
import { missingLimits, underLimits, withProcesses } from "../../../src/grader/sandbox/rlimits";
import { sandboxProgram, type Sandbox } from "../../../src/grader/sandbox/sandbox";
import { seccompFilter } from "../../../src/grader/sandbox/seccomp";
import { familyOf, listProcesses } from "../../../src/grader/sandbox/tree";
import { canBecomeOthers, canOthersRead } from "../../../src/grader/sandbox/users";

describe("limits", () => {
  it("are the defaults with some replaced", () => {
    expect(limitsWith({ memory: 300 })).toEqual({ ...defaultLimits, memory: 300 });
  });

  it.each([
    ["memory", 10],
    ["memory", NaN],
    ["processes", 1],
    ["start", 0],
  ])("refuse %s = %d", (name, value) => {
    expect(() => limitsWith({ [name]: value })).toThrow(RangeError);
    expect(() => limitsWith({ [name]: value })).toThrow(`Sandbox limit "${name}"`);
  });

  it("reach the command line where there is prlimit", () => {
    const line = underLimits(defaultLimits, ["node", "x.js"]);
    expect(line.slice(-2)).toEqual(["node", "x.js"]);
    if (line.length > 2) expect(line).toContain(`--fsize=${64 * 1024 * 1024}`);
  });
});

describe("limits of a running process", () => {
  it.runIf(process.platform === "linux")("are told where they do not hold", () => {
    const missing = missingLimits(process.pid, { ...defaultLimits, processor: 1 });
    expect(missing).toContain("processor time"); // this process has no limit of a second
    expect(missingLimits(-1, defaultLimits)).toHaveLength(6);
  });

  it("the number of processes is set by the program's own start", () => {
    const line = withProcesses(64, ["node", "x.js"]);
    expect(line.slice(-2)).toEqual(["node", "x.js"]);
    if (line.length > 2) expect(line[1]).toBe("--nproc=64");
  });
});

describe("what the doctor says of the walls", () => {
  it("names a strong one, and of the weakest what the others lack", () => {
    const missing = { container: "docker is not installed", bubblewrap: "bwrap is too old" };
    expect(wallFinding({ level: "bubblewrap", missing: { container: "x" } })).toEqual({
      topic: "grading",
      state: "ok",
      text: "submissions run behind: bubblewrap",
    });
    const { state, text, remedy } = wallFinding({ level: "process", missing });
    expect([state, text]).toEqual([
      "note",
      "submissions run behind: process, the weakest wall, and only when asked for (--wall process)",
    ]);
    expect(remedy).toBe("container: docker is not installed; or bubblewrap: bwrap is too old");
  });

  it("is never an error: where the course is not to be found, no wall holds up, and it says so", () => {
    const found = findWall(sandboxProgram({ libraryRoot: path.join(os.tmpdir(), "no course") }));
    expect(found.state).not.toBe("missing");
    expect(found.topic).toBe("grading");
  });
});

describe("users", () => {
  it("may read a folder when all that lead to it may be passed", () => {
    const outer = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-users-"));
    const inner = path.join(outer, "course");
    fs.mkdirSync(inner);
    fs.chmodSync(outer, 0o711);
    expect(canOthersRead(inner)).toBe(true);
    fs.chmodSync(outer, 0o700); // as mktemp and root's home are
    expect(canOthersRead(inner)).toBe(false);
    const why = processProblem(sandboxProgram({ libraryRoot: inner }));
    expect(why === "").toBe(!canBecomeOthers());
    fs.rmSync(outer, { recursive: true });
  });
});

describe("a container's command", () => {
  const program = sandboxProgram({ libraryRoot: "/course", limits: { memory: 500, disk: 9 } });
  const line = containerArguments(program, "name");
  const after = (flag: string) => line[line.indexOf(flag) + 1];

  it("has no network, no privilege, nothing to write to but a small folder", () => {
    expect(after("--network")).toBe("none");
    expect(after("--cap-drop")).toBe("ALL");
    expect(after("--security-opt")).toBe("no-new-privileges");
    expect(after("--user")).toBe("65534:65534");
    expect(line).toContain("--read-only");
    expect(after("--tmpfs")).toBe("/tmp:rw,noexec,nosuid,nodev,size=9m");
    expect(line.some((each) => each === "--volume" || each === "-v" || each === "--mount")).toBe(
      false,
    );
  });

  it("has limits of memory and processes, and no swap", () => {
    expect(after("--memory")).toBe("820m");
    expect(after("--memory-swap")).toBe("820m");
    expect(after("--pids-limit")).toBe("64");
  });

  it("keeps messages and what is printed apart", () => {
    expect(line.slice(line.indexOf(containerImage) + 1, -1)).toEqual(["sh", "-c"]);
    expect(line.at(-1)).toMatch(
      /^exec node --max-old-space-size=500 --no-warnings --(experimental-)?permission --allow-addons .*\/lab\/dist\/grader\/sandbox\/runner.js 3<&0 4>&1 0<\/dev\/null 1>&2$/,
    );
  });

  it("redirects in an order that works", () => {
    const script = `3<&0 4>&1 0</dev/null 1>&2`;
    const inner = `node -e 'const fs=require("fs");console.log("printed");fs.writeSync(4,fs.readFileSync(3))'`;
    const out = execFileSync("sh", ["-c", `${inner} ${script}`], {
      input: "asked",
      encoding: "utf8",
      stdio: "pipe",
    });
    expect(out).toBe("asked");
  });
});

describe("the seccomp filter", () => {
  it("is only for the machine whose numbers it has", () => {
    expect(seccompFilter("arm64")).toBeUndefined();
    expect(seccompFilter("x64")!.length % 8).toBe(0);
  });

  it("sends every denied call to the refusal and all others to the permission", () => {
    const bytes = seccompFilter("x64")!;
    const refused = (call: number) => answerOf(bytes, 0xc000003e, call) === 0x00050001;
    for (const call of [101, 165, 272, 319, 425, 30]) expect(refused(call)).toBe(true);
    for (const call of [0, 1, 9, 41, 56, 59, 435]) {
      expect(answerOf(bytes, 0xc000003e, call)).toBe(0x7fff0000);
    }
    expect(refused(0x40000000 + 1)).toBe(true);
    expect(answerOf(bytes, 0x40000003, 1)).toBe(0x80000000);
  });
});

/** What the kernel would do with the filter. */
function answerOf(bytes: Buffer, arch: number, call: number): number {
  let held = 0;
  for (let i = 0; ; i++) {
    const [code, k] = [bytes.readUInt16LE(i * 8), bytes.readUInt32LE(i * 8 + 4)];
    const jump = (yes: boolean) => bytes.readUInt8(i * 8 + (yes ? 2 : 3));
    if (code === 0x20) held = k === 4 ? arch : call;
    else if (code === 0x15) i += jump(held === k);
    else if (code === 0x35) i += jump(held >= k);
    else return k;
  }
}

describe("a family of processes", () => {
  const entry = (pid: number, parent: number) => ({ pid, parent, threads: 1, resident: 0 });

  it("is the first one and all that came of it", () => {
    const processes = [entry(9, 8), entry(1, 0), entry(8, 7), entry(7, 1), entry(5, 1)];
    expect(familyOf({ pid: 7 }, processes).map(({ pid }) => pid)).toEqual([9, 8, 7]);
  });

  it.runIf(process.platform === "linux")("is seen by a mark in the environment", () => {
    const all = listProcesses();
    expect(all.find(({ pid }) => pid === process.pid)!.resident).toBeGreaterThan(1e7);
    const marker = `PATH=${process.env.PATH!}`;
    expect(familyOf({ pid: -5, marker }, all).map(({ pid }) => pid)).toContain(process.pid);
  });

  it.runIf(process.platform === "linux")(
    "is seen by a mark behind a long environment",
    async () => {
      const env = { LONG: "x".repeat(100_000), MARK: "here" };
      const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { env });
      const members = () => familyOf({ pid: -5, marker: "MARK=here" }, listProcesses());
      await expect.poll(() => members().map(({ pid }) => pid)).toEqual([child.pid]);
      child.kill("SIGKILL");
    },
  );

  it.runIf(process.platform === "linux")("is seen by its user", () => {
    const uid = process.getuid!();
    const other = 65_518; // nobody's
    const all = listProcesses();
    expect(familyOf({ pid: -5, uid }, all).map(({ pid }) => pid)).toContain(process.pid);
    expect(familyOf({ pid: -5, uid: other }, all)).toEqual([]);
  });
});

describe("what a sandbox prints", () => {
  it("is kept up to the limit, with a mark", async () => {
    const stream = new PassThrough();
    const prints = collectPrints([stream], 10, () => undefined);
    stream.write("0123456789");
    await prints.settled();
    expect(prints.text()).toBe("0123456789");
    stream.write("more");
    await prints.settled();
    expect(prints.text()).toBe("0123456789\n… cut here");
    prints.restart();
    expect(prints.text()).toBe("");
  });

  it("is an error when it floods", async () => {
    const stream = new PassThrough();
    let why = "";
    const prints = collectPrints([stream], 10, (text) => (why = text));
    for (let i = 0; i < 20; i++) stream.write(Buffer.alloc(1024 * 1024));
    await prints.settled();
    expect(why).toBe("It printed more than 16 MB");
    expect(prints.text().length).toBeLessThan(30);
  });
});

describe("a pool of sandboxes", () => {
  const options = { libraryRoot: "/course" };
  const fake = () => {
    const closed: number[] = [];
    let opened = 0;
    const open = () => {
      const number = opened++;
      const close = () => Promise.resolve(void closed.push(number));
      return Promise.resolve({ number, close } as unknown as Sandbox);
    };
    return { open, closed, opened: () => opened };
  };

  it("keeps some ready, gives each out once, closes the rest", async () => {
    const { open, closed, opened } = fake();
    const pool = sandboxPool(2, options, open);
    expect(opened()).toBe(2);
    const [first, second] = [await pool.take(), await pool.take()];
    expect(first).not.toBe(second);
    expect(opened()).toBe(4);
    await pool.close();
    expect(closed).toEqual([2, 3]);
    await expect(pool.take()).rejects.toThrow("closed");
  });

  const failing = (times: number) => {
    let count = 0;
    const { open } = fake();
    return () => (count++ < times ? Promise.reject(new Error("no memory")) : open());
  };

  it("tries once more where one that was started ahead had failed", async () => {
    const pool = sandboxPool(2, options, failing(2));
    await expect(pool.take()).resolves.toBeDefined();
    await expect(pool.take()).resolves.toBeDefined();
    await pool.close();
  });

  it("hands on why one did not start twice, and goes on", async () => {
    const pool = sandboxPool(1, options, failing(3));
    await expect(pool.take()).rejects.toThrow("no memory");
    await expect(pool.take()).resolves.toBeDefined();
    await pool.close();
  });

  it.each([0, 1.5, 65, NaN])("refuses a size of %d", (size) => {
    expect(() => sandboxPool(size, options, fake().open)).toThrow(RangeError);
  });
});
