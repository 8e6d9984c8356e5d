/** How Node is started for a program behind a wall. */
import path from "node:path";
import type { Program } from "./program";

export interface Places {
  /** Where the library lies, as the program sees it. */
  readonly root: string;
  /** The only folder that it may write to. */
  readonly work: string;
  /** It may load native parts: only where no file that it writes could be one. */
  readonly addons: boolean;
}

/** V8's own memory limit, no warnings of ours in a student's output, and Node's permissions. */
export function nodeFlags({ limits }: Program, places: Places): string[] {
  return [`--max-old-space-size=${limits.memory}`, "--no-warnings", ...permissionFlags(places)];
}

/**
 * Node's permission model: reading is allowed of the library only, writing in the work folder; there is no other process
 * or thread, and no inspector, with which code changes the code beside it. A seat belt, not a wall: Node's own manual
 * says that it does not hold against malicious code.
 */
function permissionFlags({ root, work, addons }: Places): string[] {
  const [major, minor] = process.versions.node.split(".").map(Number) as [number, number];
  const stable = major > 22 || (major === 22 && minor >= 13);
  const separator = root.startsWith("/") ? "/" : path.sep; // in a container it is not this system's
  const read = ["dist/", "node_modules/", "package.json"].map((name) => root + separator + name);
  return [
    stable ? "--permission" : "--experimental-permission",
    ...(addons ? ["--allow-addons"] : []),
    ...[...read, work + separator].map((place) => `--allow-fs-read=${place}`),
    `--allow-fs-write=${work}${separator}`,
  ];
}

/** All that is in the environment of a program behind a wall. */
export function environmentFor(program: Program, home: string): Record<string, string> {
  const fixed = { HOME: home, TMPDIR: home, LANG: "C.UTF-8", TZ: "UTC" };
  return { ...fixed, ...program.environment };
}
