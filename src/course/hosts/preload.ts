import { writeFileSync } from "node:fs";
import path from "node:path";
import { guardSource, keeperSource } from "./guard";

// What a kernel loads first is kept as text and written beside the connection file. That works
// from the built package, from the sources in a test, and in a sandbox that shows the kernel only
// this folder.

export interface GuardOptions {
  /** Removed when the guard has to end the kernel. */
  readonly folder?: string;
  /** The process id that must be the kernel's parent; without it, whichever the parent is. */
  readonly parent?: number;
  /** One more process that must be alive. */
  readonly alive?: number;
}

/**
 * Writes into a folder what a Node kernel is to load first (`node --require`).
 * @returns the path of the file
 */
export function writePreload(folder: string): string {
  const file = path.join(folder, "preload.cjs");
  writeFileSync(file, `"use strict";\n${guardSource}`, { mode: 0o600 });
  return file;
}

/** The environment in which a Node process that starts loads that file first; other programs ignore it. */
export function preloadEnv(
  file: string,
  env: NodeJS.ProcessEnv,
  { folder, parent, alive }: GuardOptions,
): NodeJS.ProcessEnv {
  return {
    ...env,
    NODE_OPTIONS: [env["NODE_OPTIONS"], `--require ${JSON.stringify(file)}`]
      .filter(Boolean)
      .join(" "),
    ...(folder !== undefined && { CLINIC_GUARD_FOLDER: folder }),
    ...(parent !== undefined && { CLINIC_GUARD_PARENT: String(parent) }),
    ...(alive !== undefined && { CLINIC_GUARD_ALIVE: String(alive) }),
  };
}

/**
 * The command line that runs another program, and ends it when this process is gone; `folder` is
 * then removed. The Node kernels that the program starts load the same file first.
 */
export function keeperArgs(folder: string, argv: readonly string[]): string[] {
  const guard = preloadEnv(writePreload(folder), process.env, { alive: process.pid });
  const own = Object.entries(guard).filter(([name]) =>
    /^(?:NODE_OPTIONS|CLINIC_GUARD_)/.test(name),
  );
  const env = JSON.stringify(Object.fromEntries(own));
  return [process.execPath, "-e", keeperSource, folder, String(process.pid), env, ...argv];
}
