/** The TypeScript kernel, as every host starts it: this Node, and tslab through `start.js`. */
import fs from "node:fs";
import path from "node:path";
import type { KernelSpec } from "../hosts/host";
import { DIST } from "../paths";

/** The name under which notebooks ask for the kernel; tslab's own. */
export const KERNEL_NAME = "tslab";

/**
 * @throws Error the package is not built, so there is nothing to start
 */
export function tslabSpec(): KernelSpec {
  const start = path.join(DIST, "course", "kernel", "start.js");
  if (!fs.existsSync(start)) {
    throw new Error(`${start} is not there: build the package first (npx clinic build)`);
  }
  return {
    display_name: "TypeScript",
    language: "typescript",
    argv: [process.execPath, start, "kernel", "--config-path={connection_file}"],
  };
}
