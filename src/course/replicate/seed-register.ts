/**
 * The register of seeds: which were used, and for what. A claim is proved on seeds that no bound was chosen by, so it
 * must be known who has looked at which. `--replicate` adds its sets; pilots and bounds are added by hand.
 */
import fs from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { SEEDS_OF_SET } from "../../evidence/seeds";
import { writeWhole } from "../../files";
import { NOTEBOOKS } from "../paths";

export const REGISTER = path.join(NOTEBOOKS, "seeds.json");

const executed = z.strictObject({
  /** claims that held, of so many */
  held: z.int().min(0).optional(),
  of: z.int().min(0).optional(),
  /** the beginning of the run's fingerprint: source, library, engine, budget and seeds */
  run: z.string().optional(),
});
const use = z
  .strictObject({
    /** the first and the last seed */
    from: z.int().min(1),
    to: z.int().min(1),
    /** committed: the runs in notebooks/; pilot: to see how many seeds are needed; bound: to choose a bound */
    what: z.enum(["committed", "pilot", "bound", "replication"]),
    /** such as 2026-11-30; unknown for what was used before there was a register */
    day: z.iso.date().optional(),
    note: z.string().optional(),
    budget: z.enum(["full", "quick"]).optional(),
    /** the beginning of the library's hash */
    library: z.string().optional(),
    /** claims of all notebooks together that held, of so many, where they were not counted by notebook */
    held: z.int().min(0).optional(),
    of: z.int().min(0).optional(),
    /** by the notebook's name; all notebooks when left out */
    notebooks: z.record(z.string(), executed).optional(),
  })
  .refine(({ from, to }) => to >= from, { message: "wanted to at or above from", path: ["to"] });
const register = z.strictObject({ about: z.string(), used: z.array(use) });

/** The register's content. */
export type SeedRegister = z.infer<typeof register>;

/**
 * Read the register; one that is missing is empty.
 * @throws SyntaxError it is not JSON, or a field is wrong: which, and what to do
 */
export function readRegister(file = REGISTER): SeedRegister {
  if (!fs.existsSync(file)) return { about: "", used: [] };
  const advice = "Mend it by hand, or take the committed one: git checkout notebooks/seeds.json";
  let found: unknown;
  try {
    found = JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    throw new SyntaxError(`${file} is not JSON: ${(error as Error).message}. ${advice}`, {
      cause: error,
    });
  }
  const result = register.safeParse(found);
  if (result.success) return result.data;
  const { path: at, message } = result.error.issues[0];
  throw new SyntaxError(`${file}: at ${at.join(".") || "its top level"}: ${message}. ${advice}`);
}

/** What a notebook is now, by its name: the fingerprint of its run on a set of seeds. */
export type Prints = ReadonlyMap<string, string>;

/** Characters of a hash that are kept. */
const HASH = 16;

/**
 * What a set of seeds was used for in these notebooks, a line for each. The very run that is to be made, begun earlier,
 * does not count: it goes on, or is taken over.
 */
export function earlierUses({ used }: SeedRegister, firstSeed: number, prints: Prints): string[] {
  if (prints.size === 0) return [];
  const last = firstSeed + SEEDS_OF_SET - 1;
  return used
    .filter(({ from, to }) => from <= last && to >= firstSeed)
    .flatMap(({ from, to, what, day, note, budget, notebooks }) => {
      const others = Object.entries(notebooks ?? {}).filter(
        ([name, { run }]) => prints.has(name) && run !== prints.get(name)!.slice(0, HASH),
      );
      if (notebooks !== undefined && others.length === 0) return [];
      const words = [what, day, budget && `${budget} budget`, note, ...others.map(usedText)];
      return [`${from} to ${to}: ${words.filter((word) => word !== undefined).join(", ")}`];
    });
}

function usedText([name, { held, of }]: [string, z.infer<typeof executed>]): string {
  return held === undefined || of === undefined ? name : `${name} (${held} of ${of} held)`;
}

/** A notebook that was executed on a fresh set of seeds. */
export interface RegisteredRun {
  firstSeed: number;
  budget: "full" | "quick";
  /** hash of the library */
  library: string;
  fingerprint: string;
  notebook: string;
  held: number;
  of: number;
}

/** Add a run to its set's entry; a set that is new, or was run with another library or budget, gets one of its own. */
export function registerRun(run: RegisteredRun, file = REGISTER, day = today()): void {
  const { about, used } = readRegister(file);
  const { firstSeed: from, budget, notebook, held, of } = run;
  const library = run.library.slice(0, HASH);
  const own = used.find(
    (each) =>
      each.what === "replication" &&
      each.from === from &&
      each.budget === budget &&
      each.library === library,
  );
  const counted = { held, of, run: run.fingerprint.slice(0, HASH) };
  const notebooks = Object.fromEntries(
    Object.entries({ ...own?.notebooks, [notebook]: counted }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const to = from + SEEDS_OF_SET - 1;
  const entry = own
    ? { ...own, notebooks }
    : { from, to, what: "replication" as const, day, budget, library, notebooks };
  const rest = own ? used.map((each) => (each === own ? entry : each)) : [...used, entry];
  const text = `${JSON.stringify({ about, used: rest }, null, 2)}\n`;
  const isKnown = fs.existsSync(file) && isDeepStrictEqual(readRegister(file).used, rest);
  if (!isKnown) writeWhole(file, text);
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
