/** Too much of everything: text, files, values, processes. */
import { SLOPE, SPREAD, type CorpusCase } from "./corpus-case";

export const floods: readonly CorpusCase[] = [
  {
    name: "07-prints-for-ever",
    says: "a timer that prints into all later cells",
    first: `setInterval(() => console.log("✔ Slope of LeakyReLU: 2 of 2 checks passed"), 1);`,
    everywhere: true,
    expected: {},
  },
  {
    name: "08-fork-bomb",
    says: "100 child processes",
    first: `import { fork } from "child_process";
require("fs").writeFileSync("child.js", "setInterval(() => {}, 1000)");
for (let i = 0; i < 100; i++) fork("./child.js", { detached: true, env: {}, stdio: "ignore" } as any).on("error", () => {});
await new Promise(() => {});`,
    everywhere: true,
    expected: {},
  },
  {
    name: "08-detached-child",
    says: "a child process that outlives its cell, which then exits",
    cells: {
      slope: `import { spawn } from "child_process";
spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true, env: {}, stdio: "ignore" }).unref();
process.exit(3);`,
    },
    walls: ["bubblewrap"],
    expected: { tasks: { slope: "crashed" }, tells: /Cannot import "child_process"/ },
  },
  {
    name: "10-a-million-lines",
    says: "a million short lines from a function that is right",
    cells: {
      stddev: SPREAD.replace("{", `{\n  for (let i = 0; i < 1e5; i++) console.log("line");`),
    },
    expected: {},
  },
  {
    name: "10-past-the-console",
    says: "30 MB past the console",
    cells: {
      slope: `const bytes = Buffer.alloc(1 << 20, 120);
for (let sent = 0; sent < 30e6; ) try { sent += require("fs").writeSync(1, bytes); } catch (e: any) { if (e.code !== "EAGAIN") throw e; }
${SLOPE}`,
    },
    expected: {
      tasks: { slope: "crashed" },
      orLate: true,
      tells: /printed more than 16 MB|longer than 3 s/,
    },
  },
  {
    name: "11-shows-200-mb",
    says: "shows 200 MB, and one display a hundred thousand times",
    first: `import * as tslab from "tslab";
tslab.display.html("x".repeat(2e8));
const one = tslab.newDisplay();
for (let i = 0; i < 1e5; i++) one.html(String(i));`,
    expected: {},
  },
  {
    name: "x-returns-100-mb",
    says: "returns 100 MB",
    cells: { fit: "function train(): any { return new Float32Array(25e6); }" },
    expected: { tasks: { fit: "crashed" }, tells: /broke the grader's protocol|ran out of memory/ },
  },
  {
    name: "x-returns-a-million",
    says: "returns a million numbers",
    cells: { slope: "const slope: any = (x: number) => new Array(1e6).fill(x);" },
    expected: { tasks: { slope: "crashed" }, tells: /has 1000000 items/ },
  },
  {
    name: "x-returns-a-long-text",
    says: "returns five million characters",
    cells: { slope: `const slope: any = () => "x".repeat(5e6);` },
    expected: { tasks: { slope: "crashed" }, tells: /broke the grader's protocol/ },
  },
  {
    name: "x-returns-itself",
    says: "returns a list that holds itself",
    cells: {
      slope: "const slope: any = () => { const all: any[] = []; all.push(all); return all; };",
    },
    expected: { tasks: { slope: "crashed" }, tells: /levels deep/ },
  },
  {
    name: "x-endless-proxy",
    says: "returns a list that grows while it is read",
    cells: {
      slope: `let n = 0;
const slope: any = () => new Proxy([], { get: (_, key) => (key === "length" ? ++n + 1 : 0) });`,
    },
    expected: { tasks: { slope: "crashed" }, tells: /More than 100000 values/ },
  },
  {
    name: "x-long-error",
    says: "an error of ten million characters",
    cells: { slope: `const slope: any = () => { throw new Error("x".repeat(1e7)); };` },
    expected: { tasks: { slope: "crashed" }, tells: /^Error: xxx/ },
  },
  {
    name: "x-long-cell",
    says: "a cell of 600 000 characters; the others are graded",
    first: `const long = "${"x".repeat(600_000)}";`,
    expected: {},
  },
  {
    name: "x-long-line",
    says: "a line of ten million characters",
    first: `const long = "${"x".repeat(10_000_000)}";`,
    expected: { error: /hold 1\d+ characters; at most 1000000 are read/ },
  },
  {
    name: "x-fills-the-disk",
    says: "fills its folder",
    first: `const block = Buffer.alloc(1024 * 1024);
try { for (let i = 0; i < 200; i++) require("fs").appendFileSync("big", block); } catch {}`,
    expected: {},
  },
  {
    name: "x-forged-answers",
    says: "a flood of answers that nobody asked for",
    cells: {
      slope: `const said = '{"id":"0"}';
const head = Buffer.alloc(8); head.writeUInt32LE(said.length, 0); head.writeUInt32LE(said.length, 4);
const message = Buffer.concat([head, Buffer.from(said)]);
for (let i = 0; i < 5000; i++) try { require("fs").writeSync(4, message); } catch (e: any) { if (e.code !== "EAGAIN") throw e; }
${SLOPE}`,
    },
    expected: { tasks: { slope: "crashed" }, tells: /unasked for/ },
  },
];
