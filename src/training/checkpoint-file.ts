import { createHash } from "node:crypto";
import {
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
  type Stats,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { besideOf } from "../files";
import { writeTensors, type KeptTensor } from "./tensor-files/safetensors";
import { whyNot } from "./tensor-files/why-not";

/** Where a training keeps its state. */
export interface CheckpointOptions {
  /**
   * Written at each snapshot and at the end, in the safetensors format. Its folder must be there. Another
   * training can not write to it at the same time.
   */
  readonly file: string;
}

/** The file of one training, from before its first step until it ends. */
export interface CheckpointFile {
  /** As it was named. */
  readonly file: string;
  /** Whether it is there. */
  readonly exists: boolean;
  /**
   * Makes sure that it can be written.
   *
   * @throws Error that says why not
   */
  expectWritable(): void;
  /**
   * Puts another state in its place.
   *
   * @throws Error when it can not be written, or somebody else has written it meanwhile; it is left as it is then
   */
  write(state: {
    readonly tensors: Readonly<Record<string, KeptTensor>>;
    readonly text: string;
  }): void;
  /** Lets other trainings have it. */
  release(): void;
}

/** The files that trainings of this process write to. */
const taken = new Set<string>();

/**
 * Takes a file for a training.
 *
 * @throws TypeError when the options are of another kind; Error when it is a folder, or another training has it
 */
export function takeCheckpointFile(options: CheckpointOptions): CheckpointFile {
  const file = fileOf(options);
  const path = resolve(file);
  const target = realPathOf(path);
  const found = statOf(path);
  if (found && !found.isFile()) {
    const what = found.isDirectory() ? "a folder. Name a file in it" : "a device";
    throw new Error(`trainGan checkpoint ${file}: wanted a file, found ${what}`);
  }
  if (taken.has(target)) {
    throw new Error(
      `trainGan checkpoint ${file}: another training is writing to it. Wait until that one has ended, ` +
        "or name another file",
    );
  }
  taken.add(target);
  let known = stampOf(path);
  return {
    file,
    exists: found !== undefined,
    expectWritable() {
      expectWritable(file, path);
    },
    write({ tensors, text }) {
      const now = stampOf(path);
      if (now !== undefined && now !== known) {
        throw new Error(
          `${file} has been written by another program since this training read or wrote it. It is left as ` +
            "it is: name another file",
        );
      }
      writeTensors(path, { tensors, texts: { training: text } });
      known = stampOf(path);
    },
    release() {
      taken.delete(target);
    },
  };
}

function fileOf(options: unknown): string {
  const file: unknown = (options as Partial<CheckpointOptions> | null)?.file;
  if (typeof file === "string" && file !== "") return file;
  const hint =
    typeof options === "string" ? `. Write checkpoint: { file: ${JSON.stringify(options)} }` : "";
  throw new TypeError(
    `trainGan checkpoint: wanted { file: the name of a file }, found ${(JSON.stringify(options) as string | undefined) ?? typeof options}${hint}`,
  );
}

/** One name for a file, whatever links lead to it. */
function realPathOf(path: string): string {
  for (const real of [() => realpathSync(path), () => join(realpathSync(dirname(path)), basename(path))]) {
    try {
      return real();
    } catch {
      // not there yet
    }
  }
  return path;
} // prettier-ignore

function expectWritable(file: string, path: string): void {
  const mode = statOf(path)?.mode;
  if (mode !== undefined && (mode & 0o222) === 0) {
    throw new Error(
      `trainGan checkpoint ${file}: wanted a file that can be written, found one that is marked as read-only. ` +
        "Change that, or name another file",
    );
  }
  const trial = isThere(path) ? besideOf(path) : path; // the name itself may be one that no file can have
  try {
    closeSync(openSync(trial, "wx"));
    rmSync(trial);
  } catch (error) {
    const folder = dirname(path);
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new Error(
      `trainGan checkpoint ${file}: wanted a file that can be written, but ` +
        (missing
          ? `there is no folder ${folder}. Make it`
          : `${whyNot(error)} (in ${folder}). Change that`) +
        ", or name another file",
      { cause: error },
    );
  }
}

/** A file, or a link that leads nowhere. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // no place for a file: what is wrong with it is said when one is tried out there
  }
}

/** Tells one state of the file from another by its header, which holds the step and all that was measured. */
function stampOf(path: string): string | undefined {
  let handle: number;
  try {
    handle = openSync(path, "r");
  } catch (error) {
    return statOf(path) && whyNot(error);
  }
  try {
    const { size } = fstatSync(handle);
    const length = Buffer.alloc(8);
    readSync(handle, length);
    const whole = 8 + Number(length.readBigUInt64LE());
    const head = Buffer.alloc(Math.min(size, whole));
    readSync(handle, head, { position: 0 });
    return createHash("sha256").update(head).digest("hex");
  } finally {
    closeSync(handle);
  }
}
