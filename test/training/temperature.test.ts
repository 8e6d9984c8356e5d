import { beforeAll, expect, it } from "vitest";
import { textDataset } from "../../src/data/text";
import { wasserstein } from "../../src/losses";
import { textDiscriminator, textGenerator } from "../../src/networks/text";
import { withoutDraws } from "../../src/networks/without-draws";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { gradientPenaltyTerm } from "../../src/training/terms/slopes";
import { fallingTemperature } from "../../src/training/terms/temperature";
import { trainGan } from "../../src/training/trainer";

beforeAll(() => startEngine("wasm"));

const data = textDataset({ lines: ["a cat ran", "the dog sat"], unit: "words" });
const sizes = { length: data.length, vocabulary: data.vocabulary.length, width: 8, blocks: 1 };

async function train(compiled: boolean, plain = false) {
  const random = seeded(1);
  const { temperature, term } = fallingTemperature({ from: 2, to: 0.5, steps: 9 });
  const writer = textGenerator({ name: "g", ...sizes, latentSize: 4, temperature, random });
  const run = await trainGan({
    data,
    generator: plain ? withoutDraws(writer) : writer,
    discriminator: textDiscriminator({ name: "d", ...sizes, random }),
    loss: wasserstein,
    terms: [gradientPenaltyTerm(), term],
    seed: 1,
    steps: 5,
    batchSize: 8,
    compiled,
    snapshotEvery: 5,
    snapshotSize: 4,
    learningRate: { generator: 1e-3, discriminator: 1e-3 },
  });
  const [found] = temperature.dataSync();
  const losses = [...run.history.generatorLoss, ...run.history.discriminatorLoss];
  const done = { found, losses, compiled: run.compiled };
  run.dispose();
  temperature.dispose();
  return done;
}

it("falls by the same factor in each step, compiled as not", async () => {
  const eager = await train(false);
  const compiled = await train(true);
  expect([eager.compiled, compiled.compiled]).toEqual([false, true]);
  expect(eager.found).toBeCloseTo(2 * (0.25 ** (1 / 8)) ** 5, 5); // five of eight parts of the way
  expect(compiled.found).toBeCloseTo(eager.found, 5);
  compiled.losses.forEach((loss, i) => {
    expect(Math.abs(loss - eager.losses[i])).toBeLessThan(2e-3 * (1 + Math.abs(loss)));
  });
});

it("trains a writer without draws, compiled as not", async () => {
  const [eager, compiled] = [await train(false, true), await train(true, true)];
  expect(compiled.compiled).toBe(true);
  compiled.losses.forEach((loss, i) => {
    expect(Math.abs(loss - eager.losses[i])).toBeLessThan(2e-3 * (1 + Math.abs(loss)));
  });
});

it("goes no further than its end, upwards too", () => {
  const { temperature, term } = fallingTemperature({ from: 1, to: 4, steps: 3 });
  const seen = [1, 2, 3, 4].map(() => {
    const [now] = temperature.dataSync();
    term.afterUpdate!({});
    return now;
  });
  [1, 2, 4, 4].forEach((wanted, i) => {
    expect(seen[i]).toBeCloseTo(wanted, 5);
  });
  temperature.dispose();
});

it("refuses temperatures of nothing, and one step", () => {
  expect(() => fallingTemperature({ from: 0, to: 1, steps: 9 })).toThrow(/from/);
  expect(() => fallingTemperature({ from: 1, to: -1, steps: 9 })).toThrow(/to/);
  expect(() => fallingTemperature({ from: 1, to: 1, steps: 1 })).toThrow(/steps/);
});
