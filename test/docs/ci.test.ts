/** What CI runs: commands that exist, labs by turns, and a record of what the weekly run has proved. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { listLabs } from "../../src/grader/lab/places";
import { removeFolder } from "../remove-folder";

const ROOT = path.join(__dirname, "..", "..");
const read = (...file: string[]): string => fs.readFileSync(path.join(ROOT, ...file), "utf8");
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-ci-"));
afterAll(() => {
  removeFolder(scratch);
});
const write = (file: string, content: object): void => {
  const full = path.join(scratch, file);
  fs.mkdirSync(path.dirname(full), { recursive: true });
  fs.writeFileSync(full, JSON.stringify(content));
};
const node = (script: string, args: string[] = [], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, [path.join(ROOT, ".ci", script), ...args], {
    cwd: scratch,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });

interface Workflow {
  on: object;
  jobs: Record<string, { steps?: { run?: string }[]; needs?: string | string[] }>;
}

describe.each(["ci.yml", "weekly.yml"])("the workflow %s", (name) => {
  const workflow = parse(read(".github", "workflows", name)) as Workflow;

  it("runs scripts and files that there are, in jobs that there are", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: object };
    const jobs = Object.values(workflow.jobs);
    const runs = jobs.flatMap(({ steps = [] }) => steps.flatMap(({ run = [] }) => run)).join("\n");
    for (const [, script] of runs.matchAll(/npm run ([\w:]+)/g)) {
      expect(Object.keys(scripts)).toContain(script);
    }
    const files = [...runs.matchAll(/(?:node|bash) (\S+)/g)].map(([, file]) => file);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(fs.existsSync(path.join(ROOT, file)), file).toBe(true);
    for (const job of jobs.flatMap(({ needs = [] }) => needs)) {
      expect(Object.keys(workflow.jobs)).toContain(job);
    }
  });
});

describe("one run", () => {
  it.skipIf(process.platform === "win32")("takes the labs by turns, one a day", () => {
    const turn = /^labs=.*\nlab=.*$/m.exec(read(".ci", "run"))![0];
    const labOn = (day: string): string => {
      const command = turn.replace("$(date -u +%j)", day);
      const shell = ["-c", `${command}\necho "$lab"`];
      return spawnSync("bash", shell, { cwd: ROOT, encoding: "utf8" }).stdout.trim();
    };
    const names = listLabs(ROOT).map((lab) => lab.name);
    const days = ["007", "008", "009", "010", "011", "012"].slice(0, Math.max(3, names.length));
    expect([...new Set(days.map(labOn))].sort()).toEqual(names.sort());
  });

  it("counts tests, notebooks, claims and the gate, and fails where one did", () => {
    const tests = { success: true, numPassedTests: 5, testResults: [] };
    write(".clinic/test-unit.json", tests);
    write(".clinic/test-e2e.json", tests);
    const claims = [{ held: true, text: "Six is more than five" }];
    write("results/results.json", [{ notebook: "00-x", budget: "full", claims }] as never);
    const good = node("count.mjs", [], { CLINIC_GATE: "01-a passed" });
    expect(good.stdout).toMatch(/^13 passed, 0 failed$/m);
    expect(good.status).toBe(0);
    const bad = node("count.mjs", [], { CLINIC_GATE: "01-a failed" });
    expect(bad.stdout).toMatch(/FAILED the gate of lab 01-a\n[^]*^12 passed, 1 failed$/m);
    expect(bad.status).toBe(1);
  });
});

describe("the weekly record", () => {
  const record = () => node("record.mjs", ["results", "proved.json"]);

  it("says which claims held, on which run, library and labs", () => {
    const claims = [{ held: true }, { held: false }];
    write("results/results.json", [{ notebook: "00-x", budget: "full", claims }] as never);
    write("results/00-x.ipynb", { metadata: { gan_clinic: { run: { fingerprint: "f" } } } });
    const { status, stderr } = record();
    expect(status, stderr).toBe(0);
    const proved = JSON.parse(fs.readFileSync(path.join(scratch, "proved.json"), "utf8")) as Record<
      string,
      unknown
    >;
    expect(proved.notebooks).toEqual({ "00-x": { run: "f", held: 1, of: 2 } });
    expect(proved.program).toMatch(/^[\da-f]{64}$/);
    expect(Object.keys(proved.labs as object)).toEqual(listLabs(ROOT).map(({ name }) => name));
  });

  it("is not written of a quick run", () => {
    write("results/results.json", [{ notebook: "00-x", budget: "quick", claims: [] }] as never);
    expect(record().stderr).toContain("00-x was not proved");
  });
});
