/** What is around a grader at work: its processes, what it prints, the files that it must leave alone. */
import fs from "node:fs";
import path from "node:path";
import { vi, type Mock } from "vitest";
import { familyOf, listProcesses } from "../../../src/grader/sandbox/tree";

const PLACES = [
  ...["dist", "labs", "solutions", "src", "package.json", "node_modules/gan-clinic"],
  ...[".git/hooks", ".git/config"],
];

/** Names, modes, sizes and times of all that a submission could want to change. */
export function treeOf(root: string): Map<string, string> {
  const found = new Map<string, string>();
  const look = (file: string): void => {
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    if (!stat) return;
    found.set(file, [stat.uid, stat.mode, stat.isFile() ? stat.size : "", stat.mtimeMs].join(" "));
    if (stat.isDirectory()) for (const name of fs.readdirSync(file)) look(path.join(file, name));
  };
  for (const name of PLACES) look(path.join(root, name));
  return found;
}

/**
 * What is another than before by a submission's hand. Somebody may be at work in the repository while tests run: of
 * what changed, that counts which belongs to another user, is open to all, empty, from 1970, or says who wrote it.
 */
export function changedBySubmission(root: string, before: ReadonlyMap<string, string>): string[] {
  const after = treeOf(root);
  const changed = [...after].filter(([file, state]) => before.get(file) !== state);
  const marked = changed.filter(([file]) => {
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    if (!stat || stat.isDirectory()) return false;
    const odd =
      stat.uid !== process.getuid?.() || (stat.mode & 0o777) === 0o777 || stat.mtimeMs === 0;
    return odd || !stat.isFile() || stat.size === 0 || fs.readFileSync(file, "utf8").includes(HAND);
  });
  const lost = ["dist/index.js", "package.json", "node_modules/gan-clinic"].filter(
    (name) => !after.has(path.join(root, name)),
  );
  return [...marked.map(([file]) => path.relative(root, file)), ...lost];
}
const HAND = "written by a submission";

/**
 * Follows all processes that come from this one, and how much memory this one holds.
 * `end` says how many were seen, and which of them, or of their users, are still there.
 */
export function watchOurProcesses(): {
  end: () => Promise<{ seen: number; left: string[]; grown: number }>;
} {
  const seen = new Map<number, string>(); // with the time of its start: a number is given again
  const held = process.memoryUsage().rss;
  let most = held;
  const others = new Set(listProcesses().map(({ pid }) => pid));
  const look = (): void => {
    for (const { pid } of familyOf({ pid: process.pid }, listProcesses())) {
      if (pid !== process.pid && !others.has(pid)) seen.set(pid, startOf(pid));
    }
    most = Math.max(most, process.memoryUsage().rss);
  };
  const timer = setInterval(look, 100);
  return {
    async end() {
      clearInterval(timer);
      await new Promise((resolve) => setTimeout(resolve, 200));
      const alive = listProcesses().filter(({ pid }) => seen.get(pid) === startOf(pid));
      const left = alive.map(({ pid }) => `${pid}: ${commandOf(pid)}`);
      return { seen: seen.size, left, grown: most - held };
    },
  };
}

function startOf(pid: number): string {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return "gone";
  }
}

function commandOf(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

/** All that this process prints meanwhile: through the console (which vitest replaces) and past it. */
export function watchPrinting(): { end: () => string } {
  const parts: string[] = [];
  const keep = (...given: unknown[]): boolean => {
    parts.push(
      given
        .map((each) => (each instanceof Uint8Array ? Buffer.from(each).toString() : String(each)))
        .join(" "),
      "\n",
    );
    return true;
  };
  const spies = [
    ...(["log", "info", "warn", "error", "debug"] as const).map((name) => vi.spyOn(console, name)),
    ...[process.stdout, process.stderr].map((stream) => vi.spyOn(stream, "write")),
    vi.spyOn(process, "emitWarning"),
  ];
  for (const spy of spies) (spy as Mock).mockImplementation(keep);
  return {
    end() {
      for (const spy of spies) spy.mockRestore();
      return parts.join("");
    },
  };
}
