import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clinic, isAlive, start, until, workFolder } from "./clinic";
import { removeFolder } from "../remove-folder";

let folder: string;
let out: string;
beforeEach(() => {
  folder = workFolder();
  out = path.join(folder, "out");
});
afterEach(() => {
  removeFolder(folder);
});

function lesson(text: string, name = "90-x.ts"): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
}

const results = (): { claims: unknown[]; fresh: boolean; error?: string }[] =>
  JSON.parse(fs.readFileSync(path.join(out, "results.json"), "utf8")) as never;

const CLAIM = (measured: string): string => `// %%
import { claim } from "gan-clinic";
claim("It is large", { measured: ${measured}, unit: "points", require: { atLeast: 5 } });
`;

describe("clinic prove", () => {
  it("writes the executed notebook and the table, and does not run again what has not changed", async () => {
    const file = lesson(CLAIM("[6, 6, 6]"));
    const first = await clinic("prove", file, "--out", out);
    expect(first).toMatchObject({ code: 0 });
    expect(first.text).toContain("held: It is large. Measured 6 [6, 6] points over 3 seeds");
    expect(fs.readFileSync(path.join(out, "results.md"), "utf8")).toContain(
      "| 90-x | It is large |",
    );
    const executed = fs.readFileSync(path.join(out, "90-x.ipynb"), "utf8");
    expect(executed).toContain("application/vnd.gan-clinic.claim+json");

    const again = await clinic("prove", file, "--out", out);
    expect(again.text).toContain("nothing changed, not run again");
    expect(results()[0]).toMatchObject({ fresh: true });
    expect(fs.readFileSync(path.join(out, "90-x.ipynb"), "utf8")).toBe(executed);

    const smoke = await clinic("run", file, "--out", out, "--budget", "smoke");
    expect(smoke.text).not.toContain("nothing changed");
    lesson(CLAIM("[7, 7, 7]"));
    expect((await clinic("prove", file, "--out", out)).text).toContain("Measured 7 [7, 7]");
    const anew = await clinic("prove", file, "--out", out, "--fresh");
    expect(anew.text).not.toContain("nothing changed");
  });

  it("fails when a claim does not hold; clinic run only says so, unless that is proved", async () => {
    const file = lesson(CLAIM("[4, 4, 4]"));
    const quick = await clinic("run", file, "--out", out);
    expect(quick).toMatchObject({ code: 0 });
    expect(quick.text).toMatch(/not judged: It is large[\s\S]*To prove them here: npm run prove/);
    const full = await clinic("prove", file, "--out", out);
    expect(full).toMatchObject({ code: 1 });
    expect(full.text).toContain("NOT HELD: It is large");
    const later = await clinic("run", file, "--out", out);
    expect(later).toMatchObject({ code: 1 });
    expect(later.text).toMatch(/nothing changed since it ran with the full budget, not run again/);
    expect(results()[0]).toMatchObject({ budget: "full", fresh: true });
  });

  it("tries the claims on other seeds, and puts neither those nor a quick run into the course", async () => {
    const file = lesson(`// %%
import { claim, seedList } from "gan-clinic";
claim("Seeds", { measured: seedList(3), unit: "seeds", require: { atLeast: 0 } });
`);
    expect((await clinic("prove", file, "--out", out)).text).toContain("Measured 2 ");
    const other = await clinic("prove", file, "--out", out, "--first-seed", "101");
    expect(other.text).toContain("Measured 102 ");
    const refusals = [
      ["prove", ["--first-seed", "101"], /wants the seeds from 1 on; found --first-seed 101/],
      [
        "prove",
        ["--budget", "quick"],
        /wants the full budget, .*; found quick\. Run: npm run prove/,
      ],
      ["run", [], /wants the full budget, .*; found quick\. Run: npm run prove -- --update/],
    ] as const;
    for (const [command, args, message] of refusals) {
      const refused = await clinic(command, file, "--out", out, ...args, "--update");
      expect(refused).toMatchObject({ code: 1 });
      expect(refused.text).toMatch(message);
    }
  });
});

describe("clinic run", () => {
  it("fails when a cell throws, shows the cell, and keeps what came before it", async () => {
    const file = lesson(
      '// %%\nconsole.log("before");\n\n// %%\nconst wrong = 1;\nthrow new Error("on purpose");\n',
    );
    const { code, text } = await clinic("run", file, "--out", out);
    expect(code).toBe(1);
    expect(text).toMatch(
      /Cell 2 of "90-x" failed[\s\S]*1 \| const wrong = 1;[\s\S]*Error: on purpose/,
    );
    expect(fs.readFileSync(path.join(out, "90-x.ipynb"), "utf8")).toContain("before");
    expect(results()[0].error).toContain("on purpose");
  });

  it("gives a cell its time and no more", async () => {
    const file = lesson("// %%\nwhile (true) {}\n");
    const { code, text } = await clinic("run", file, "--out", out, "--cell-timeout", "3");
    expect(code).toBe(1);
    expect(text).toMatch(/while \(true\)/);
  });

  it("refuses a notebook that is damaged, names the file, and leaves it as it was", async () => {
    const file = lesson('{"cells": [', "91-damaged.ipynb");
    const { code, text } = await clinic("run", file, "--out", out);
    expect(code).toBe(1);
    expect(text).toMatch(/91-damaged\.ipynb is cut off/);
    expect(text).not.toMatch(/\n\s+at /); // no stack of ours
    expect(fs.readFileSync(file, "utf8")).toBe('{"cells": [');
  });

  it("names the kernels there are when a notebook asks for another one", async () => {
    const cells = [
      { cell_type: "code", id: "a", metadata: {}, source: "1", outputs: [], execution_count: null },
    ];
    const metadata = { kernelspec: { name: "python3", display_name: "Python 3" } };
    const file = lesson(
      JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }),
      "92-py.ipynb",
    );
    const { code, text } = await clinic("run", file, "--out", out);
    expect(code).toBe(1);
    expect(text).toMatch(/python3[\s\S]*tslab/);
  });

  it("says what to do when the results cannot be written", async () => {
    const file = lesson(CLAIM("[6, 6, 6]"));
    fs.writeFileSync(out, "a file, not a folder");
    const { code, text } = await clinic("run", file, "--out", out);
    expect(code).toBe(1);
    expect(text).toMatch(/Choose another folder \(--out\)/);
    expect(fs.readFileSync(out, "utf8")).toBe("a file, not a folder");
    fs.rmSync(out);
  });

  it("runs notebooks side by side, and one that fails does not stop the other", async () => {
    const bad = lesson('// %%\nthrow new Error("on purpose");\n', "93-bad.ts");
    const good = lesson(CLAIM("[6, 6, 6]"), "94-good.ts");
    const { code, text } = await clinic("run", bad, good, "--out", out, "--parallel", "2");
    expect(code).toBe(1);
    expect(text).toMatch(/✘ 93-bad/);
    expect(text).toMatch(/✔ 94-good/);
    expect(results().map(({ claims }) => claims.length)).toEqual([0, 1]);
  });

  it("answers unknown names and options with what there is", async () => {
    const notebook = await clinic("run", "77");
    expect(notebook).toMatchObject({ code: 1 });
    expect(notebook.text).toMatch(/There is no notebook "77".*00-first-gan/);
    const budget = await clinic("run", "--budget", "huge");
    expect(budget).toMatchObject({ code: 1 });
    expect(budget.text).toMatch(/Allowed choices are full, quick, smoke/);
    expect((await clinic("run", "--parallel", "0.5")).text).toMatch(
      /--parallel wants a whole number/,
    );
  });
});

const LOOP = (pidFile: string): string => `// %%
require("node:fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
await new Promise(() => setInterval(() => undefined, 1000));
`;

describe("stopping clinic run", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "%s leaves no process and no half-written file",
    async (signal) => {
      const pidFile = path.join(folder, "pid");
      const run = start(["run", lesson(LOOP(pidFile)), "--out", out]);
      await until(
        "the kernel runs",
        () => fs.existsSync(pidFile) && fs.readFileSync(pidFile, "utf8") !== "",
      );
      run.child.kill(signal);
      const { code, text } = await run.ended;
      expect(code).toBe(130);
      expect(text).toContain("it carries on where it was");
      const kernel = Number(fs.readFileSync(pidFile, "utf8"));
      await until("the kernel is gone", () => !isAlive(kernel));
      const whole = [".sources.json", "90-x.ipynb"];
      expect(fs.readdirSync(out).filter((name) => !whole.includes(name))).toEqual([]);
    },
  );

  it("a run killed half-way carries on at the seed it had reached, and its kernel dies with it", async () => {
    const log = path.join(folder, "log");
    const file = lesson(`// %%
import fs from "node:fs";
import { overSeeds } from "gan-clinic";
const seen = await overSeeds("x", [1, 2, 3], async ({ seed }) => {
  fs.appendFileSync(${JSON.stringify(log)}, seed + " " + process.pid + "\\n");
  if (seed === 3 && !fs.existsSync(${JSON.stringify(`${log}.killed`)})) await new Promise(() => setInterval(() => undefined, 1000));
  return seed;
});
console.log("seen", seen.join());
`);
    const lines = (): string[] =>
      fs.existsSync(log) ? fs.readFileSync(log, "utf8").trim().split("\n") : [];
    const run = start(["run", file, "--out", out]);
    await until("seed 3 has begun", () => lines().length === 3);
    run.child.kill("SIGKILL");
    await run.ended;
    const kernel = Number(lines()[0].split(" ")[1]);
    await until("the kernel is gone", () => !isAlive(kernel));
    fs.writeFileSync(`${log}.killed`, "");
    expect(await clinic("run", file, "--out", out)).toMatchObject({ code: 0 });
    expect(lines().map((line) => line.split(" ")[0])).toEqual(["1", "2", "3", "3"]);
    expect(fs.readFileSync(path.join(out, "90-x.ipynb"), "utf8")).toContain("seen 1,2,3");
  });
});

/** A disk of 64 KB to fill up: only root on Linux may make one, and not in every container. */
function canMount(): boolean {
  if (process.platform !== "linux") return false;
  const probe = workFolder();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", probe], { stdio: "ignore" });
    execFileSync("umount", [probe], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  } finally {
    removeFolder(probe);
  }
}

describe.skipIf(!canMount())("on a full disk (needs root on Linux)", () => {
  it("says so, and what was there before is unharmed", async () => {
    fs.mkdirSync(out);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", out]);
    try {
      const before = path.join(out, "90-x.ipynb");
      fs.writeFileSync(before, "what was there");
      const file = lesson('// %%\nconsole.log("x".repeat(200_000));\n');
      const { code, text } = await clinic("run", file, "--out", out);
      expect(code).toBe(1);
      expect(text).toMatch(/The disk is full/);
      expect(fs.readFileSync(before, "utf8").slice(0, 99)).toBe("what was there");
      expect(fs.readdirSync(out)).toEqual(["90-x.ipynb"]);
    } finally {
      execFileSync("umount", [out]);
    }
  });
});
