import { expect, it } from "vitest";
import { runSeeds, type Library } from "../../src/evidence/run-seeds";
import * as library from "../../src/index";

it("gives each seed's result in the order of the seeds, from other processes", async () => {
  const found = await runSeeds(
    "processes",
    [7, 3, 5],
    ({ seed, label }, library, { scale }) => ({
      value: scale * seed,
      label,
      pid: process.pid,
      numbers: library.seeded(seed).normals(2),
    }),
    { inputs: { scale: 10 }, processes: 2 },
  );
  expect(found.map(({ value }) => value)).toEqual([70, 30, 50]);
  expect(found.map(({ label }) => label)).toEqual(["seed 1 of 3", "seed 2 of 3", "seed 3 of 3"]);
  expect(found[0].numbers).toBeInstanceOf(Float32Array);
  const pids = new Set(found.map(({ pid }) => pid));
  expect(pids.has(process.pid)).toBe(false);
  expect(pids.size).toBe(2);
});

it("trains the same GAN there as here", async () => {
  const train = async (
    { seed }: { seed: number },
    { mlp, nonSaturating, ring, seeded, trainGan }: Library,
  ) => {
    const random = seeded(seed);
    const run = await trainGan({
      data: ring(),
      generator: mlp({ name: "g", inputs: 2, hidden: [8], outputs: 2, random }),
      discriminator: mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random }),
      loss: nonSaturating,
      seed,
      steps: 20,
      learningRate: { generator: 1e-3, discriminator: 1e-3 },
    });
    run.dispose();
    return run.history.generatorLoss;
  };
  await library.startEngine("wasm");
  const [there] = await runSeeds("training", [4], train, { processes: 1 });
  expect(there).toEqual(await train({ seed: 4 }, library));
});

it("says which seed failed and why, and what a function that looks around has to do", async () => {
  await expect(
    runSeeds("failing", [1, 2], ({ seed }) => {
      if (seed === 2) throw new RangeError("two is too many");
      return seed;
    }),
  ).rejects.toThrow('"failing", seed 2 of 2 (seed 2): two is too many');
  const around = 3;
  await expect(runSeeds("closing over", [1], () => around)).rejects.toThrow(
    /not defined\. The experiment runs in another process and sees its arguments only/,
  );
  await expect(runSeeds("dying", [1], () => process.exit(3))).rejects.toThrow(
    "its process ended with exit code 3",
  );
  await expect(runSeeds("no seeds", [], () => 1)).rejects.toThrow(RangeError);
});
