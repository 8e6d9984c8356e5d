/** The doctor on the machine: folders that must be written, room on the disks, memory. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { cacheFolder } from "../../data/cache";
import { DEFAULT_OUT, NOTEBOOKS, ROOT, STATE } from "../paths";
import type { Finding } from "./finding";

/** A folder that the course writes into, and what to do when it may not. */
export interface Place {
  topic: string;
  folder: string;
  remedy: string;
}

const COPY = "this disk is read-only here: copy the course to a folder of your own";
const OWN = `make it yours (${process.platform === "win32" ? "its properties, Security" : `sudo chown -R "$USER" ${JSON.stringify(ROOT)}`}), or copy the course to a folder of your own`;

/** All folders that are written to, but {@link dataCache}. */
export const PLACES: readonly Place[] = [
  { topic: "course folder", folder: ROOT, remedy: OWN },
  { topic: "notebooks", folder: NOTEBOOKS, remedy: OWN },
  {
    topic: "results",
    folder: path.resolve(DEFAULT_OUT),
    remedy: "choose another folder: npm run course -- --out DIR; or delete this one",
  },
  { topic: "half-done runs", folder: STATE, remedy: OWN },
  {
    topic: "temporary files",
    folder: os.tmpdir(),
    remedy: "set TMPDIR (Windows: TEMP) to a folder of your own",
  },
];

/** Can the folder be written? One that is not there yet: could it be made? */
export function writable({ topic, folder, remedy }: Place): Finding {
  const code = whyNotWritable(folder);
  if (code === undefined) return { topic, state: "ok", text: `${folder} can be written` };
  const text = `${folder} cannot be written by you (${code})`;
  if (code === "EROFS" && remedy === OWN) return { topic, state: "missing", text, remedy: COPY };
  return { topic, state: "missing", text, remedy };
}

/**
 * The folder of the data sets. A class may share one that only the instructor writes: that is no fault.
 *
 * @param isFilled MNIST, which notebook 00 needs, is in it
 */
export function dataCache(isFilled: boolean, folder = cacheFolder()): Finding {
  const remedy = "make it yours, or set CLINIC_CACHE to a folder of your own";
  const found = writable({ topic: "data cache", folder, remedy });
  if (found.state === "ok" || !isFilled) return found;
  const text = `${found.text}; what lies in it can be read`;
  return { ...found, state: "note", text, remedy: `only to fetch more data: ${remedy}` };
}

/** By trying: permissions alone do not tell, on Windows, on a network drive, in a container. */
function whyNotWritable(folder: string): string | undefined {
  const there = nearest(folder);
  try {
    fs.rmdirSync(fs.mkdtempSync(path.join(there, ".clinic-try-")));
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  }
}

/** The folder, or the nearest above it that is there. */
function nearest(folder: string): string {
  let at = folder;
  while (!fs.existsSync(at) && path.dirname(at) !== at) at = path.dirname(at);
  return at;
}

const GB = 1e9;
/** Below this much a JupyterLab (0.25 GB) or the largest data set (0.2 GB) may not fit; below the other, nothing does. */
const ROOMY = 1 * GB;
const FULL = 0.05 * GB;

/** Room for the user on the disk of a folder. */
export function disk(topic: string, folder: string): Finding {
  const { bavail, bsize } = fs.statfsSync(nearest(folder));
  const free = bavail * bsize;
  const text = `${(free / GB).toFixed(free < GB ? 2 : 0)} GB free for ${folder}`;
  if (free >= ROOMY) return { topic, state: "ok", text };
  const remedy =
    "free some space: JupyterLab takes 0.25 GB, the largest data set 0.2 GB, results 0.05 GB";
  return { topic, state: free < FULL ? "missing" : "note", text, remedy };
}

const GIB = 1024 ** 3;
/** Below this much free memory (GiB) a notebook may be killed while it trains. */
const WANTED_MEMORY = 2;

/** Bytes, and processors. */
export interface Memory {
  /** free now, within what a container or a class server allows */
  available: number;
  total: number;
  /** what a container or a class server allows, where it sets a limit below the machine's memory */
  limit: number | undefined;
  cores: number;
}

/** What this process has. Node 20 before 20.13 cannot say what is available in a container. */
export function readMemory(): Memory {
  const total = os.totalmem();
  const limit = process.constrainedMemory();
  const available = (process as Partial<NodeJS.Process>).availableMemory?.() ?? os.freemem();
  const isLimited = limit > 0 && limit < total;
  return {
    available: isLimited ? Math.min(available, limit) : available,
    total,
    limit: isLimited ? limit : undefined,
    cores: os.availableParallelism(),
  };
}

/** Is it enough to train in? */
export function memory({ available, total, limit, cores }: Memory = readMemory()): Finding {
  const topic = "memory";
  const gib = (bytes: number): string => (bytes / GIB).toFixed(1);
  const of = limit === undefined ? gib(total) : `the ${gib(limit)} allowed here`;
  const text = `${gib(available)} GiB free of ${of}, ${cores} cores`;
  if (available >= WANTED_MEMORY * GIB) return { topic, state: "ok", text };
  const isNarrow = (limit ?? total) < WANTED_MEMORY * GIB;
  const remedy = isNarrow
    ? `a notebook may be killed: about ${WANTED_MEMORY} GiB are needed. Ask for more where the limit is set, or stay with the quick budget: npm run course`
    : `close other programs: about ${WANTED_MEMORY} GiB are needed`;
  return { topic, state: "note", text, remedy };
}
