import type { IMimeBundle, IOutput, OutputMetadata } from "@jupyterlab/nbformat";
import type { PartialJSONObject } from "@lumino/coreutils";
import { appendText, cutText, emptyStream, streamText, type StreamText } from "./stream";

/** The part of a kernel's iopub message that the collector reads. */
export interface OutputMessage {
  readonly type: string;
  readonly content: Record<string, unknown>;
}

export interface OutputLimits {
  /** Most bytes that one cell may store. */
  readonly bytes: number;
  /** Most outputs that one cell may store; texts of one stream in a row are one output. */
  readonly outputs: number;
}

export const defaultLimits: OutputLimits = { bytes: 10_000_000, outputs: 10_000 };

/** One stored output; `bytes` is what it counts towards the limit. */
interface Entry {
  bytes: number;
  output: IOutput;
  stream?: StreamText;
}

interface CellOutputs {
  entries: Entry[];
  bytes: number;
  clearNext: boolean;
  cut: boolean;
}

/** The outputs of all cells of one run. Make it with {@link createCollector}. */
export interface Collector {
  readonly limits: OutputLimits;
  readonly cells: Map<number, CellOutputs>;
  readonly displays: Map<string, { cell: number; entry: Entry }[]>;
  current: number;
  executionCount: number;
}

/**
 * Collects a kernel's messages into the outputs of cells, as nbclient 0.11 does with
 * `coalesce_streams`, with one difference that JupyterLab shares: only texts of one stream that
 * follow each other are merged, so that stdout and stderr keep their order.
 */
export function createCollector(limits: Partial<OutputLimits> = {}): Collector {
  return {
    limits: { ...defaultLimits, ...limits },
    cells: new Map(),
    displays: new Map(),
    current: -1,
    executionCount: 0,
  };
}

/** From now on messages belong to the cell at `index`, which starts with no output. */
export function beginCell(collector: Collector, index: number, executionCount: number): void {
  forgetDisplays(collector, index);
  collector.cells.set(index, { entries: [], bytes: 0, clearNext: false, cut: false });
  collector.current = index;
  collector.executionCount = executionCount;
}

/** The outputs of one cell so far, as they go into the notebook. */
export function cellOutputs(collector: Collector, index: number): IOutput[] {
  const entries = collector.cells.get(index)?.entries ?? [];
  return entries.map(({ output, stream }) =>
    stream ? { ...output, text: streamText(stream) } : output,
  );
}

/**
 * Stores one message.
 * @returns what it added or changed, or undefined when nothing was stored.
 */
export function addMessage(collector: Collector, message: OutputMessage): IOutput | undefined {
  const cell = collector.cells.get(collector.current);
  if (!cell) return undefined;
  if (message.type === "clear_output") {
    if (message.content["wait"] === true) cell.clearNext = true;
    else clear(collector, cell);
    return undefined;
  }
  const output = toOutput(message, collector.executionCount);
  if (!output) return undefined;
  const id = displayId(message.content);
  if (id !== undefined) updateDisplays(collector, id, output);
  if (message.type === "update_display_data") return output;
  if (cell.clearNext) clear(collector, cell);
  return store(collector, cell, output, id);
}

function toOutput({ type, content }: OutputMessage, count: number): IOutput | undefined {
  const data = record(content["data"]) as IMimeBundle;
  const metadata = record(content["metadata"]) as OutputMetadata;
  switch (type) {
    case "stream":
      return {
        output_type: "stream",
        name: content["name"] === "stderr" ? "stderr" : "stdout",
        text: text(content["text"]),
      };
    case "display_data":
    case "update_display_data":
      return { output_type: "display_data", data, metadata };
    case "execute_result":
      return { output_type: "execute_result", data, metadata, execution_count: count };
    case "error":
      return {
        output_type: "error",
        ename: text(content["ename"]),
        evalue: text(content["evalue"]),
        traceback: Array.isArray(content["traceback"]) ? content["traceback"].map(text) : [],
      };
    default:
      return undefined;
  }
}

function store(
  collector: Collector,
  cell: CellOutputs,
  output: IOutput,
  id: string | undefined,
): IOutput | undefined {
  if (cell.cut && output.output_type !== "error") return undefined;
  if (output.output_type === "stream") return storeStream(collector.limits, cell, output);
  const entry: Entry = { bytes: sizeOf(output), output };
  // An error says why the cell failed: it is stored even when the cell is over its limit.
  if (output.output_type !== "error" && isOver(collector.limits, cell, entry.bytes, 1))
    return cut(collector.limits, cell);
  push(cell, entry);
  if (id !== undefined) {
    const known = collector.displays.get(id) ?? [];
    collector.displays.set(id, [...known, { cell: collector.current, entry }]);
  }
  return output;
}

function storeStream(limits: OutputLimits, cell: CellOutputs, output: IOutput): IOutput {
  const last = cell.entries.at(-1);
  const joins = last?.stream !== undefined && last.output["name"] === output["name"];
  const chunk = output["text"] as string;
  const room = limits.bytes - cell.bytes;
  const fits = Buffer.byteLength(chunk) <= room && (joins || cell.entries.length < limits.outputs);
  if (!fits && cell.entries.length >= limits.outputs && !joins) return cut(limits, cell);
  const entry = joins
    ? last
    : push(cell, { bytes: 0, output: { ...output, text: "" }, stream: emptyStream() });
  const grown = appendText(entry.stream!, fits ? chunk : cutText(chunk, room));
  entry.bytes += grown;
  cell.bytes += grown;
  return fits ? output : cut(limits, cell);
}

/** Notes once, in the cell itself, that its output ends here. */
function cut(limits: OutputLimits, cell: CellOutputs): IOutput {
  cell.cut = true;
  const notice =
    `\n[clinic] The output of this cell is cut here: it reached the limit of ` +
    `${limits.bytes.toLocaleString("en-US")} bytes or ` +
    `${limits.outputs.toLocaleString("en-US")} outputs. The cell runs on.\n`;
  const output: IOutput = { output_type: "stream", name: "stderr", text: notice };
  push(cell, { bytes: 0, output });
  return output;
}

/** Every output shown under this id changes, in whichever cell it stands. */
function updateDisplays(collector: Collector, id: string, output: IOutput): void {
  const { data, metadata } = output as { data: PartialJSONObject; metadata: PartialJSONObject };
  for (const { cell: index, entry } of collector.displays.get(id) ?? []) {
    const cell = collector.cells.get(index)!;
    const updated = { ...entry.output, data, metadata };
    const bytes = sizeOf(updated);
    if (isOver(collector.limits, cell, bytes - entry.bytes, 0)) continue;
    cell.bytes += bytes - entry.bytes;
    entry.bytes = bytes;
    entry.output = updated;
  }
}

function clear(collector: Collector, cell: CellOutputs): void {
  Object.assign(cell, { entries: [], bytes: 0, clearNext: false, cut: false });
  forgetDisplays(collector, collector.current);
}

function forgetDisplays(collector: Collector, index: number): void {
  for (const [id, places] of collector.displays)
    collector.displays.set(
      id,
      places.filter((place) => place.cell !== index),
    );
}

function push(cell: CellOutputs, entry: Entry): Entry {
  cell.entries.push(entry);
  cell.bytes += entry.bytes;
  return entry;
}

function isOver(limits: OutputLimits, cell: CellOutputs, bytes: number, outputs: number): boolean {
  return cell.bytes + bytes > limits.bytes || cell.entries.length + outputs > limits.outputs;
}

function displayId(content: Record<string, unknown>): string | undefined {
  const id = record(content["transient"])["display_id"];
  return typeof id === "string" && id ? id : undefined;
}

const sizeOf = (output: IOutput): number => Buffer.byteLength(JSON.stringify(output));
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
