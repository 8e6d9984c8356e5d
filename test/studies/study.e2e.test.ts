import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import {
  energyTo,
  generatorSignal,
  modesOf,
  own,
  recipe,
  runStudy,
  search,
  startEngine,
  type SearchOptions,
  type Study,
  type StudyOptions,
} from "../../src/index";
import { removeFolder } from "../remove-folder";

const base = recipe({
  data: { onPlane: { data: { ring: { std: 0.05 } }, dimensions: 8, seed: 0 } },
  generator: { mlp: { inputs: 4, hidden: [16] } },
  discriminator: { mlp: { hidden: [16], activation: "leakyRelu" } },
  loss: "minimax",
  learningRate: 1e-3,
  average: 0.9,
  steps: 60, // compiled
});
const options: StudyOptions = {
  base,
  arms: { start: {}, R1: { terms: [{ r1Term: { weight: 1 } }] } },
  seeds: [2, 9],
  measure: { quality: energyTo({ samples: 50 }), signal: generatorSignal(), modes: modesOf() },
};

afterEach(() => {
  delete process.env.CLINIC_RESUME_DIR;
});

async function wholeOf(study: Study) {
  const weights = async (run: ReturnType<Study["runs"]>[number]) => {
    const { generator, discriminator, average } = await run.networks();
    const all = [...generator.variables, ...discriminator.variables, ...average!.variables];
    return all.map((variable) => variable.dataSync().slice());
  };
  const found = [];
  for (const arm of study.arms) {
    for (const run of study.runs(arm)) {
      const { history, monitors, snapshots, seed, stopped, compiled } = run;
      const samples = (await run.sample(5)).dataSync();
      found.push({ arm, history, monitors, snapshots, seed, stopped, compiled, samples });
      found.push(await weights(run));
    }
  }
  const measures = ["quality", "signal", "modes"];
  return [found, study.arms.map((arm) => measures.map((key) => study.values(arm, key)))];
}

it("trains the same in other processes as here, to the last digit", async () => {
  await startEngine("wasm");
  const ofMine = own(
    ({ n }) =>
      () => ({ generator: 1, discriminator: n }),
    { n: 2 },
  );
  const arms = { ...options.arms, mine: { schedule: ofMine, steps: 5 } };
  const there = await runStudy("there", { ...options, arms, processes: 2, watch: "R1" });
  const here = await runStudy("here", { ...options, arms, processes: 0, watch: "R1" });
  expect(there.runs("mine")[0].history.discriminatorUpdates).toEqual([2, 2, 2, 2, 2]);
  expect(there.runs("R1")[0].compiled).toBe(true);
  expect(there.runs("R1")[0].snapshots).toHaveLength(21); // watched
  expect(await wholeOf(there)).toEqual(await wholeOf(here));
});

it("keeps runs as they finish, and goes on with the others", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-study-"));
  try {
    process.env.CLINIC_RESUME_DIR = folder;
    const wrong = energyTo({ real: { subset: { data: "digits8", n: 1, seed: 0 } } });
    const failing = { ...options, processes: 1, measure: { wrong } };
    await expect(runStudy("kept", failing)).rejects.toThrow(/"kept", arm "start", seed 2: /);
    expect(fs.readdirSync(folder)).toEqual([]);
    const two = await runStudy("kept", { ...options, processes: 2, seeds: [2] });
    const kept = fs.readdirSync(folder);
    expect(kept).toHaveLength(2);
    const times = kept.map((file) => fs.statSync(path.join(folder, file)).mtimeMs);
    const four = await runStudy("kept", { ...options, processes: 2 });
    expect(fs.readdirSync(folder)).toHaveLength(4);
    expect(kept.map((file) => fs.statSync(path.join(folder, file)).mtimeMs)).toEqual(times);
    expect(four.runs("start")[0].history).toEqual(two.runs("start")[0].history);
  } finally {
    removeFolder(folder);
  }
});

it("stops at the stop button, and trains the rest the next time", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-study-"));
  process.env.CLINIC_RESUME_DIR = folder;
  const long: StudyOptions = { ...options, base: base.with({ steps: 500_000 }), processes: 1 };
  const arms = { short: { steps: 2 }, long: {} };
  const timer = setInterval(() => {
    if (fs.readdirSync(folder).some((file) => file.endsWith(".bin"))) process.emit("SIGINT");
  }, 100);
  try {
    await expect(runStudy("stopped", { ...long, arms, seeds: [1] })).rejects.toThrow(
      'Stopped in "stopped". 1 of 2 runs are finished and kept: run it again as it is to go on with the others',
    );
  } finally {
    clearInterval(timer);
  }
  const rest = { short: { steps: 2 }, long: { steps: 3 } };
  const found = await runStudy("stopped", { ...long, arms: rest, seeds: [1] });
  expect(found.runs("long")[0].stepsDone).toBe(3);
  expect(fs.readdirSync(folder)).toHaveLength(2);
  removeFolder(folder);
});

it("a search goes on from round to round, and after a stop, as in one go; what is kept is not trained again", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-study-"));
  process.env.CLINIC_RESUME_DIR = folder;
  const wanted: SearchOptions = {
    ...{ base: base.with({ steps: 240 }), measure: options.measure!, seeds: [2, 9] },
    ...{ space: { batchSize: [16, 32, 64, 128] }, halving: 2, by: "quality", processes: 2 },
    trials: "grid",
  };
  const keptRuns = () => fs.readdirSync(folder).filter((file) => file.endsWith(".bin"));
  const timer = setInterval(() => {
    if (keptRuns().length >= 10) process.emit("SIGINT"); // in the second round
  }, 5);
  try {
    await expect(search("rounds", wanted)).rejects.toThrow(/^Stopped in "rounds, round [23] of 3"/);
  } finally {
    clearInterval(timer);
  }
  expect(fs.readdirSync(folder).some((file) => file.startsWith("checkpoints-"))).toBe(true);
  const found = await search("rounds", wanted);
  expect(fs.readdirSync(folder)).toEqual(keptRuns()); // checkpoints are gone
  const times = () => keptRuns().map((file) => fs.statSync(path.join(folder, file)).mtimeMs);
  const before = times();
  const [best] = found.trials;
  expect([before.length, best.steps]).toEqual([8 + 4 + 2, 240]);
  const again = await search("rounds", wanted);
  expect([times(), again.trials]).toEqual([before, found.trials]);
  delete process.env.CLINIC_RESUME_DIR;
  const arms = { [best.arm]: { batchSize: best.recipe.batchSize } };
  const whole = await runStudy("whole", { ...wanted, arms });
  const inRounds = found.rounds[2].study.runs(best.arm);
  whole.runs(best.arm).forEach((run, i) => {
    expect(inRounds[i].history).toEqual(run.history);
    expect(inRounds[i].snapshots).toEqual(run.snapshots);
    expect(inRounds[i].compiled).toBe(true);
  });
  removeFolder(folder);
});
