import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { deserialize, serialize } from "node:v8";
import { writeWhole } from "../files";

// When `clinic run` or `clinic prove` executes a notebook it names a folder in CLINIC_RESUME_DIR. Each seed's result is
// kept there until the notebook is done, so a run that was killed carries on at the seed it had reached. In JupyterLab
// nothing is kept: running a cell again runs it again.

function keptFile(name: string, seed: number): string | undefined {
  const folder = process.env.CLINIC_RESUME_DIR;
  if (!folder) return undefined;
  const short = createHash("sha256").update(name).digest("hex").slice(0, 32); // a name may be longer than a file's
  return path.join(folder, `${short}-${seed}.bin`);
}

/** Whether results are kept: `clinic run` executes this notebook. */
export function isKeeping(): boolean {
  return Boolean(process.env.CLINIC_RESUME_DIR);
}

export function recall(name: string, seed: number): { result: unknown } | undefined {
  const file = keptFile(name, seed);
  if (!file || !fs.existsSync(file)) return undefined;
  try {
    return { result: deserialize(fs.readFileSync(file)) };
  } catch {
    return undefined; // written by another Node: run the seed again
  }
}

export function remember(name: string, seed: number, result: unknown): void {
  const file = keptFile(name, seed);
  if (!file) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  writeWhole(file, serialize(result));
}
