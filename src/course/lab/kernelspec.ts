/** The TypeScript kernel as Jupyter's folders describe it. */
import fs from "node:fs";
import path from "node:path";
import { KERNEL_NAME, tslabSpec } from "../kernel/spec";

/** Write the kernel's description into a folder named for it, below `kernels`. */
export function writeKernelSpec(kernels: string): string {
  const folder = path.join(kernels, KERNEL_NAME);
  fs.mkdirSync(folder, { recursive: true });
  const spec = { ...tslabSpec(), metadata: { debugger: false } };
  fs.writeFileSync(path.join(folder, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
  return folder;
}
