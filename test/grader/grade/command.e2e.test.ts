/** `clinic grade` as a process: killed and run again, unchanged, with points by hand, where it cannot write. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { formatNotebook } from "../../../src/course/format-notebook";
import { ROOT } from "../../../src/course/paths";
import { releaseLab } from "../../../src/grader/lab/files";
import { solvedSubmission } from "../../../src/grader/lab/submission";
import { familyOf, listProcesses } from "../../../src/grader/sandbox/tree";
import { FIXTURES, sample } from "../lab/fixture";
import { removeFolder } from "../../remove-folder";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "test-grade-"));
const submissions = path.join(folder, "in");
const names = ["ann", "bob", "cem", "dora", "eli", "fay"];

beforeAll(() => {
  const release = releaseLab(sample);
  for (const [index, name] of names.entries()) {
    const notebook = solvedSubmission(release);
    notebook.metadata.note = name; // another file is another seed
    const slope = notebook.cells.find(({ id }) => id === "slope")!;
    if (index % 2) slope.source = "process.exit(1);";
    fs.mkdirSync(path.join(submissions, name), { recursive: true });
    fs.writeFileSync(path.join(submissions, name, "lab.ipynb"), formatNotebook(notebook));
  }
});
afterAll(() => {
  removeFolder(folder);
});

/** The command with the sample lab, as `clinic grade` runs it. */
function start(out: string, paths: readonly string[] = [submissions], more: object = {}) {
  const options = { lab: "00", out: path.join(folder, out), workers: 2, cellTimeout: 60, ...more };
  const program = `
    const { gradeCommand } = require("./dist/grader/grade/command.js");
    const { explain } = require("./dist/course/explain.js");
    gradeCommand(${JSON.stringify(paths)}, ${JSON.stringify(options)}, ${JSON.stringify(FIXTURES)})
      .then((code) => { process.exitCode = code; })
      .catch((error) => { console.error(explain(error)); process.exitCode = 1; });`;
  const child = spawn(process.execPath, ["-e", program], { cwd: ROOT });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const started = new Set<string>();
  const family = new Set<number>();
  const timer = setInterval(() => {
    for (const { pid } of familyOf({ pid: child.pid! }, listProcesses())) {
      family.add(pid);
      const script = /dist\/grader\/(sandbox\/runner|compile\/worker)\.js/.exec(commandOf(pid));
      if (script) started.add(script[1]);
    }
  }, 20);
  const ended = new Promise<{ code: number | null; text: string; started: string[] }>((resolve) => {
    child.on("close", (code) => {
      clearInterval(timer);
      resolve({ code, text, started: [...started] });
    });
  });
  return { child, ended, family };
}

function commandOf(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return "";
  }
}
const read = (file: string): string => fs.readFileSync(path.join(folder, file), "utf8");
const kept = (out: string): string[] => {
  const place = path.join(folder, out, ".kept");
  return fs.existsSync(place) ? fs.readdirSync(place).filter((name) => name.endsWith(".json")) : [];
};
/** All files but those that are kept: name → content. */
function written(out: string): Record<string, string> {
  const files = fs
    .readdirSync(path.join(folder, out), { recursive: true, encoding: "utf8" })
    .sort();
  const plain = files.filter(
    (name) => !name.startsWith(".kept") && fs.statSync(path.join(folder, out, name)).isFile(),
  );
  return Object.fromEntries(plain.map((name) => [name, read(path.join(out, name))]));
}

const left = (family: ReadonlySet<number>): number[] =>
  listProcesses()
    .map(({ pid }) => pid)
    .filter((pid) => family.has(pid));

it("killed in the middle and run again, it leaves what it leaves uninterrupted, byte for byte", async () => {
  const { child, ended, family } = start("killed");
  while (kept("killed").length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill("SIGKILL");
  await ended;
  const before = kept("killed");
  expect(before.length).toBeLessThan(names.length);
  expect(fs.existsSync(path.join(folder, "killed", "report.json"))).toBe(false);
  for (let n = 0; n < 100 && left(family).length > 0; n++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(left(family)).toEqual([]);

  const again = await start("killed").ended;
  expect(again).toMatchObject({ code: 0 });
  expect(again.text).toContain(`6 graded behind: `);
  expect(again.text).toContain(`${before.length} of them unchanged since the last run`);
  const whole = await start("whole").ended;
  expect(whole).toMatchObject({ code: 0 });
  expect(whole.text).not.toContain("unchanged");
  expect(written("killed")).toEqual(written("whole"));
  expect(kept("killed").sort()).toEqual(kept("whole").sort());
});
it("stopped by a signal, it cleans up, says how to go on, writes no report, and goes on", async () => {
  const scratch = (): string[] =>
    fs.readdirSync(os.tmpdir()).filter((name) => /^(clinic-grade-|gan-clinic-)/.test(name));
  const before = scratch();
  const { child, ended, family } = start("stopped");
  while (kept("stopped").length < 1) await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill("SIGTERM");
  const { code, text } = await ended;
  expect(code).toBe(143);
  expect(text).toMatch(/Stopped\. No report was written\. .*give the same command again/);
  expect(scratch().filter((name) => !before.includes(name))).toEqual([]);
  expect(fs.readdirSync(path.join(folder, "stopped"))).toEqual([".kept"]);
  expect(left(family)).toEqual([]);
  const done = kept("stopped").length;
  const again = await start("stopped").ended;
  expect(again.text).toContain(`${done} of them unchanged since the last run`);
});

it("where no sandbox starts, no file of an earlier run is changed", async () => {
  await start("machine", [path.join(submissions, "ann")]).ended;
  const before = written("machine");
  const { code, text } = await start("machine", [submissions], { workers: 65 }).ended;
  expect([code, text]).toEqual([1, expect.stringMatching(/--workers: .* 1 to 64, found 65/)]);
  expect(written("machine")).toEqual(before);
});

it("unchanged, nothing is started; one that changed is graded", async () => {
  const before = written("whole");
  const begun = performance.now();
  const again = await start("whole").ended;
  console.log(
    `6 unchanged: ${((performance.now() - begun) / 1000).toFixed(1)} s from start to end`,
  );
  expect(again.text).toContain("6 of them unchanged");
  expect(again.started).toEqual([]);
  expect(written("whole")).toEqual(before);
  fs.appendFileSync(path.join(submissions, "fay", "lab.ipynb"), "\n");
  const changed = await start("whole").ended;
  expect(changed.text).toContain("5 of them unchanged");
  expect(changed.started.sort()).toEqual(["compile/worker", "sandbox/runner"]);
});

it("points by hand go into all reports, and stay when one student is graded again", async () => {
  const table = path.join(folder, "whole", "to-grade.csv");
  const filled = fs
    .readFileSync(table, "utf8")
    .replace("ann,explain,,4,,", "ann,explain,3,4,Clear,")
    .replace("bob,explain,,", "bob,explain,4,");
  fs.writeFileSync(table, filled);
  expect((await start("whole").ended).text).toContain("6 of them unchanged");
  const report = JSON.parse(read("whole/report.json")) as { submissions: { points: number }[] };
  expect(report.submissions.slice(0, 3).map(({ points }) => points)).toEqual([9.5, 9, 6.5]);
  expect(read("whole/students/ann/report.txt")).toContain("3/4");
  await start("whole", [path.join(submissions, "ann")]).ended;
  expect(read("whole/to-grade.csv")).toMatch(/ann,explain,3,4,Clear,[^]*bob,explain,4,,,/);
});

it("says what is wrong with the table, before anything is graded", async () => {
  fs.mkdirSync(path.join(folder, "bad"));
  fs.writeFileSync(
    path.join(folder, "bad", "to-grade.csv"),
    "submission,task,points,most,comment,answer\nann,explain,many,4,,\n",
  );
  const { code, text, started } = await start("bad").ended;
  expect(code).toBe(1);
  expect(text).toMatch(/bad\/to-grade\.csv, row 2: points: found "many", wanted a number/);
  expect(text).not.toContain("    at ");
  expect(started).toEqual([]);
});

it("says that it cannot write, before anything is graded", async () => {
  fs.writeFileSync(path.join(folder, "file"), "");
  const { code, text, started } = await start("file/out").ended;
  expect(code).toBe(1);
  expect(text).toMatch(
    /A part of .*file\/out.* is a file, not a folder. Choose another folder \(--out\)/,
  );
  expect(started).toEqual([]);
});
