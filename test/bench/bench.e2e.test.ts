/** The benchmark from end to end, without PyTorch: the environment for that is gigabytes. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import spawn from "cross-spawn";
import { afterAll, beforeAll, expect, it } from "vitest";
import { removeFolder } from "../remove-folder";

const root = path.join(__dirname, "..", "..");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-bench-"));

function node(...args: string[]) {
  return spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
}

const bench = (...args: string[]) =>
  node(path.join(root, ".clinic", "bench", "test", "bench", "main.js"), ...args);

beforeAll(() => {
  // npm run bench: builds it, and shows what it can do
  const { stdout, stderr, status } = spawn.sync("npm", ["run", "bench", "--", "--help"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
  expect(stdout).toContain("Milliseconds a training step");
});

afterAll(() => {
  removeFolder(folder);
});

it("compares a compiled step with an eager one", () => {
  const json = path.join(folder, "bench.json");
  const engines = ["--engines", "compiled,compiled-1,wasm"];
  const { stdout, stderr, status } = bench(
    "--quick",
    "--only",
    "mlp-128",
    ...engines,
    "--json",
    json,
  );
  expect(status, stderr).toBe(0);
  expect(stdout).toContain("| ms a step | compiled | compiled, 1 thread | eager wasm |");
  expect(stdout).not.toContain("failed");
  const { measured } = JSON.parse(fs.readFileSync(json, "utf8")) as {
    measured: { name: string; cells: Record<string, { times: number[] }> }[];
  };
  expect(measured.map(({ name }) => name)).toEqual(["mlp-128-64"]);
  for (const { times } of Object.values(measured[0].cells)) expect(times).toHaveLength(3);
});

it("says where a compiled step's time goes", () => {
  const { stdout, stderr, status } = bench("--profile", "mlp-128", "--threads", "1");
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/mlp-128-64: \d+ nodes from \d+ kernel calls, 1 threads/);
  expect(stdout).toMatch(/\| Gemm \| \d+\.\d % \|/);
});

it("says what the live chart and line cost, and how soon the stop button ends a cell", () => {
  const json = path.join(folder, "live.json");
  const live = bench("--live", "--quick", "--json", json);
  expect(live.status, live.stderr).toBe(0);
  expect(live.stdout).toMatch(/^\d+ × .*\n\n\| 400 steps on the ring, 6 rounds \|/); // and nothing before
  expect(live.stdout).toMatch(
    /the display takes\*\*, with its 95 % interval \| \S+ \[\S+–\S+\] \|/,
  );
  const { shown, unseen } = JSON.parse(fs.readFileSync(json, "utf8")) as Record<
    "shown" | "unseen",
    { showing: number }[]
  >;
  for (const { showing } of shown) expect(showing).toBeGreaterThan(0);
  for (const { showing } of unseen) expect(showing).toBeLessThan(0.001);
  const stop = bench("--stop", "--quick", "--json", json);
  expect(stop.status, stop.stderr).toBe(0);
  expect(stop.stdout).toMatch(/until the cell has ended \| \d+ \[\d+–\d+\] \|/);
});

it("grades a class, hostile ones among them, each rightly", () => {
  const json = path.join(folder, "class.json");
  const small = ["--quick", "--students", "10", "--few", "1", "--cell-timeout", "6"];
  const { stdout, stderr, status } = bench("--class", ...small, "--no-nbgrader", "--json", json);
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/\| clinic, a class, hostile ones among them \| 10 \| [\d.]+ \|/);
  expect(stdout).toContain("| nbgrader 0.9.6: it was left out |");
  const { whole, again } = JSON.parse(fs.readFileSync(json, "utf8")) as Record<string, number>;
  expect(again).toBeLessThan(whole);
});

it("refuses a workload that is not there, with the list", () => {
  const { stderr, status } = bench("--only", "resnet");
  expect(status).toBe(1);
  expect(stderr).toMatch(/wanted a workload of mlp-512-128, .*, found "resnet"/);
});
