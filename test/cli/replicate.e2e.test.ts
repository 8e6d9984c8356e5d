/** `clinic prove --replicate` on tiny notebooks, at the budget for tests. */
import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Replication } from "../../src/course/replicate/replications";
import { removeFolder } from "../remove-folder";
import { clinic, isAlive, ROOT, start, until, workFolder } from "./clinic";

const REGISTER = path.join(ROOT, "notebooks", "seeds.json");

let folder: string;
let out: string;
beforeEach(() => {
  folder = workFolder();
  out = path.join(folder, "out");
});
afterEach(() => {
  removeFolder(folder);
});

function lesson(name: string, text: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
}

const replicate = (...args: string[]): string[] => [
  ...["prove", "--budget", "smoke", "--out", out, "--replicate"],
  ...args,
];
const written = (): Replication =>
  JSON.parse(fs.readFileSync(path.join(out, "replications.json"), "utf8")) as Replication;

/** Claims on the seeds themselves: one holds on every set, one on those from 101 and 301 only. */
const CLAIMS = `// %%
import { claim, seedList } from "gan-clinic";
const seeds = seedList(3);
claim("Always", { measured: seeds, unit: "seeds", require: { atLeast: 1 } });
claim("On odd sets", {
  measured: seeds.map((seed) => Math.floor(seed / 100) % 2),
  unit: "odd",
  require: { atLeast: 0.5 },
});
`;

describe("clinic prove --replicate", () => {
  it("counts in how many sets each claim held; a claim that did not is a finding, no failure", async () => {
    const file = lesson("90-x.ts", CLAIMS);
    const register = fs.readFileSync(REGISTER, "utf8");
    const { code, text } = await clinic(...replicate("3", file));
    expect(code).toBe(0);
    expect(text).toMatch(/2 of 3 {2}90 {2}On odd sets\. .*201: 0 \[0, 0\] ✘; 301: 1 \[1, 1\]\n/);
    expect(text).toMatch(/3 of 3 {2}90 {2}Always\. .*101: 102 .*; 201: 202 .*; 301: 302 /);
    expect(text).toContain("All notebooks: 1 of 2 claims held in all 3 sets");
    expect(written().claims.map((claim) => [claim.text, claim.held])).toEqual([
      ["On odd sets", 2],
      ["Always", 3],
    ]);
    expect(fs.readFileSync(path.join(out, "replications.md"), "utf8")).toContain("| On odd sets");
    // the register is of the course's own notebooks, and no test writes into it
    expect(fs.readFileSync(REGISTER, "utf8")).toBe(register);

    const more = await clinic(...replicate("2", file, "--first-set", "3"));
    expect(more.text).toMatch(/✔ 90-x \(seeds from 301\) {2}nothing changed, not run again/);
    expect(written().firstSeeds).toEqual([301, 401]);
  });

  it("goes on, when it was killed, at the set and the seed it had reached", async () => {
    const log = path.join(folder, "log");
    const file = lesson(
      "90-x.ts",
      `// %%
import fs from "node:fs";
import { claim, overSeeds, seedList } from "gan-clinic";
const measured = await overSeeds("x", seedList(2), async ({ seed }) => {
  fs.appendFileSync(${JSON.stringify(log)}, seed + " " + process.pid + "\\n");
  if (seed === 202 && !fs.existsSync(${JSON.stringify(`${log}.killed`)})) await new Promise(() => setInterval(() => undefined, 1000));
  return seed;
});
claim("Seeds", { measured: measured, unit: "seeds", require: { atLeast: 1 } });
`,
    );
    const lines = (): string[] =>
      fs.existsSync(log) ? fs.readFileSync(log, "utf8").trim().split("\n") : [];
    const run = start(replicate("2", file));
    await until("the second set's second seed has begun", () => lines().length === 4, 60);
    run.child.kill("SIGKILL");
    await run.ended;
    const kernel = Number(lines()[3].split(" ")[1]);
    await until("the kernel is gone", () => !isAlive(kernel));
    fs.writeFileSync(`${log}.killed`, "");
    // another set of the same notebook in between takes nothing away
    expect(await clinic(...replicate("1", file, "--first-set", "7"))).toMatchObject({ code: 0 });
    expect(await clinic(...replicate("2", file))).toMatchObject({ code: 0 });
    const seeds = lines().map((line) => line.split(" ")[0]);
    expect(seeds).toEqual(["101", "102", "201", "202", "701", "702", "202"]);
    expect(written().claims[0]).toMatchObject({ held: 2, of: 2 });
  });

  it("fails when a notebook does, with its message, and counts the claims of the others", async () => {
    const bad = lesson(
      "93-bad.ts",
      `// %%
import { seedList } from "gan-clinic";
if (seedList(1)[0] === 201) throw new Error("on purpose");
`,
    );
    const good = lesson("94-good.ts", CLAIMS);
    const { code, text } = await clinic(...replicate("2", bad, good));
    expect(code).toBe(1);
    expect(text).toMatch(/93-bad, seeds from 201:\n[\s\S]*Error: on purpose/);
    expect(written().failures.map(({ notebook, firstSeed }) => [notebook, firstSeed])).toEqual([
      ["93-bad", 201],
    ]);
    expect(written().claims).toHaveLength(2);
  });

  it("stops at Ctrl-C with the code of a stopped command", async () => {
    const pidFile = path.join(folder, "pid");
    const file = lesson(
      "90-x.ts",
      `// %%
require("node:fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
await new Promise(() => setInterval(() => undefined, 1000));
`,
    );
    const run = start(replicate("2", file));
    await until("the kernel runs", () => fs.existsSync(pidFile), 60);
    run.child.kill("SIGINT");
    const { code, text } = await run.ended;
    expect(code).toBe(130);
    expect(text).toContain("it carries on where it was");
  });

  it("refuses what does not go with it", async () => {
    const update = await clinic(...replicate("2", "--update"));
    expect(update.text).toMatch(/--replicate has seeds of its own .*found --update/);
    const seed = await clinic(...replicate("2", "--first-seed", "5"));
    expect(seed.text).toMatch(/--replicate has seeds of its own .*found --first-seed/);
    const alone = await clinic("prove", "--first-set", "2");
    expect(alone.text).toMatch(/--first-set goes with --replicate/);
    for (const { code } of [update, seed, alone]) expect(code).toBe(1);
  });
});
