/** The functions that are running now, as V8 lists them: a name or a comment of the code cannot falsify it. */
import { fileURLToPath } from "node:url";

type Prepare = (error: unknown, sites: NodeJS.CallSite[]) => unknown;

/** Between the library's own entry and the engine there are far fewer. */
const LONGEST = 300;
const captureStackTrace = Error.captureStackTrace.bind(Error);
const { defineProperty } = Object;
const asked = new WeakSet();

/** As Node itself would write it, but for those that are asked for here. */
const prepare: Prepare = (error, sites) =>
  asked.has(error as object) ? sites : [error, ...sites].map(String).join("\n    at ");

/** For good: nobody can shorten the list or put another in its place any more. */
export function fixStacks(): void {
  defineProperty(Error, "prepareStackTrace", { value: prepare, writable: false });
  defineProperty(Error, "stackTraceLimit", { value: LONGEST, writable: false });
}

/** What runs now, the innermost first. */
export function runningSites(): readonly NodeJS.CallSite[] {
  const holder: { stack?: unknown } = {};
  asked.add(holder);
  const maker = Error as { prepareStackTrace?: Prepare; stackTraceLimit: number };
  if (maker.prepareStackTrace === prepare) {
    captureStackTrace(holder);
    return holder.stack as NodeJS.CallSite[];
  }
  const { prepareStackTrace, stackTraceLimit } = maker;
  maker.prepareStackTrace = prepare;
  maker.stackTraceLimit = LONGEST;
  try {
    captureStackTrace(holder);
    return holder.stack as NodeJS.CallSite[];
  } finally {
    if (prepareStackTrace) maker.prepareStackTrace = prepareStackTrace;
    else delete maker.prepareStackTrace;
    maker.stackTraceLimit = stackTraceLimit;
  }
}

/** The absolute path of the file from which it comes; undefined of what V8 itself brings, "" of what has no file. */
export function fileOf(site: NodeJS.CallSite): string | undefined {
  if (site.isNative()) return undefined;
  const file = site.getFileName() ?? "";
  return file.startsWith("file:") ? fileURLToPath(file) : file;
}
