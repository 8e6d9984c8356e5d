import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Command } from "commander";
import { findEngine } from "../../src/runtime/engine";
import { measureClass } from "./class/run";
import { classConditions, classTable } from "./class/table";
import { columns, selectColumns, type EngineColumn } from "./engines";
import { growthTable, measureGrowth, type GrowthPoint } from "./growth";
import { liveTable, measureLive } from "./live";
import { measureRow, type Plan } from "./measure";
import { STATE } from "../../src/course/paths";
import { quietly } from "../../src/course/run/quiet";
import { makeTorchVenv } from "./places";
import { profileRow } from "./profile";
import { measureStop, stopTable } from "./stop";
import { writePart, type Part } from "./results";
import { failures, ratioTable, setupTable, timeTable, type Measured } from "./table";
import { rows, type Row } from "./workloads";

interface Options {
  readonly only?: string;
  readonly engines?: string;
  readonly quick?: true;
  readonly growth?: true;
  readonly markdown?: string;
  readonly write?: true;
  readonly json: string;
  readonly profile?: string;
  readonly threads?: string;
  readonly live?: true;
  readonly stop?: true;
  readonly class?: true;
  readonly students: string;
  readonly few: string;
  readonly workers: string;
  readonly cellTimeout: string;
  readonly nbgrader: boolean;
}

const tell = (line: string) => {
  process.stderr.write(`${line}\n`);
};

/** Rows whose name or kind is one of these, or starts with it. */
function selectRows(text: string | undefined): Row[] {
  if (text === undefined) return [...rows];
  return text.split(",").flatMap((name) => {
    const found = rows.filter((row) => row.name.startsWith(name) || row.kind === name);
    if (found.length > 0) return found;
    throw new RangeError(
      `wanted a workload of ${rows.map((row) => row.name).join(", ")}, found "${name}"`,
    );
  });
}

/** Columns that can run here; the others are named on stderr. */
async function usableColumns(names: readonly string[] | undefined): Promise<EngineColumn[]> {
  let chosen = selectColumns(names);
  const native = chosen.some(({ mode }) => mode === "native") && (await findEngine("native"));
  if (native && !native.usable) {
    tell(`Without eager tfjs-node: ${native.why}`);
    chosen = chosen.filter(({ mode }) => mode !== "native");
  }
  if (chosen.some(({ program }) => program === "python")) {
    try {
      makeTorchVenv(tell);
    } catch (error) {
      tell(`Without PyTorch: ${(error as Error).message}`);
      chosen = chosen.filter(({ program }) => program !== "python");
    }
  }
  return chosen;
}

/** What the timings depend on, and what the machine does besides. */
function machine(): string {
  const [{ model }] = os.cpus();
  const load = os.loadavg()[0];
  if (load > 0.3 * os.cpus().length) {
    tell(
      `The machine is busy (load ${load.toFixed(1)}): threads that wait for each other suffer most`,
    );
  }
  return `${os.cpus().length} × ${model.trim()}, Node ${process.versions.node}, load before ${load.toFixed(2)}`;
}

async function benchmark(options: Options): Promise<void> {
  const workloads = selectRows(options.only); // refused before PyTorch is fetched
  const chosen = await usableColumns(
    options.engines?.split(",") ??
      (options.quick && columns.map(({ name }) => name).filter((name) => name !== "torch-compile")),
  );
  const plan: Plan = options.quick ? { rounds: 3, sliceMs: 60 } : { rounds: 9, sliceMs: 250 };
  const conditions = machine();
  const measured: Measured[] = [];
  for (const row of workloads) {
    const small = row.kind === "mlp";
    const playing = chosen.filter(({ onlySmall }) => small || !onlySmall);
    measured.push({ name: row.name, cells: await measureRow(row, playing, plan, tell) });
  }
  const growing = chosen.filter(({ name }) => name === "compiled" || name === "torch");
  const growth = options.growth ? await measureGrowth(growing, plan, tell) : [];
  const results: Results = { conditions, plan, measured, growth };
  report(results, chosen, growing, options);
}

interface Results {
  readonly conditions: string;
  readonly plan: Plan;
  readonly measured: readonly Measured[];
  readonly growth: readonly GrowthPoint[];
}

function report(
  results: Results,
  chosen: readonly EngineColumn[],
  growing: readonly EngineColumn[],
  options: Options,
): void {
  const { conditions, plan, measured, growth } = results;
  const grown = growth.map(({ kind, over, cells }) => ({ name: `${kind} over ${over}`, cells }));
  const missing = failures([...measured, ...grown], chosen);
  const text = [
    `${conditions}. Median [least–most] of ${plan.rounds} rounds of about ${plan.sliceMs} ms, taken in turns.`,
    ratioTable(measured),
    timeTable(measured, chosen),
    setupTable(measured, chosen),
    ...(growth.length > 0 ? [growthTable(growth, growing)] : []),
    ...(missing ? [missing] : []),
  ].join("\n\n");
  write("speed", text, results, options);
}

function write(
  part: Part | undefined,
  text: string,
  results: object,
  options: Partial<Options>,
): void {
  const { json, markdown } = options;
  if (json !== undefined) {
    fs.mkdirSync(path.dirname(json), { recursive: true });
    const when = new Date().toISOString();
    fs.writeFileSync(json, `${JSON.stringify({ when, ...results }, null, 1)}\n`);
  }
  if (markdown !== undefined) fs.writeFileSync(markdown, `${text}\n`);
  process.stdout.write(`${text}\n`);
  if (options.write && part) writePart(part, text);
}

async function gradeClass(options: Options): Promise<void> {
  const conditions = machine();
  const plan = {
    students: whole("--students", options.students),
    few: whole("--few", options.few),
    workers: whole("--workers", options.workers),
    cell: whole("--cell-timeout", options.cellTimeout),
    rounds: options.quick ? 1 : 3,
    nbgrader: options.nbgrader,
  };
  const result = await measureClass(plan, tell);
  const text = `${conditions}. ${classConditions(result)}\n\n${classTable(result)}`;
  write(undefined, text, { conditions, ...result }, options);
}

async function lookAtLive(options: Options): Promise<void> {
  const conditions = machine();
  const cost = await quietly(() => (options.quick ? measureLive(6, 400) : measureLive(12, 6000)));
  write("live", `${conditions}.\n\n${liveTable(cost)}`, { conditions, ...cost }, options);
}

async function stopCells(options: Options): Promise<void> {
  const conditions = machine();
  const took = await quietly(() => measureStop(options.quick ? 2 : 14));
  write("stop", `${conditions}.\n\n${stopTable(took)}`, { conditions, took }, options);
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new RangeError(`${name}: wanted a whole number above 0, found "${text}"`);
}

async function profile(name: string, threads: string | undefined): Promise<void> {
  for (const row of selectRows(name)) {
    const text = await profileRow(row, threads === undefined ? undefined : Number(threads));
    process.stdout.write(`${text}\n\n`);
  }
}

async function main(): Promise<void> {
  const program = new Command("npm run bench --")
    .description("Milliseconds a training step: compiled, eager and PyTorch, side by side")
    .option(
      "--only <names>",
      `workloads, by name or its beginning: ${rows.map((row) => row.name).join(", ")}`,
    )
    .option("--engines <names>", `columns: ${columns.map((column) => column.name).join(", ")}`)
    .option("--quick", "a few short rounds, without torch.compile")
    .option("--growth", "also how the cost grows with batch and width")
    .option("--markdown <file>", "write the tables to a file as well")
    .option("--write", "for authors: put the tables into test/bench/RESULTS.md and the README")
    .option("--json <file>", "where the measurements go", path.join(STATE, "bench.json"))
    .option("--profile <names>", "instead: where the compiled step's time goes")
    .option("--threads <number>", "of the profiled step; its own choice when left out");
  program
    .option("--live", "instead: what the live chart and line of a notebook cost")
    .option("--stop", "instead: how soon the stop button ends a cell of notebook 00 that trains")
    .option("--class", "instead: a class of submissions graded, and nbgrader's time beside it")
    .option("--students <number>", "of that class, hostile ones among them", "200")
    .option("--few <number>", "honest ones that both graders get", "12")
    .option("--workers <number>", "submissions side by side", "2")
    .option("--cell-timeout <seconds>", "longest time of a cell", "30")
    .option("--no-nbgrader", "without nbgrader's row");
  const options = program.parse().opts<Options>();
  if (options.write && (options.quick || options.class)) {
    throw new RangeError(
      "--write wants the whole of what RESULTS.md holds: neither --quick nor --class",
    );
  }
  if (options.class) await gradeClass(options);
  else if (options.live) await lookAtLive(options);
  else if (options.stop) await stopCells(options);
  else if (options.profile !== undefined) await profile(options.profile, options.threads);
  else await benchmark(options);
}

main().catch((error: unknown) => {
  tell(error instanceof RangeError ? error.message : String((error as Error).stack));
  process.exitCode = 1;
});
