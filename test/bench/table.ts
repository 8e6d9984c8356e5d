import type { EngineColumn } from "./engines";
import { timesOf, type Cells } from "./measure";
import { median, ratio, spread, type Spread } from "./statistics";

// Markdown from measurements.

/** One workload's measurements. */
export interface Measured {
  readonly name: string;
  readonly cells: Cells;
}

/** Three digits that matter: 0.0123, 1.23, 12.3, 123, 1230. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value >= 1000) return String(Math.round(value));
  return value === 0 ? "0" : value.toPrecision(3);
}

/** "1.23 [1.20–1.50]" */
export function spreadText({ median, min, max }: Spread): string {
  return `${digits(median)} [${digits(min)}–${digits(max)}]`;
}

/** Rows of equal length as a Markdown table; the first column to the left, the others to the right. */
export function markdownTable(
  head: readonly string[],
  body: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, i) => (i === 0 ? "---" : "---:"));
  return [line(head), line(rule), ...body.map(line)].join("\n");
}

/** The times of the engine with the lowest median among some. */
function quickest(cells: Cells, names: readonly string[]): readonly number[] {
  const timed = names.map((name) => timesOf(cells, name)).filter(({ length }) => length > 0);
  const sorted = timed.sort((a, b) => median(a) - median(b));
  return sorted.length > 0 ? sorted[0] : [];
}

/** The compiled step's time by that of the others: what the benchmark is for. Below 1 it is the quicker one. */
export function ratioTable(measured: readonly Measured[]): string {
  const of = (name: string) => (cells: Cells) => timesOf(cells, name);
  const anyTorch = (cells: Cells) => quickest(cells, ["torch", "torch-1", "torch-compile"]);
  const pairs = [
    ["compiled / PyTorch, 2 threads", of("compiled"), of("torch")],
    ["… / PyTorch, 1 thread", of("compiled"), of("torch-1")],
    ["… / torch.compile", of("compiled"), of("torch-compile")],
    ["… / the quickest of these", of("compiled"), anyTorch],
    ["… / eager tfjs-node", of("compiled"), of("native")],
    ["… / eager wasm", of("compiled"), of("wasm")],
  ] as const;
  const text = ({ cells }: Measured, [, above, below]: (typeof pairs)[number]) => {
    const [a, b] = [above(cells), below(cells)];
    return a.length > 0 && b.length > 0 ? spreadText(ratio(a, b)) : "–";
  };
  const used = pairs.filter((pair) => measured.some((row) => text(row, pair) !== "–"));
  return markdownTable(
    ["ratio", ...used.map(([title]) => title)],
    measured.map((row) => [row.name, ...used.map((pair) => text(row, pair))]),
  );
}

/** Milliseconds a step: median [min–max] over the rounds. Columns that nothing came of are left out. */
export function timeTable(measured: readonly Measured[], columns: readonly EngineColumn[]): string {
  const used = columns.filter(({ name }) =>
    measured.some(({ cells }) => timesOf(cells, name).length > 0),
  );
  return markdownTable(
    ["ms a step", ...used.map(({ title }) => title)],
    measured.map(({ name, cells }) => [
      name,
      ...used.map((column) => {
        const times = timesOf(cells, column.name);
        if (times.length > 0) return spreadText(spread(times));
        return cells[column.name]?.error === undefined ? "–" : "failed";
      }),
    ]),
  );
}

/** What it takes to begin, and the most memory the process held. */
export function setupTable(
  measured: readonly Measured[],
  columns: readonly EngineColumn[],
): string {
  const body = measured.flatMap(({ name, cells }) =>
    columns.flatMap((column) => {
      const cell = cells[column.name];
      if (!cell?.opened || cell.error !== undefined) return [];
      const { setup, threads, nodes } = cell.opened;
      const parts = Object.entries(setup).map(([part, ms]) => `${part} ${digits(ms)}`);
      return [
        [
          name,
          column.title,
          parts.join(", "),
          cell.peakMB === undefined ? "–" : digits(cell.peakMB),
          threads === undefined ? "–" : String(threads),
          nodes === undefined ? "–" : String(nodes),
        ],
      ];
    }),
  );
  return markdownTable(["workload", "engine", "setup, ms", "peak MB", "threads", "nodes"], body);
}

/** Why cells are empty, each reason once. */
export function failures(measured: readonly Measured[], columns: readonly EngineColumn[]): string {
  const lines = new Map<string, Set<string>>();
  for (const { name, cells } of measured) {
    for (const column of columns) {
      const error = cells[column.name]?.error;
      if (error === undefined) continue;
      const reason = `${column.title}: ${error}`;
      lines.set(reason, (lines.get(reason) ?? new Set<string>()).add(name));
    }
  }
  return [...lines].map(([reason, names]) => `- ${reason} (${[...names].join(", ")})`).join("\n");
}
