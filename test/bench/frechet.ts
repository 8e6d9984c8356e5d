import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import spawn from "cross-spawn";
import { frechetDistance } from "../../src/metrics/frechet";
import { seeded } from "../../src/random";
import { benchFolder } from "./places";
import { ratio, spread, type Spread } from "./statistics";

// Fréchet distance of 10,000 x 2,048 features beside pytorch-fid's own computation, on the same numbers, in
// turns:
//
//     python3 -m venv /tmp/fid && /tmp/fid/bin/pip install pytorch-fid scipy
//     node node_modules/typescript/bin/tsc -p .config/tsconfig.bench.json
//     node .clinic/bench/test/bench/frechet.js /tmp/fid/bin/python 3

interface Timing {
  readonly seconds: number;
  /** Of all threads. */
  readonly cpu: number;
  readonly distance: number;
  readonly versions: string;
}

const [n, d] = [10_000, 2048];

/** After a ReLU, as Inception's, each sharing a part with the next, of very unequal sizes. */
function features(seed: number, scale: number): Float32Array {
  const normals = seeded(seed).normals(n * d);
  return normals.map((value, at) => {
    const size = scale * Math.exp((-3 * (at % d)) / d);
    return Math.max(0, size * (value + (at > 0 ? normals[at - 1] : 0)) + 0.3);
  });
}

async function here(real: Float32Array, fake: Float32Array): Promise<Timing> {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const distance = await frechetDistance(real, fake, { d });
  const { user, system } = process.cpuUsage(cpu);
  return {
    seconds: (performance.now() - start) / 1e3,
    cpu: (user + system) / 1e6,
    distance,
    versions: `Node ${process.versions.node}`,
  };
}

function there(python: string, files: readonly string[]): Timing {
  const script = path.join(benchFolder, "frechet_bench.py");
  const { status, stdout } = spawn.sync(python, [script, ...files, `${n}`, `${d}`], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`${python} ${script}: ended with ${status ?? "a signal"}`);
  return JSON.parse(stdout) as Timing;
}

function text({ min, median, max }: Spread): string {
  return `${median.toFixed(1)} s (${min.toFixed(1)} to ${max.toFixed(1)})`;
}

function line(name: string, timings: readonly Timing[]): string {
  const seconds = text(spread(timings.map((timing) => timing.seconds)));
  const processor = text(spread(timings.map((timing) => timing.cpu)));
  const [{ distance, versions }] = timings;
  return `${name} (${versions}): ${seconds}, processor ${processor}, distance ${distance}`;
}

async function main(): Promise<void> {
  const [python, rounds = "3"] = process.argv.slice(2);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "frechet-"));
  const sets = [features(1, 0.3), features(2, 0.32)];
  const files = sets.map((set, i) => {
    const file = path.join(folder, `${i}.f32`);
    fs.writeFileSync(file, set);
    return file;
  });
  const [ours, theirs]: Timing[][] = [[], []];
  for (let round = 1; round <= Number(rounds); round++) {
    ours.push(await here(sets[0], sets[1]));
    theirs.push(there(python, files));
    console.log(line(`round ${round}, gan-clinic`, ours.slice(-1)));
    console.log(line(`round ${round}, pytorch-fid`, theirs.slice(-1)));
  }
  fs.rmSync(folder, { recursive: true });
  console.log(line("gan-clinic", ours));
  console.log(line("pytorch-fid", theirs));
  const times = [theirs, ours].map((timings) => timings.map(({ seconds }) => seconds));
  console.log(`times as long: ${ratio(times[0], times[1]).median.toFixed(1)}`);
}

void main();
