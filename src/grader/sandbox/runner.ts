/**
 * The sandbox's own process. It loads the library and starts its engine before it is given anything, then runs cells
 * and probes as it is told. It knows no check, no answer and no secret.
 */
import { createRequire } from "node:module";
import path from "node:path";
import { messageOf } from "../message";
import { openCells, type Ran } from "./cells";
import type { CompiledCell, ProbeRequest } from "./program";
import { capPrinting } from "./printing";
import { serve, type Request } from "./serve";

type Library = typeof import("../../index");

const root = path.resolve(__dirname, "..", "..", "..");
const printing = capPrinting(1024 * Number(process.env.GAN_CLINIC_OUTPUT));
const nextTurn = setImmediate; // taken before a submission can change it
let cells: ReturnType<typeof openCells> | undefined;

// Reading what nobody can type would wait until the time is over.
Object.defineProperty(process, "stdin", {
  get() {
    throw new Error("A graded cell cannot read input: nobody is there to type");
  },
});
// A late error belongs to no cell for certain: it is printed, and charged to none.
process.on("uncaughtException", (error) => {
  console.error(`Outside of any cell: ${messageOf(error)}`);
});
process.on("unhandledRejection", (error) => {
  console.error(`Outside of any cell: ${messageOf(error)}`);
});

async function start(): Promise<object> {
  const library = createRequire(path.join(root, "cell.js"))("gan-clinic") as Library;
  const { name } = await library.startEngine();
  cells = openCells(root, library);
  const { user, system } = process.cpuUsage();
  return { engine: name, pid: process.pid, processor: (user + system) / 1e6 };
}

async function handle({ kind, value }: Request): Promise<unknown> {
  if (kind === "start") return start();
  if (!cells) throw new Error(`"${kind}" before "start"`);
  printing.reset();
  const { seconds, cell, probe } = value as {
    seconds: number;
    cell?: CompiledCell;
    probe?: ProbeRequest;
  };
  let ran: Ran;
  if (cell) ran = await cells.runCell(cell, seconds);
  else if (probe) ran = await cells.runProbe(probe, seconds);
  else throw new Error(`An unknown request "${kind}"`);
  // What it left behind among the promises has its turn first: if that never lets go, then it is this run that is late.
  await new Promise<void>((resolve) => nextTurn(resolve));
  return ran;
}

serve(handle);
