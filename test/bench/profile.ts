import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { seeded } from "../../src/random";
import { compile } from "../../src/runtime/compile";
import { startEngine } from "../../src/runtime/engine";
import { digits, markdownTable } from "./table";
import { kindOf, type Row } from "./workloads";

// Where a compiled step's time goes, by ONNX Runtime's own account.

/** What we read of an event; times are in microseconds. */
interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  readonly dur: number;
  readonly args?: {
    readonly op_name?: string;
    readonly input_type_shape?: readonly Readonly<Record<string, readonly number[]>>[];
    readonly output_type_shape?: readonly Readonly<Record<string, readonly number[]>>[];
  };
}

/** The kernels of a profile: one for each node and run. */
function kernelEvents(events: readonly ProfileEvent[]): ProfileEvent[] {
  return events.filter(({ cat, name }) => cat === "Node" && name.endsWith("_kernel_time"));
}

interface Share {
  readonly what: string;
  readonly ms: number;
  readonly count: number;
}

/** Time by a key, most first. `count` is per step. */
function shares(
  events: readonly ProfileEvent[],
  steps: number,
  key: (event: ProfileEvent) => string,
): Share[] {
  const sums = new Map<string, { ms: number; count: number }>();
  for (const event of events) {
    const sum = sums.get(key(event)) ?? { ms: 0, count: 0 };
    sums.set(key(event), { ms: sum.ms + event.dur / 1000 / steps, count: sum.count + 1 / steps });
  }
  return [...sums].map(([what, sum]) => ({ what, ...sum })).sort((a, b) => b.ms - a.ms);
}

function shapes(list: readonly Readonly<Record<string, readonly number[]>>[] = []): string {
  return list
    .flatMap((shape) => Object.values(shape))
    .map((dims) => dims.join("x") || "scalar")
    .join(" ");
}

/** Two tables: the share of each operator, and the slowest nodes with their shapes. */
export function profileTables(events: readonly ProfileEvent[], steps: number): string {
  const kernels = kernelEvents(events);
  const total = kernels.reduce((sum, { dur }) => sum + dur / 1000 / steps, 0);
  const percent = (ms: number) => `${((100 * ms) / total).toFixed(1)} %`;
  const operators = shares(kernels, steps, ({ args }) => args?.op_name ?? "?");
  const nodes = shares(kernels, steps, ({ args, name }) =>
    [
      args?.op_name ?? "?",
      name.replace("_kernel_time", ""),
      `${shapes(args?.input_type_shape)} → ${shapes(args?.output_type_shape)}`,
    ].join(" · "),
  );
  return [
    `${digits(total)} ms a step in kernels`,
    markdownTable(
      ["operator", "share", "ms a step", "nodes"],
      operators.map(({ what, ms, count }) => [what, percent(ms), digits(ms), digits(count)]),
    ),
    markdownTable(
      ["slowest nodes", "share", "ms a step"],
      nodes.slice(0, 10).map(({ what, ms }) => [what, percent(ms), digits(ms)]),
    ),
  ].join("\n\n");
}

/** Runs a compiled workload under ONNX Runtime's profiler. */
export async function profileRow(row: Row, threads: number | undefined): Promise<string> {
  await startEngine("wasm");
  const workload = kindOf(row.kind).make(seeded(1), row.sizes);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-profile-"));
  const step = await compile((inputs) => workload.fn(inputs), {
    inputs: workload.inputs,
    profile: path.join(folder, "step"),
    ...(threads !== undefined && { threads }),
  });
  const steps = 20;
  const batch = workload.batch(seeded(2));
  const times: number[] = [];
  for (let i = 0; i < steps; i++) {
    const started = performance.now();
    await step.run(batch);
    times.push(performance.now() - started);
  }
  await step.endProfiling();
  const { report } = step;
  await step.dispose();
  const [file] = fs.readdirSync(folder);
  const events = JSON.parse(fs.readFileSync(path.join(folder, file), "utf8")) as ProfileEvent[];
  fs.rmSync(folder, { recursive: true });
  const wall = times.reduce((sum, ms) => sum + ms, 0) / steps;
  return [
    `## ${row.name}: ${report.nodes} nodes from ${report.kernels} kernel calls, ${report.threads} threads`,
    `${digits(wall)} ms a step from outside, profiler and random numbers included`,
    profileTables(events, steps),
  ].join("\n\n");
}
