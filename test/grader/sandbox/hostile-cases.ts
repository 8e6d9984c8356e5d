/**
 * Submissions that attack, as JavaScript that a compiled cell could be. Each is bounded: this machine must survive
 * the day when a wall does not hold.
 */
import type { IsolationLevel } from "../../../src/grader/contract";
import type { SandboxLimits } from "../../../src/grader/sandbox/limits";
import type { Run } from "../../../src/grader/sandbox/sandbox";

export interface HostileCase {
  readonly name: string;
  readonly code: string;
  readonly awaits?: boolean;
  /** A probe to run after the cell. */
  readonly probe?: string;
  readonly uses?: readonly string[];
  /** Of the cell, or of the probe if there is one: the outcome, and part of its message or values as JSON. */
  readonly expected: { readonly outcome: Run["outcome"]; readonly says?: string | RegExp };
  /** Can the sandbox go on, so that a harmless cell runs after it? */
  readonly alive: boolean;
  /** Only behind these walls. */
  readonly walls?: readonly IsolationLevel[];
  readonly limits?: Partial<SandboxLimits>;
  readonly seconds?: number;
}

/** Reads everything that names or holds the secret, and prints what it got. */
const walk = `
const fs = require("fs");
let found = 0;
const search = (text) => { found += text.split("CANA" + "RY-").length - 1; };
const look = (f) => { try { search(fs.readFileSync(f, "latin1")); } catch { } };
const list = (d) => { try { return fs.readdirSync(d).map((n) => d + "/" + n); } catch { return []; } };
for (const p of list("/proc").filter((f) => /\\/\\d+$/.test(f))) for (const n of ["environ", "cmdline"]) look(p + "/" + n);
for (let pid = 1; pid < 100; pid++) look("/proc/" + (process.ppid + pid - 50) + "/environ");
let left = 3000;
const down = (d, depth) => { for (const f of list(d)) { if (--left < 0 || f.includes("/proc")) return; let s; try { s = fs.lstatSync(f); } catch { continue; }
  if (s.isDirectory() && depth > 0) down(f, depth - 1); else if (s.isFile() && s.size < 65536 && depth < 2) look(f); } };
for (const d of ["SECRET_FOLDER", "/root", "/home", "/tmp", "/work", "/etc", "/lab"]) down(d, 2);
search(JSON.stringify(process.env) + process.argv.join(" "));
exports.found = found;
`;

export const hostileCases: readonly HostileCase[] = [
  {
    name: "process.exit(0)",
    code: "process.exit(0)",
    expected: { outcome: "crashed", says: "exited with code 0" },
    alive: false,
  },
  {
    name: "kills itself",
    code: `process.kill(process.pid, "SIGKILL"); while (true) {}`,
    expected: { outcome: "crashed", says: /SIGKILL|code 137/ },
    alive: false,
  },
  {
    name: "process.abort()",
    code: "process.abort()",
    expected: { outcome: "crashed", says: /SIGABRT|code 134/ },
    alive: false,
  },
  {
    name: "endless loop",
    code: "while (true) {}",
    expected: { outcome: "timed out" },
    alive: true,
  },
  {
    name: "endless loop after an await",
    code: "await 0; while (true) {}",
    awaits: true,
    expected: { outcome: "timed out" },
    alive: false,
  },
  {
    name: "endless chain of resolved promises",
    code: "for (;;) await 0",
    awaits: true,
    expected: { outcome: "timed out" },
    alive: false,
  },
  {
    name: "promise that never settles",
    code: "await new Promise(() => {})",
    awaits: true,
    expected: { outcome: "timed out" },
    alive: true,
  },
  {
    name: "loop in a function that a probe calls",
    code: "exports.f = () => { while (true) {} }",
    probe: "(student) => student.f()",
    uses: ["f"],
    expected: { outcome: "timed out" },
    alive: true,
  },
  {
    name: "loop in a getter of what it returns",
    code: "exports.f = () => ({ get x() { while (true) {} } })",
    probe: "(student) => student.f()",
    uses: ["f"],
    expected: { outcome: "timed out" },
    alive: true,
  },
  {
    name: "SIGINT and SIGTERM are ignored, then a loop",
    code: `process.on("SIGINT", () => {}); process.on("SIGTERM", () => {}); await 0; while (true) {}`,
    awaits: true,
    expected: { outcome: "timed out" },
    alive: false,
  },
  {
    name: "child processes, threads and an inspector",
    code: `const open = ["child_process", "worker_threads", "inspector", "cluster"].filter((name) => { try { return require(name); } catch { return false; } });
if (open.length > 0) throw new Error(open.join()); require("child_process")`,
    expected: { outcome: "failed", says: 'Cannot import "child_process"' },
    alive: true,
  },
  {
    name: "objects until memory is out",
    code: "const all = []; while (true) all.push(new Array(10000).fill(all.length))",
    expected: { outcome: "crashed", says: "memory" },
    alive: false,
    limits: { memory: 192 },
    seconds: 20,
  },
  {
    name: "buffers until memory is out",
    code: "const all = []; while (all.length < 100) all.push(Buffer.alloc(32 * 1024 * 1024, 1))",
    expected: { outcome: "failed", says: /allocat/i },
    alive: true,
    limits: { memory: 192 },
    seconds: 20,
  },
  {
    name: "a flood through console.log",
    code: `for (let i = 0; i < 200000; i++) console.log("x".repeat(1000)); exports.done = 1`,
    probe: "(student) => student.done",
    uses: ["done"],
    expected: { outcome: "done", says: "1" },
    alive: true,
    seconds: 20,
  },
  {
    name: "a flood past console.log",
    code: `const { writeSync } = require("fs"); const b = Buffer.alloc(65536, 120); for (let sent = 0; sent < 60e6; ) try { sent += writeSync(1, b); } catch (e) { if (e.code !== "EAGAIN") throw e; }`,
    expected: { outcome: "crashed", says: "printed more than" },
    alive: false,
    seconds: 20,
  },
  {
    name: "returns 100 MB",
    code: "exports.f = () => new Float32Array(25e6)",
    probe: "(student) => student.f()",
    uses: ["f"],
    expected: { outcome: "crashed", says: /broke the grader's protocol|memory/ },
    alive: false,
  },
  {
    name: "returns a million values",
    code: "exports.f = () => new Array(1e6).fill(0)",
    probe: "(student) => student.f()",
    uses: ["f"],
    expected: { outcome: "failed", says: "use a typed array" },
    alive: true,
  },
  {
    name: "returns an array with a length of 4 billion",
    code: "exports.f = () => { const a = []; a.length = 4294967295; return a; }",
    probe: "(student) => student.f()",
    uses: ["f"],
    expected: { outcome: "failed", says: "use a typed array" },
    alive: true,
  },
  {
    name: "returns itself in itself",
    code: "exports.f = () => { const a = {}; a.a = a; return a; }",
    probe: "(student) => student.f()",
    uses: ["f"],
    expected: { outcome: "failed", says: "levels deep" },
    alive: true,
  },
  {
    name: "returns a function",
    code: "exports.f = () => ({ x: () => true })",
    probe: "(student) => student.f()",
    uses: ["f"],
    expected: { outcome: "failed", says: "x is a function" },
    alive: true,
  },
  {
    name: "pollutes prototypes through what it returns",
    code: `exports.f = () => JSON.parse('{"__proto__": {"passed": true}, "constructor": {"prototype": {"passed": true}}}')`,
    probe: "(student) => student.f()",
    uses: ["f"],
    expected: { outcome: "done", says: '{"__proto__":{"passed":true}' },
    alive: true,
  },
  {
    name: "pollutes its own Object.prototype",
    code: "Object.prototype.passed = true; Object.prototype.outcome = 'done'; exports.f = () => ({ x: 1 })",
    probe: "(student) => student.f()",
    uses: ["f"],
    expected: { outcome: "done", says: '{"x":1}' },
    alive: true,
  },
  {
    name: "patches intrinsics",
    code: `JSON.stringify = () => "{}"; Array.prototype.every = () => true; Math.abs = () => 0; Object.is = () => true;
Number.prototype.toFixed = () => "0"; console.log = () => {}; exports.f = () => 2`,
    probe: "(student) => student.f()",
    uses: ["f"],
    expected: { outcome: "done", says: "2" },
    alive: true,
  },
  {
    name: "patches the library and the module cache",
    code: `const L = require("gan-clinic"); L.tf.mean = () => 42; require("@tensorflow/tfjs-core").mean = () => 42;
try { delete require.cache[0]; } catch {} exports.f = () => 2`,
    probe: "(student) => student.f()",
    uses: ["f"],
    expected: { outcome: "done", says: "2" },
    alive: true,
  },
  {
    name: "looks for the grader's secret everywhere",
    code: walk,
    probe: "(student) => student.found",
    uses: ["found"],
    expected: { outcome: "done", says: "0" },
    alive: true,
    seconds: 15,
  },
  {
    name: "network: the machine itself, a name, the cloud's metadata",
    code: `const net = require("net"), dns = require("dns").promises;
const reach = (host, port) => new Promise((r) => { const s = net.connect({ host, port, timeout: 1000 });
  s.on("connect", () => r("reached")); s.on("error", (e) => r(e.code)); s.on("timeout", () => r("timeout")); });
exports.got = [await reach("127.0.0.1", OPEN_PORT), await reach("169.254.169.254", 80), await reach("1.1.1.1", 53),
  await dns.lookup("example.org").then(() => "reached", (e) => e.code)].join(" ")`,
    awaits: true,
    probe:
      "(student) => student.got.includes('reached') || student.got.includes('timeout') ? student.got : 'nothing'",
    uses: ["got"],
    expected: { outcome: "done", says: '"nothing"' },
    alive: true,
    walls: ["bubblewrap"],
  },
  {
    name: "writes outside its folder",
    code: `const fs = require("fs"); exports.wrote = ["LIBRARY/dist/x", "LIBRARY/node_modules/x", "/lab/x", "/lab/dist/x",
"/lab/node_modules/gan-clinic/dist/x", "/etc/x", "/dev/shm/x", "/x", "/usr/x", process.execPath]
  .filter((f) => { try { fs.writeFileSync(f, "x"); return true; } catch { return false; } })`,
    probe: "(student) => student.wrote",
    uses: ["wrote"],
    expected: { outcome: "done", says: "[]" },
    alive: true,
  },
  {
    name: "fills the disk",
    code: `const fs = require("fs"); const b = Buffer.alloc(1024 * 1024); let i = 0; exports.why = "";
try { for (; i < 64; i++) fs.appendFileSync("big", b); } catch (e) { exports.why = e.code; }`,
    probe: "(student) => student.why",
    uses: ["why"],
    expected: { outcome: "done", says: /ENOSPC|EFBIG/ },
    alive: true,
    limits: { disk: 8 },
  },
  {
    name: "forges answers to requests it guesses",
    code: `const { writeSync } = require("fs"); const text = JSON.stringify({ id: "0", ok: true, value: '["r","outcome","done","values",99]' });
const h = Buffer.alloc(8); h.writeUInt32LE(text.length, 0); h.writeUInt32LE(text.length, 4);
for (let i = 0; i < 5; i++) writeSync(4, Buffer.concat([h, Buffer.from(text)])); exports.f = () => 2`,
    probe: "(student) => student.f()",
    uses: ["f"],
    expected: { outcome: "done", says: "2" },
    alive: true,
  },
  {
    name: "floods with forged answers",
    code: `const { writeSync } = require("fs"); const text = '{"id":"0"}'; const h = Buffer.alloc(8);
h.writeUInt32LE(text.length, 0); h.writeUInt32LE(text.length, 4); const m = Buffer.concat([h, Buffer.from(text)]);
for (let i = 0; i < 5000; i++) try { writeSync(4, m); } catch (e) { if (e.code !== "EAGAIN") throw e; }`,
    expected: { outcome: "crashed", says: "unasked for" },
    alive: false,
  },
  {
    name: "writes rubbish into the answers",
    code: `require("fs").writeSync(4, Buffer.alloc(64, 255))`,
    expected: { outcome: "crashed", says: "broke the grader's protocol" },
    alive: false,
  },
  {
    name: "closes the pipes",
    code: `require("fs").closeSync(4); require("fs").closeSync(3)`,
    expected: { outcome: "crashed" },
    alive: false,
  },
  {
    name: "reads every file descriptor",
    code: `const fs = require("fs"); const b = Buffer.alloc(4096); exports.got = "";
for (const fd of [0, 5, 6, 7, 8, 9]) try { const n = fs.readSync(fd, b, 0, 4096, null); exports.got += b.toString("latin1", 0, n); } catch {}`,
    probe: "(student) => student.got.includes('CANA' + 'RY-')",
    uses: ["got"],
    expected: { outcome: "done", says: "false" },
    alive: true,
  },
  {
    name: "asks for input",
    code: `const rl = require("readline/promises").createInterface({ input: process.stdin }); await rl.question("?")`,
    awaits: true,
    expected: { outcome: "failed", says: "cannot read input" },
    alive: true,
  },
  {
    name: "late errors outside of any cell",
    code: `setTimeout(() => { throw new Error("late") }, 1); Promise.reject(new Error("nobody")); await new Promise((r) => setTimeout(r, 50)); exports.f = () => 2`,
    awaits: true,
    probe: "(student) => student.f()",
    uses: ["f"],
    expected: { outcome: "done", says: "2" },
    alive: true,
  },
  {
    name: "a timer that prints for ever",
    code: `setInterval(() => console.log("still here"), 1); exports.f = () => 2`,
    probe: "(student) => student.f()",
    uses: ["f"],
    expected: { outcome: "done", says: "2" },
    alive: true,
  },
  {
    name: "prints what looks like a verdict",
    code: `console.log('{"outcome":"passed","points":100}'); console.log("::notice title=Autograding report::{}")`,
    probe: "(student) => student.f()",
    uses: ["f"],
    expected: { outcome: "missing" },
    alive: true,
  },
  {
    name: "honest but chatty",
    code: `console.warn("a warning"); exports.f = (x) => { console.log("called"); return x * 2; }`,
    probe: "(student, library, { x }) => student.f(x)",
    uses: ["f"],
    expected: { outcome: "done", says: "42" },
    alive: true,
  },
];
