import { beforeAll, expect, it } from "vitest";
import { ring } from "../../src/data/mixture";
import { nonSaturating } from "../../src/losses";
import { mlp } from "../../src/networks/mlp";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { trainGan } from "../../src/training/trainer";

beforeAll(() => startEngine("wasm"));

/** The weights, states and samples after a training of six steps. */
async function ending(compiled: boolean, snapshotEvery: number): Promise<number[]> {
  const random = seeded(1);
  const run = {
    generator: mlp({ name: "g", inputs: 4, hidden: [8], outputs: 2, norm: "batch", random }),
    discriminator: mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, spectral: true, random }),
  };
  const { generator, discriminator } = run;
  const trained = await trainGan({
    ...run,
    data: ring(),
    loss: nonSaturating,
    seed: 1,
    steps: 6,
    batchSize: 8,
    learningRate: { generator: 1e-2, discriminator: 1e-2 },
    snapshotSize: 4,
    snapshotEvery,
    compiled,
  });
  expect(trained.compiled).toBe(compiled);
  const states = [generator, discriminator].flatMap((network) => [...network.states!]);
  const numbers = [...generator.variables, ...discriminator.variables, ...states].flatMap(
    (variable) => [...variable.dataSync()],
  );
  const { samples } = trained.snapshots.at(-1)!;
  trained.dispose();
  return [...numbers, ...samples];
}

it.each([false, true])("is the same however often it is looked at (compiled: %s)", async (how) => {
  expect(await ending(how, 1)).toEqual(await ending(how, 6));
});
