import fs from "node:fs";
import path from "node:path";
import type { DiagnosedColumn, DiagnosedMonitor, RunRecord } from "../../src/diagnosis/run-record";
import { spreadOut } from "../../src/diagnosis/statistics";
import type { TrainingRun } from "../../src/training/trainer";
import type { SetUp } from "./set-up";

/** Which runs the bounds of the rules were set by, and which only test them. */
export type Kind = "tuning" | "held out" | "new";

export interface KnownRun {
  readonly setUp: string;
  readonly pitfall: SetUp["pitfall"];
  readonly kind: Kind;
  readonly seed: number;
  readonly masses?: readonly number[];
  readonly run: RunRecord;
}

/** As it stands in the file: a column a field, since the names of the fields are longer than the numbers. */
type StoredRun = Omit<KnownRun, "run"> & {
  readonly run: Omit<RunRecord, "monitors"> & { readonly monitors: Record<string, unknown[]> };
};

/** The recorded runs: those of the first rules, and those of what notebooks 06, 07 and 09 teach. */
export type RecordFile = "runs" | "data-and-networks";

/** One run a line. */
export function readStored(name: RecordFile = "runs"): KnownRun[] {
  const file = path.join(__dirname, "..", "fixtures", "diagnosis", `${name}.jsonl`);
  const lines = fs.readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => {
    const stored = JSON.parse(line) as StoredRun;
    return { ...stored, run: { ...stored.run, monitors: rowsOf(stored.run.monitors) } };
  });
}

export function storedLine({ run, ...known }: KnownRun): string {
  const stored: StoredRun = { ...known, run: { ...run, monitors: columnsOf(run.monitors) } };
  return JSON.stringify(stored);
}

const fields = [
  "step",
  "meanSlope",
  "diversity",
  "overfitting",
  "histogram",
  "counts",
  "trainingGap",
] as const;
const gradients = ["generatorGradients", "discriminatorGradients"] as const;

function columnsOf(rows: readonly DiagnosedMonitor[]): Record<string, unknown[]> {
  const present = fields.filter((field) => rows.some((row) => row[field] !== undefined));
  return Object.fromEntries<unknown[]>([
    ...present.map((field): [string, unknown[]] => [field, rows.map((row) => row[field])]),
    ...gradients.map((field): [string, unknown[]] => [
      field,
      rows.map((row) => Object.values(row[field])),
    ]),
  ]);
}

function rowsOf(columns: Record<string, unknown[]>): DiagnosedMonitor[] {
  return columns.step.map((_, i) => {
    const given = Object.entries(columns).filter(([, values]) => values[i] !== null);
    const row = given.map(([field, values]): [string, unknown] => {
      const isGradient = (gradients as readonly string[]).includes(field);
      return [
        field,
        isGradient ? Object.fromEntries((values[i] as number[]).entries()) : values[i],
      ];
    });
    return Object.fromEntries(row) as unknown as DiagnosedMonitor;
  });
}

const historyColumns: readonly DiagnosedColumn[] = [
  "step",
  "discriminatorLossReal",
  "discriminatorLossFake",
  "generatorLoss",
  "generatorGradient",
  "realProbability",
  "fakeProbability",
  "discriminatorAccuracy",
];

/**
 * A run with few numbers: 26 steps at equal distances and the one with the generator's longest gradient, of each
 * network the gradients of the first and the last layer, and all numbers with three digits, those of gradients by
 * variable with two.
 */
export function thinned({
  history,
  monitors,
  snapshots,
  stopped,
  facts,
  problem,
}: TrainingRun): RunRecord {
  const rows = keptRows(history);
  const column = (name: DiagnosedColumn) => rows.map((row) => short(history[name][row]));
  return {
    history: Object.fromEntries(
      historyColumns.map((name) => [name, column(name)]),
    ) as RunRecord["history"],
    monitors: monitors.map((row) => ({
      step: row.step,
      meanSlope: short(row.meanSlope),
      diversity: short(row.diversity),
      generatorGradients: outerLayers(row.generatorGradients),
      discriminatorGradients: outerLayers(row.discriminatorGradients),
      ...(row.overfitting !== undefined && { overfitting: short(row.overfitting) }),
      ...(row.histogram && { histogram: row.histogram.map((share) => short(share)) }),
      ...(row.counts && { counts: row.counts }),
      ...(row.trainingGap !== undefined && { trainingGap: short(row.trainingGap) }),
    })),
    snapshots: snapshots.map(({ step, samples, shape }) => ({
      step,
      samples: Array.from(samples, (value) => short(value)),
      shape,
    })),
    stopped,
    facts,
    ...(problem && { problem }),
  };
}

function keptRows({ step, generatorGradient }: TrainingRun["history"]) {
  const start = Math.ceil(step.length / 10);
  const longest = generatorGradient.indexOf(Math.max(...generatorGradient.slice(start)), start);
  const rows = new Set([...spreadOut([...step.keys()], 26), ...(longest < 0 ? [] : [longest])]);
  return [...rows].sort((a, b) => a - b);
}

function outerLayers(gradient: Readonly<Record<string, number>>): Record<string, number> {
  const entries = Object.entries(gradient);
  const outer = entries.length <= 4 ? entries : [...entries.slice(0, 2), ...entries.slice(-2)];
  return Object.fromEntries(outer.map(([name, value]) => [name, short(value, 2)]));
}

function short(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}
