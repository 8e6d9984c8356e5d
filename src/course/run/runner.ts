import type { ICodeCell, INotebookContent } from "@jupyterlab/nbformat";
import { NotebookError } from "../errors";
import { delay } from "../hosts/deadline";
import { afterFailureMs, executeCode } from "./attempt";
import { sourceOf } from "../notebook";
import { codeCells, copyForRun, isSkipped, mayFail } from "./cells";
import { cellError, stopError, stopStatus } from "./failures";
import { withDefaults } from "./options";
import type { CellRecord, CellStatus, FullOptions, RunOptions, RunOutcome } from "./options";
import { addMessage, beginCell, cellOutputs, createCollector } from "./outputs";
import type { Collector, OutputMessage } from "./outputs";
import { quietly } from "./quiet";
import { closeSession, openSession, type Session } from "./session";
import { watchStops, type Stops } from "./stops";

export type { CellRecord, CellStatus, RunEvent, RunOptions, RunOutcome } from "./options";

/** One run: what it works on, and how far it is. */
interface Run {
  readonly options: FullOptions;
  readonly notebook: INotebookContent;
  readonly collector: Collector;
  readonly stops: Stops;
  readonly records: CellRecord[];
  executed: number;
}

/**
 * Executes a copy of a notebook, cell by cell, in a kernel of its own, which is gone at the end.
 * Whatever happens, the copy comes back with the outputs so far; what went wrong is in `error`.
 * @throws RangeError a time or a limit that is not above 0
 */
export async function runNotebook(
  notebook: INotebookContent,
  options: RunOptions,
): Promise<RunOutcome> {
  const started = performance.now();
  const full = withDefaults(options);
  const run: Run = {
    options: full,
    notebook: copyForRun(notebook),
    collector: createCollector({ bytes: full.outputLimitBytes }),
    stops: watchStops(full.notebookTimeoutMs, full.signal),
    records: [],
    executed: 0,
  };
  const error = await quietly(() => runAll(run)).then(() => undefined, toNotebookError);
  run.stops.dispose();
  for (const { cell, index } of codeCells(run.notebook))
    if (run.collector.cells.has(index)) cell.outputs = cellOutputs(run.collector, index);
  return {
    notebook: run.notebook,
    ...(error && { error }),
    seconds: secondsSince(started),
    cells: completeRecords(run),
  };
}

async function runAll(run: Run): Promise<void> {
  const { options, stops } = run;
  const started = performance.now();
  const place = { notebook: options.name };
  if (stops.known) throw stopError(place, stops.known, "");
  options.onEvent?.({ type: "kernel-starting", kernelName: options.kernelName });
  const session = await openSession({ ...options, place, stopped: stops.first });
  if (!session) throw stopError(place, stops.known!, "");
  void session.death.then((words) => {
    stops.stop({ kind: "death", words });
  });
  try {
    options.onEvent?.({ type: "kernel-ready", seconds: secondsSince(started) });
    run.notebook.metadata.language_info = session.languageInfo;
    if (options.prelude) await runPrelude(run, session, options.prelude);
    for (const { cell, index } of codeCells(run.notebook)) await runCell(run, session, cell, index);
  } finally {
    await closeSession(session);
  }
}

async function runPrelude(run: Run, session: Session, code: string): Promise<void> {
  const place = { notebook: `${run.options.name} (code before the first cell)`, cellSource: code };
  const onOutput = () => undefined;
  const result = await executeCode({ ...attemptOf(run, session), place, code, onOutput });
  if (result.reply === "error") throw cellError(place, result.errorText);
}

async function runCell(run: Run, session: Session, cell: ICodeCell, index: number): Promise<void> {
  const { onEvent } = run.options;
  const source = sourceOf(cell);
  if (isSkipped(cell) || source.trim() === "") {
    const record: CellRecord = { index, seconds: 0, status: "skipped" };
    run.records.push(record);
    onEvent?.({ type: "cell-finished", ...record });
    return;
  }
  const started = performance.now();
  cell.execution_count = ++run.executed;
  beginCell(run.collector, index, run.executed);
  onEvent?.({ type: "cell-started", index, total: run.notebook.cells.length, source });
  const finish = (status: CellStatus) => {
    const record = { index, seconds: secondsSince(started), status };
    run.records.push(record);
    onEvent?.({ type: "cell-finished", ...record });
  };
  try {
    const status = await executeCell(run, session, cell, index);
    finish(status);
    if (status !== "ok") await delay(afterFailureMs);
  } catch (error) {
    finish(run.stops.known ? stopStatus(run.stops.known) : "error");
    throw error;
  }
}

async function executeCell(
  run: Run,
  session: Session,
  cell: ICodeCell,
  index: number,
): Promise<CellStatus> {
  const code = sourceOf(cell);
  const place = { notebook: run.options.name, cellIndex: index, cellSource: code };
  const onOutput = (message: OutputMessage) => {
    const output = addMessage(run.collector, message);
    if (output) run.options.onEvent?.({ type: "cell-output", index, output });
  };
  const { reply, errorText } = await executeCode({
    ...attemptOf(run, session),
    ...{ place, code, onOutput },
  });
  if (reply === "ok") return "ok";
  if (!mayFail(cell)) throw cellError(place, errorText);
  return "failed as expected";
}

function attemptOf({ stops, options }: Run, session: Session) {
  return { session, stops, timeoutMs: options.cellTimeoutMs };
}

/** One record for each code cell; those that were not reached say so. */
function completeRecords({ notebook, records }: Run): CellRecord[] {
  return codeCells(notebook).map(
    ({ index }) =>
      records.find((record) => record.index === index) ?? { index, seconds: 0, status: "not run" },
  );
}

/** Nothing but a NotebookError is expected here; anything else is a fault of this program. */
function toNotebookError(error: unknown): NotebookError {
  if (error instanceof NotebookError) return error;
  const captured = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new NotebookError({}, { what: "The run stopped on a fault of its own", captured });
}

const secondsSince = (start: number): number => (performance.now() - start) / 1000;
