import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { digits8 } from "../../src/data/shipped";
import { ring } from "../../src/data/mixture";
import { hinge, nonSaturating, wasserstein } from "../../src/losses";
import { dcganCritic } from "../../src/networks/dcgan-critic";
import { dcganDiscriminator } from "../../src/networks/dcgan-discriminator";
import { dcganGenerator } from "../../src/networks/dcgan-generator";
import { mlp } from "../../src/networks/mlp";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { diffAugment } from "../../src/training/augment/pictures";
import type { TrainingOptions } from "../../src/training/options";
import { auxiliaryClassifierTerms, withHead } from "../../src/training/terms/heads";
import { gradientPenaltyTerm, r1Term } from "../../src/training/terms/slopes";
import { trainGan } from "../../src/training/trainer";

beforeAll(() => startEngine("wasm"));

const shared = {
  seed: 1,
  steps: 3,
  batchSize: 6,
  snapshotSize: 4,
  learningRate: { generator: 1e-3, discriminator: 1e-3 },
};
const pictures = (count: number) => ({
  name: "noise",
  shape: [28 * 28],
  range: [-1, 1] as const,
  picture: { height: 28, width: 28, channels: 1 },
  sample: (n: number, random: ReturnType<typeof seeded>) =>
    random.uniform<tf.Rank.R2>([n, count], -1, 1),
});
const dcgan = (): TrainingOptions => {
  const random = seeded(1);
  return {
    ...shared,
    data: pictures(28 * 28),
    generator: dcganGenerator({ name: "g", size: 28, width: 2, latentSize: 4, random }),
    discriminator: dcganDiscriminator({ name: "d", size: 28, width: 2, dropout: 0.3, random }),
    loss: nonSaturating,
  };
};

const cases: [name: string, make: () => TrainingOptions][] = [
  ["DCGAN with batch norm, dropout and augmentation", () => ({ ...dcgan(), augment: diffAugment({ height: 28, width: 28, channels: 1 }), average: 0.9 })],
  ["DCGAN with spectral norm and hinge", () => ({
    ...dcgan(),
    discriminator: dcganDiscriminator({ name: "d", size: 28, width: 2, norm: "spectral", random: seeded(2) }),
    loss: hinge,
    terms: [r1Term({ weight: 0.01, every: 2 })],
  })],
  ["a critic with a gradient penalty", () => ({
    ...dcgan(),
    discriminator: dcganCritic({ name: "d", size: 28, width: 2, random: seeded(2) }),
    loss: wasserstein,
    terms: [gradientPenaltyTerm()],
    discriminatorSteps: 2,
  })],
  ["a conditional perceptron on the ring", () => ({
    ...shared,
    data: ring(),
    generator: mlp({ name: "g", inputs: 4, hidden: [8], outputs: 2, classes: 8, norm: "batch", random: seeded(1) }),
    discriminator: mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, classes: 8, spectral: true, random: seeded(2) }),
    loss: nonSaturating,
  })],
  ["AC-GAN on the digits of 8x8", () => {
    const plain = mlp({ name: "d", inputs: 64, hidden: [16], outputs: 1, random: seeded(2) });
    const discriminator = withHead(plain, { outputs: 10, features: 16, classes: true, random: seeded(3) });
    return {
      ...shared,
      data: digits8(),
      generator: mlp({ name: "g", inputs: 4, hidden: [8], outputs: 64, output: tf.tanh, classes: 10, random: seeded(1) }),
      discriminator,
      loss: nonSaturating,
      terms: auxiliaryClassifierTerms(discriminator),
    };
  }],
]; // prettier-ignore

describe.each(cases)("%s", (_, make) => {
  it("trains compiled as eagerly, and changes the states of both", async () => {
    const options = make();
    const compiled = await trainGan(options);
    const eager = await trainGan({ ...make(), compiled: false });
    expect([compiled.compiled, eager.compiled, compiled.stopped]).toEqual([true, false, "finished"]);
    for (const column of Object.keys(eager.history) as (keyof typeof eager.history)[]) {
      compiled.history[column].forEach((value, i) => {
        const wanted = eager.history[column][i];
        expect(Math.abs(value - wanted), `${column} ${i}`).toBeLessThan(2e-3 * (1 + Math.abs(wanted)));
      });
    }
    for (const row of compiled.monitors) {
      expect(Number.isFinite(row.greatestSlope + row.diversity)).toBe(true);
      const learned = options.discriminator.variables.length;
      expect(Object.keys(row.discriminatorGradients)).toHaveLength(learned);
    }
    for (const run of [compiled, eager]) run.dispose();
  }, 60_000);
}); // prettier-ignore

it("a conditional generator samples its classes in turn, and learns them apart", async () => {
  const data = ring({ std: 0.05 });
  const generator = mlp({ name: "g", inputs: 2, hidden: [32], outputs: 2, classes: 8, random: seeded(1) });
  const discriminator = mlp({ name: "d", inputs: 2, hidden: [32], outputs: 1, classes: 8, random: seeded(2) });
  const run = await trainGan({
    ...shared,
    data,
    generator,
    discriminator,
    loss: nonSaturating,
    steps: 600,
    batchSize: 64,
    learningRate: { generator: 3e-3, discriminator: 3e-3 },
  });
  const samples = run.sample(80).arraySync() as [number, number][];
  // sample i has class i mod 8: most lie nearest to the centre of their class
  const right = samples.filter(([x, y], i) => {
    const distances = data.centres.map(([cx, cy]) => Math.hypot(x - cx, y - cy));
    return distances.indexOf(Math.min(...distances)) === i % 8;
  });
  expect(right.length).toBeGreaterThan(70);
  run.dispose();
}, 60_000); // prettier-ignore
