/**
 * What the stop button does to a cell. tslab 1.0.22 gives up a cell that waits: it goes on unseen, and what it declares
 * is lost to the cells after it. Worse, a listener for SIGINT that a cell adds before it first waits (`trainGan` is
 * one) makes Node forget all of them, and the next SIGINT kills the kernel: tslab runs cells with `breakOnSigint`,
 * which takes the process's listeners away for that time and does not tell the system that there is a new one.
 *
 * Here a cell in which something listens gets a few seconds to come to its end, and what it declares stays usable. It
 * still counts as failed, so that the cells that wait behind it do not run.
 *
 * And a stop that comes while a cell is still checked by TypeScript, for seconds on a busy machine, was lost: the signal
 * waits for the event loop, and tslab goes on without a turn to where Node forgets it. Here there is a turn between the
 * two, and a cell that was stopped by then does not start.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { lendToCells, type RunningCell } from "../../cell";

/** What tslab keeps inside, to run cells. */
export interface Executor {
  execute: (source: string) => Promise<boolean>;
  interrupt: () => void;
}
type Print = (...values: unknown[]) => void;
interface Console {
  log: Print;
  error: Print;
}
/** What makes JavaScript of a cell, given the declarations of the cells before it. */
interface Converter {
  convert: (declarations: string, source: string) => unknown;
}
/** tslab's maker of executors. */
export type MakeExecutor = (
  folder: string,
  converters: { readonly node: Converter },
  console: Console,
) => Executor;

const newCell = (): RunningCell => ({ stopped: false, listening: 0 });

/** How long a stopped cell may take to come to its end, in milliseconds. A second stop does not wait. */
const grace = 5_000;

const DROPPED =
  "Stopped before the cell came to its end: what it declares cannot be used. Run it again.";
const ENDED =
  "Stopped. The cell came to its end: what it declares can be used, trained as far as it was.";

/**
 * Let stopped cells come to their end.
 * @param begins called when a cell has compiled and starts
 */
export function letCellsEnd(make: MakeExecutor, begins: () => void = () => {}): MakeExecutor {
  const cells = new AsyncLocalStorage<RunningCell>();
  lendToCells({ runningCell: () => cells.getStore() });
  return (folder, converters, console) => {
    const prepare = convertApart(converters.node, begins);
    const executor = make(folder, converters, { ...console, error: explained(console.error) });
    const { execute, interrupt } = executor;
    let running: RunningCell | undefined;
    executor.execute = async (source) => {
      const cell = newCell();
      running = cell;
      const wasStopped = (): boolean => cell.stopped;
      const isModule = await prepare(() => execute(source));
      if (isModule === undefined) await turn();
      if (isModule !== undefined || wasStopped()) {
        running = undefined;
        if (wasStopped()) console.error(DROPPED);
        return isModule === true && !wasStopped();
      }
      const end = cells.run(cell, () => execute(source));
      listenAgain();
      const isRight = await end;
      running = undefined;
      if (isRight && wasStopped()) console.error(ENDED);
      return isRight && !wasStopped();
    };
    executor.interrupt = () => {
      const cell = running;
      if (!cell) return;
      const isFirst = !cell.stopped;
      cell.stopped = true;
      if (!isFirst || cell.listening === 0) interrupt();
      else {
        setTimeout(() => {
          if (running === cell) interrupt();
        }, grace).unref();
      }
    };
    return executor;
  };
}

/** Thrown instead of a cell's JavaScript when that is ready and is not to run yet. */
const READY = new Error("The cell is ready to run");

/**
 * Part tslab's two steps: what converts a cell throws when it has done so, and gives what it has made when it is asked
 * again.
 * @returns does the first step. Undefined: the second is to come; true or false: there is none, as in a cell that only
 * stores a module
 */
function convertApart(node: Converter, begins: () => void) {
  const { convert } = node;
  let ready: { readonly key: string; readonly made: unknown } | undefined;
  node.convert = (declarations, source) => {
    const key = JSON.stringify([declarations, source]);
    const made = ready?.key === key ? ready.made : undefined;
    ready = undefined;
    if (made !== undefined) {
      if ((made as { diagnostics?: unknown[] }).diagnostics?.length === 0) begins();
      return made;
    }
    ready = { key, made: convert(declarations, source) };
    throw READY;
  };
  return async (execute: () => Promise<boolean>): Promise<boolean | undefined> => {
    ready = undefined;
    try {
      return await execute();
    } catch (error) {
      if (error === READY) return undefined;
      throw error;
    }
  };
}

/** Let the event loop hear what came in meanwhile: it does so between the two. */
async function turn(): Promise<void> {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
}

/** Tell the system again that this process hears SIGINT. */
function listenAgain(): void {
  const listeners = process.rawListeners("SIGINT") as (() => void)[];
  process.removeAllListeners("SIGINT");
  for (const listener of listeners) process.on("SIGINT", listener);
}

/** Where in tslab or in the library a cell was stopped helps nobody. */
function explained(print: Print): Print {
  return (...values) => {
    const [error] = values;
    if (!(error instanceof Error)) print(...values);
    else if (isInterruption(error)) print(DROPPED);
    else if (error.name === "Stopped")
      print(error.message); // evidence/unfinished.ts
    else print(...values);
  };
}

/** tslab's own error, and Node's for a loop that never waits. */
function isInterruption(error: Error & { code?: string }): boolean {
  return (
    error.message === "Interrupted asynchronously" ||
    error.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED"
  );
}
