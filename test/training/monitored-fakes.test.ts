import { beforeAll, expect, it } from "vitest";
import { ring } from "../../src/data/mixture";
import { nonSaturating } from "../../src/losses";
import { modeCoverage } from "../../src/metrics/modes";
import { mlp } from "../../src/networks/mlp";
import { tanh } from "../../src/layers/activations";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import type { TrainingOptions } from "../../src/training/options";
import { trainGan } from "../../src/training/trainer";

beforeAll(() => startEngine("wasm"));

const mixture = ring({ std: 0.15 });
async function train(changes: Partial<TrainingOptions> = {}, norm?: "batch") {
  const random = seeded(3);
  const run = await trainGan({
    data: mixture,
    generator: mlp({
      name: "g",
      inputs: 4,
      hidden: [8],
      outputs: 2,
      ...(norm && { norm }),
      random,
    }),
    discriminator: mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random }),
    loss: nonSaturating,
    seed: 1,
    steps: 4,
    snapshotEvery: 2,
    batchSize: 16,
    learningRate: { generator: 1e-2, discriminator: 1e-2 },
    ...changes,
  });
  run.dispose();
  return run;
}
const histogramOf = (samples: Float32Array) => [...modeCoverage(samples, mixture).histogram];

it("some thousand fakes are counted in each row, others each time, and the training is the same", async () => {
  const [without, run] = [await train(), await train({ histogramOf })];
  for (const { counts } of run.monitors) expect(counts!.reduce((sum, n) => sum + n, 0)).toBe(1024);
  expect(run.monitors[1].counts).not.toEqual(run.monitors[0].counts);
  expect(without.monitors[0].counts).toBeUndefined();
  expect(run.history).toEqual(without.history);
});

it("a generator with batch norm is compared with itself in training mode, in batches of the training's size", async () => {
  const gap = async (batchSize: number) => {
    const { monitors } = await train({ batchSize, steps: 60, snapshotEvery: 60 }, "batch");
    return monitors[1].trainingGap!;
  };
  const [few, many] = [await gap(2), await gap(64)];
  expect(few).toBeGreaterThan(0.4);
  expect(many).toBeLessThan(0.3);
  expect((await train()).monitors[0]).not.toHaveProperty("trainingGap"); // it keeps no averages
});

it("what tanh cannot make of the data is a fact before the first step", async () => {
  const generator = mlp({ name: "g", inputs: 4, hidden: [8], outputs: 2, output: tanh, random: seeded(3) }); // prettier-ignore
  const run = await train({ data: ring({ radius: 3 }), generator, unchecked: true });
  expect(run.facts.outOfReach).toMatchObject({ low: -1, high: 1 });
  expect(run.facts.outOfReach!.loss).toBeGreaterThan(0.3);
  expect((await train()).facts).not.toHaveProperty("outOfReach");
});
