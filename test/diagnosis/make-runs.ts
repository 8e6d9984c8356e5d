/**
 * Makes the recorded runs of test/fixtures/diagnosis, small trainings, in a few minutes: runs.jsonl, 259 of the first
 * rules, and data-and-networks.jsonl, of what notebooks 06, 07 and 09 teach. A name makes one of the two:
 *
 *     node node_modules/typescript/bin/tsc -p .config/tsconfig.diagnosis.json
 *     node .clinic/diagnosis/test/diagnosis/make-runs.js test/fixtures/diagnosis data-and-networks
 */
import fs from "node:fs";
import path from "node:path";
import { startEngine } from "../../src/runtime/engine";
import { trainGan } from "../../src/training/trainer";
import { massesOf, optionsOf, type SetUp } from "./set-up";
import { heldOutSeeds, newSeeds, newSetUps, setUps, tuningSeeds } from "./set-ups";
import {
  dataAndNetworkSetUps,
  laterHeldOutSeeds,
  laterTuningSeeds,
} from "./set-ups/data-and-networks";
import { storedLine, thinned, type Kind, type KnownRun, type RecordFile } from "./stored";

type Part = readonly [all: readonly SetUp[], kind: Kind, seeds: readonly number[]];

const files: Readonly<Record<RecordFile, readonly Part[]>> = {
  runs: [
    [setUps, "tuning", tuningSeeds],
    [setUps, "held out", heldOutSeeds],
    [newSetUps, "new", newSeeds],
  ],
  "data-and-networks": [
    [dataAndNetworkSetUps, "tuning", laterTuningSeeds],
    [dataAndNetworkSetUps, "held out", laterHeldOutSeeds],
  ],
};

async function main(folder: string, name?: RecordFile): Promise<void> {
  await startEngine("wasm");
  const wanted = name ? [name] : (Object.keys(files) as RecordFile[]);
  for (const file of wanted) {
    const lines: string[] = [];
    for (const [all, kind, seeds] of files[file]) {
      for (const setUp of all) {
        for (const seed of seeds) lines.push(storedLine(await knownRun(setUp, kind, seed)));
        console.log(`${kind}: ${setUp.pitfall}, ${setUp.name}`);
      }
    }
    fs.writeFileSync(path.join(folder, `${file}.jsonl`), `${lines.join("\n")}\n`);
  }
}

async function knownRun(setUp: SetUp, kind: Kind, seed: number): Promise<KnownRun> {
  const run = await trainGan(optionsOf(setUp, seed));
  run.dispose();
  const { name, pitfall } = setUp;
  const masses = massesOf(setUp)?.map((mass) => Number(mass.toPrecision(4)));
  return { setUp: name, pitfall, kind, seed, ...(masses && { masses }), run: thinned(run) };
}

void main(process.argv[2], process.argv[3] as RecordFile | undefined);
