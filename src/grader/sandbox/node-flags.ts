/** How Node is started for a program behind a wall. */
import path from "node:path";
import type { Program } from "./program";

/** V8's own memory limit, and no warnings of ours in a student's output. */
export function nodeFlags({ limits }: Program): string[] {
  return [`--max-old-space-size=${limits.memory}`, "--no-warnings"];
}

/**
 * Node's permission model: reading is allowed of the library only, writing in the work folder, and no child process.
 * A seat belt for the plain process, not a wall: Node's own manual says that it does not hold against malicious code.
 */
export function permissionFlags({ libraryRoot }: Program, work: string): string[] {
  const [major, minor] = process.versions.node.split(".").map(Number) as [number, number];
  const stable = major > 22 || (major === 22 && minor >= 13);
  const read = ["dist/", "node_modules/", "package.json"].map((name) =>
    path.join(libraryRoot, name),
  );
  return [
    stable ? "--permission" : "--experimental-permission",
    "--allow-addons",
    "--allow-worker",
    ...[...read, work + path.sep].map((place) => `--allow-fs-read=${place}`),
    `--allow-fs-write=${work}${path.sep}`,
  ];
}

/** All that is in the environment of a program behind a wall. */
export function environmentFor(program: Program, home: string): Record<string, string> {
  const fixed = { HOME: home, TMPDIR: home, LANG: "C.UTF-8", TZ: "UTC", NODE_ENV: "production" };
  return { ...fixed, ...program.environment };
}
