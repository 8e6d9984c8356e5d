/** The TypeScript kernel as Jupyter wants it described. */
import fs from "node:fs";
import path from "node:path";

/** The name under which notebooks ask for the kernel. */
export const KERNEL_NAME = "tslab";

/** A kernel's `kernel.json`. */
export interface KernelSpecFile {
  argv: string[];
  display_name: string;
  language: string;
  metadata: Record<string, unknown>;
}

/** The kernel of this clone: this Node, and the tslab that npm installed here. */
export function kernelSpec(): KernelSpecFile {
  return {
    argv: [process.execPath, tslabScript(), "kernel", "--config-path={connection_file}"],
    display_name: "TypeScript",
    language: "typescript",
    metadata: { debugger: false },
  };
}

/** tslab's command, as installed. */
export function tslabScript(): string {
  const manifest = require.resolve("tslab/package.json");
  return path.join(path.dirname(manifest), "bin", "tslab");
}

/** Write the kernel's description into a folder named for it, below `kernels`. */
export function writeKernelSpec(kernels: string): string {
  const folder = path.join(kernels, KERNEL_NAME);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "kernel.json"), `${JSON.stringify(kernelSpec(), null, 2)}\n`);
  return folder;
}
