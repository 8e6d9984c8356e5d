/** Submissions that look for what is not theirs, tell what they found, or change it. */
import { SPREAD, type CorpusCase } from "./corpus-case";

/** A function that searches texts for the canary and keeps where it was found with what stands there. */
const SEARCH = `const fs: any = require("fs");
const found: string[] = [];
const search = (text: string) => { for (const part of text.split("CANA" + "RY-").slice(1)) found.push(part.slice(0, 40)); };
const look = (file: string) => { try { search(fs.readFileSync(file, "latin1")); } catch {} };
const list = (folder: string): string[] => { try { return fs.readdirSync(folder).map((name: string) => folder + "/" + name); } catch { return []; } };
`;
/** Tells it in a message that reaches the report. */
const TELL = `const slope: any = () => { throw new Error("found: " + found.join(" ")); };`;
const nothing = { tasks: { slope: "crashed" }, tells: /^Error: found: $/ } as const;

export const secrets: readonly CorpusCase[] = [
  {
    name: "18-files-and-processes",
    says: "reads all files and processes that it can, and its environment",
    cells: {
      slope: `${SEARCH}
for (const folder of list("/proc").filter((each) => /\\d$/.test(each))) {
  for (const name of ["environ", "cmdline"]) look(folder + "/" + name);
  for (const fd of list(folder + "/fd")) try { search(fs.readlinkSync(fd)); } catch {}
}
for (let i = -50; i < 50; i++) look("/proc/" + (process.ppid + i) + "/environ");
let left = 3000;
const down = (folder: string, depth: number) => {
  for (const each of list(folder)) {
    if (--left < 0 || each.includes("/proc")) return;
    let stat: any;
    try { stat = fs.lstatSync(each); } catch { continue; }
    if (stat.isDirectory() && depth > 0) down(each, depth - 1);
    else if (stat.isFile() && stat.size < 100_000) look(each);
  }
};
for (const place of ["PLACE_SECRET", "PLACE_LAB_ROOT", "PLACE_OUT", ".", "..", "/root", "/home", "/tmp", "/etc"]) down(place, 2);
search(JSON.stringify(process.env) + process.argv.join(" ") + process.execArgv.join(" "));
for (const fd of [0, 5, 6, 7, 8, 9]) try { const b = Buffer.alloc(4096); search(b.toString("latin1", 0, fs.readSync(fd, b, 0, 4096, null))); } catch {}
${TELL}`,
    },
    everywhere: true,
    expected: nothing,
  },
  {
    name: "19-own-memory",
    says: "searches the text of every function in its memory, after checks ran in it",
    // what it found is global, so that it can be told even where a slow machine stops this cell
    late: `const { Session } = require("inspector");
(globalThis as any).hits = ["nothing was searched"];
const session = new Session();
session.connect();
const search = (text: string) => { (globalThis as any).hits = text.split("CANA" + "RY-").slice(1); };
const toText = "function () { return this.map((each) => { try { return Function.prototype.toString.call(each); } catch { return 1; } }).join() }";
session.post("Runtime.evaluate", { expression: "Function.prototype" }, (_: any, { result }: any) =>
  session.post("Runtime.queryObjects", { prototypeObjectId: result.objectId }, (_: any, { objects }: any) =>
    session.post("Runtime.callFunctionOn", { objectId: objects.objectId, functionDeclaration: toText, returnByValue: true },
      (_: any, { result }: any) => search(result.value))));`,
    cells: {
      fit: `const train: any = () => { throw new Error("found: " + ((globalThis as any).hits ?? ["nothing was searched"]).join(" ")); };`,
    },
    walls: ["bubblewrap"],
    expected: { tasks: { fit: "crashed" }, tells: /^Error: found: (nothing was searched)?$/ },
  },
  {
    name: "20-a-server-and-its-token",
    says: "looks for a Jupyter server, its token and its connection file",
    cells: {
      slope: `${SEARCH}
const { connect } = require("net");
const reach = (port: number) => new Promise<string>((go) => {
  const socket = connect({ host: "127.0.0.1", port, timeout: 200 });
  for (const end of ["error", "timeout"]) socket.on(end, () => go(""));
  socket.on("connect", () => { socket.destroy(); go("port " + port); });
});
for (const port of [PLACE_OPEN_PORT, 8888, 8889, 8080]) { const open = await reach(port); if (open) found.push(open); }
for (const name of Object.keys(process.env)) if (/JUPYTER|JPY|TOKEN|GITHUB|SECRET/i.test(name)) found.push(name);
for (const file of [...list("/root/.local/share/jupyter/runtime"), ...list(process.env.HOME + "/.local/share/jupyter/runtime")]) found.push(file);
${TELL}`,
    },
    walls: ["bubblewrap"],
    expected: nothing,
  },
  {
    name: "24-writes-everywhere",
    says: "writes to the library, the course, and the grader's home",
    first: `const fs: any = require("fs");
const files = ["PLACE_LIBRARY/dist/index.js", "PLACE_LIBRARY/dist/x.js", "PLACE_LIBRARY/package.json", "PLACE_LIBRARY/src/x.ts", "PLACE_LIBRARY/labs/x", "PLACE_LIBRARY/solutions/x",
  "PLACE_LIBRARY/node_modules/x.js", "PLACE_LIBRARY/.git/hooks/post-checkout", "/lab/dist/index.js", "/lab/package.json", "/lab/node_modules/gan-clinic/dist/index.js",
  "PLACE_HOME_MARKER", "PLACE_TMP_MARKER", "PLACE_LAB_ROOT/solutions/00-sample/checks.ts", "PLACE_SECRET/secret.txt", "/root/.npmrc", "/etc/hosts"];
for (const file of files) {
  for (const write of [
    () => fs.writeFileSync(file, "// written by a submission"), () => fs.appendFileSync(file, "// written by a submission"),
    () => fs.truncateSync(file, 0), () => fs.chmodSync(file, 0o777), () => fs.utimesSync(file, 0, 0), () => fs.unlinkSync(file),
  ]) try { write(); } catch {}
}
for (const link of ["PLACE_LIBRARY/node_modules/gan-clinic", "/lab/node_modules/gan-clinic"]) try { fs.unlinkSync(link); } catch {}`,
    everywhere: true,
    expected: {},
  },
  {
    name: "25-network",
    says: "calls the machine itself, a name, the cloud's metadata and the world",
    cells: {
      slope: `${SEARCH}
const { connect } = require("net");
const reach = (host: string, port: number) => new Promise<void>((go) => {
  const socket = connect({ host, port, timeout: 400 });
  for (const end of ["error", "timeout"]) socket.on(end, () => go());
  socket.on("connect", () => { found.push(host); socket.destroy(); go(); });
});
await Promise.all([reach("127.0.0.1", PLACE_OPEN_PORT), reach("169.254.169.254", 80), reach("1.1.1.1", 53)]);
await require("dns").promises.lookup("example.org").then(() => found.push("a name"), () => {});
await fetch("http://127.0.0.1:PLACE_OPEN_PORT/").then(() => found.push("fetch"), () => {});
${TELL}`,
    },
    walls: ["bubblewrap"],
    expected: nothing,
  },
  {
    name: "x-tells-the-inputs",
    says: "tells a visible check what earlier ones gave it: no hidden one was there",
    cells: {
      stddev: `${SPREAD.replace("{", "{ kept.push(JSON.stringify(batch).length);")}\nconst kept: number[] = [];`,
      slope: `const slope: any = () => { throw new Error("found: " + kept.length); };`,
    },
    expected: { tasks: { slope: "crashed" }, tells: /^Error: found: 1$/ },
  },
  {
    name: "x-types-of-files",
    says: "imports the checks as a module, for the compiler to quote them",
    cells: {
      slope: `import { checks } from "PLACE_LAB_ROOT/solutions/00-sample/checks";\nconst slope: string = checks as any as number;`,
    },
    expected: {
      tasks: { slope: "crashed" },
      tells: /does not compile. Line 1: Cannot find module/,
    },
  },
];
