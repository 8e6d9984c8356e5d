/**
 * The sandbox's own process. It loads the library, starts its engine and freezes both before it is given anything, then
 * runs cells and probes as it is told. It knows no judge, no answer and no secret.
 */
import { registries } from "./freeze/registries"; // before all that loads TensorFlow.js
import { createRequire } from "node:module";
import path from "node:path";
import { getHeapStatistics } from "node:v8";
import { installWatch } from "../calls/watch";
import { fixStacks } from "../calls/stack";
import * as plain from "../../index";
import type { Library } from "../contract";
import { messageOf } from "../message";
import { openCells, type Ran } from "./cells";
import { freezeSurroundings, type Frozen } from "./freeze/freeze";
import { watchOwners, type Owners } from "./owners";
import type { CompiledCell, ProbeRequest } from "./program";
import { capPrinting } from "./printing";
import { serve, type Request } from "./serve";

interface Ready {
  readonly cells: ReturnType<typeof openCells>;
  readonly frozen: Frozen;
  readonly owners: Owners;
  readonly printing: { readonly reset: () => void };
}

const root = path.resolve(__dirname, "..", "..", "..");
const nextTurn = setImmediate; // taken before a submission can change it
let ready: Ready | undefined;

// Reading what nobody can type would wait until the time is over.
Object.defineProperty(process, "stdin", {
  get() {
    throw new Error("A graded cell cannot read input: nobody is there to type");
  },
});
// It would be a sign that a grader runs the cell.
delete process.env.GAN_CLINIC_SANDBOX;
// Without a /proc Node does not know how much of its memory is resident.
const { memoryUsage } = process;
const held = (): NodeJS.MemoryUsage => {
  try {
    return memoryUsage();
  } catch {
    const {
      total_heap_size: heapTotal,
      used_heap_size: heapUsed,
      external_memory: external,
    } = getHeapStatistics();
    return { rss: heapTotal + external, heapTotal, heapUsed, external, arrayBuffers: external };
  }
};
process.memoryUsage = Object.assign(held, { rss: () => held().rss });
// A late error belongs to no cell for certain: it is printed, and charged to none.
process.on("uncaughtException", (error) => {
  console.error(`Outside of any cell: ${messageOf(error)}`);
});
process.on("unhandledRejection", (error) => {
  console.error(`Outside of any cell: ${messageOf(error)}`);
});

async function start(given: unknown): Promise<object> {
  const { engine, output } = given as { engine: "wasm"; output: number };
  const library = createRequire(path.join(root, "cell.js"))("gan-clinic") as Library;
  const { name } = await library.startEngine(engine);
  const printing = capPrinting(1024 * output);
  const owners = watchOwners();
  // A probe's own calls are the grader's: it gets the library behind the door at which calls are noticed.
  const cells = openCells(root, plain, owners);
  installWatch();
  fixStacks();
  // Last: what is made until here is used by what comes.
  const frozen = freezeSurroundings(root, library, registries);
  ready = { cells, frozen, owners, printing };
  const { user, system } = process.cpuUsage();
  return { engine: name, pid: process.pid, processor: (user + system) / 1e6 };
}

interface RunRequest {
  readonly seconds: number;
  readonly quiet?: boolean;
  readonly cell?: CompiledCell;
  readonly probe?: ProbeRequest;
}

async function handle({ kind, value }: Request): Promise<unknown> {
  if (kind === "start") return start(value);
  if (!ready) throw new Error(`"${kind}" before "start"`);
  const { cells, frozen, owners, printing } = ready;
  const { seconds, quiet = false, cell, probe } = value as RunRequest;
  printing.reset();
  const changed = probe ? frozen.changed() : [];
  owners.begin();
  let ran: Ran;
  if (cell) ran = await cells.runCell(cell, seconds);
  else if (probe) ran = await cells.runProbe(probe, seconds);
  else throw new Error(`An unknown request "${kind}"`);
  // What it left behind among the promises has its turn first: if that never lets go, then it is this run that is late.
  await new Promise<void>((resolve) => nextTurn(resolve));
  owners.end();
  if (quiet) owners.quiet();
  return { ...ran, changed, restless: owners.restless() };
}

serve(handle);
