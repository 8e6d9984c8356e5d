import type { EngineColumn } from "./engines";
import { measureRow, timesOf, type Cells, type Plan } from "./measure";
import { median, ratio } from "./statistics";
import { digits, markdownTable } from "./table";
import type { Sizes } from "./workloads";

// How the cost grows with the batch and with the width.

interface Sweep {
  readonly kind: string;
  readonly sizes: Sizes;
  /** What changes, and through which values. */
  readonly over: string;
  readonly values: readonly number[];
}

const sweeps: readonly Sweep[] = [
  { kind: "mlp", sizes: { width: 128 }, over: "batch", values: [32, 128, 512, 2048] },
  { kind: "mlp", sizes: { batch: 256 }, over: "width", values: [32, 64, 128, 256, 512] },
  { kind: "dcgan-28", sizes: { channels: 32 }, over: "batch", values: [8, 32, 128] },
  { kind: "dcgan-28", sizes: { batch: 32 }, over: "channels", values: [8, 16, 32, 64] },
];

/** One point of a sweep. */
export interface GrowthPoint {
  readonly kind: string;
  readonly over: string;
  readonly sizes: Sizes;
  readonly cells: Cells;
}

export async function measureGrowth(
  columns: readonly EngineColumn[],
  plan: Plan,
  tell: (line: string) => void,
): Promise<GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  for (const { kind, sizes, over, values } of sweeps) {
    for (const value of values) {
      const all = { ...sizes, [over]: value };
      const row = { name: `${kind}, ${sizesText(all)}`, kind, sizes: all };
      points.push({ kind, over, sizes: all, cells: await measureRow(row, columns, plan, tell) });
    }
  }
  return points;
}

function sizesText(sizes: Sizes): string {
  return Object.entries(sizes)
    .map(([name, size]) => `${name} ${size}`)
    .join(", ");
}

/** Median milliseconds a step, and beside it how many times the line above. */
export function growthTable(
  points: readonly GrowthPoint[],
  columns: readonly EngineColumn[],
): string {
  const time = (point: GrowthPoint | undefined, name: string) => {
    const times = timesOf(point?.cells, name);
    return times.length > 0 ? median(times) : NaN;
  };
  const body = points.map((point, i) => {
    const above = i > 0 && points[i - 1].kind === point.kind && points[i - 1].over === point.over;
    const cells = columns.map(({ name }) => {
      const ms = time(point, name);
      const factor = ms / time(above ? points[i - 1] : undefined, name);
      return Number.isFinite(factor) ? `${digits(ms)} (×${digits(factor)})` : digits(ms);
    });
    const [a, b] = [timesOf(point.cells, "compiled"), timesOf(point.cells, "torch")];
    const compared = a.length > 0 && b.length > 0 ? digits(ratio(a, b).median) : "–";
    return [`${point.kind}, ${sizesText(point.sizes)}`, ...cells, compared];
  });
  const head = ["ms a step", ...columns.map(({ title }) => title), "compiled / PyTorch, 2 threads"];
  return markdownTable(head, body);
}
