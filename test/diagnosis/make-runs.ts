/**
 * Makes test/fixtures/diagnosis/runs.jsonl, 259 small trainings, in two to four minutes:
 *
 *     node node_modules/typescript/bin/tsc -p .config/tsconfig.diagnosis.json
 *     node .clinic/diagnosis/test/diagnosis/make-runs.js test/fixtures/diagnosis/runs.jsonl
 */
import fs from "node:fs";
import { startEngine } from "../../src/runtime/engine";
import { trainGan } from "../../src/training/trainer";
import { optionsOf, type SetUp } from "./set-up";
import { heldOutSeeds, newSeeds, newSetUps, setUps, tuningSeeds } from "./set-ups";
import { storedLine, thinned, type Kind, type KnownRun } from "./stored";

async function main(file: string): Promise<void> {
  await startEngine("wasm");
  const lines: string[] = [];
  const make = async (all: readonly SetUp[], kind: Kind, seeds: readonly number[]) => {
    for (const setUp of all) {
      for (const seed of seeds) lines.push(storedLine(await knownRun(setUp, kind, seed)));
      console.log(`${kind}: ${setUp.pitfall}, ${setUp.name}`);
    }
  };
  await make(setUps, "tuning", tuningSeeds);
  await make(setUps, "held out", heldOutSeeds);
  await make(newSetUps, "new", newSeeds);
  fs.writeFileSync(file, `${lines.join("\n")}\n`);
}

async function knownRun(setUp: SetUp, kind: Kind, seed: number): Promise<KnownRun> {
  const run = await trainGan(optionsOf(setUp, seed));
  run.dispose();
  const { name, pitfall, mixture } = setUp;
  return {
    setUp: name,
    pitfall,
    kind,
    seed,
    ...(mixture && { masses: mixture.masses.map((mass) => Number(mass.toPrecision(4))) }),
    run: thinned(run),
  };
}

void main(process.argv[2]);
