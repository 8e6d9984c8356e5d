import os from "node:os";
import path from "node:path";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { ring } from "../../src/data/mixture";
import { hinge } from "../../src/losses";
import { mlp } from "../../src/networks/mlp";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { discriminatorStep, generatorStep } from "../../src/training/steps";
import { lecamTerm } from "../../src/training/terms/lecam";
import { trainGan } from "../../src/training/trainer";

beforeAll(() => startEngine("wasm"));

function players() {
  const random = seeded(1);
  return {
    generator: mlp({ name: "g", inputs: 4, hidden: [8], outputs: 2, random }),
    discriminator: mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random }),
  };
}

const mean = (x: tf.Tensor) =>
  x.dataSync<"float32">().reduce((sum, score) => sum + score, 0) / x.size;
const meanSquare = (x: tf.Tensor, from: number) =>
  x.dataSync<"float32">().reduce((sum, score) => sum + (score - from) ** 2, 0) / x.size;

it.each([1, 2])(
  "adds the distance of scores from the averages before, in %i parts",
  (accumulate) => {
    const [decay, weight] = [0.75, 0.5];
    const term = lecamTerm({ weight, decay });
    const game = { ...players(), loss: hinge, terms: [term], accumulate };
    const optimizer = tf.train.adam(0.02);
    const random = seeded(2);
    const sums = { real: 0, fake: 0, all: 0 };
    for (let step = 1; step <= 4; step++) {
      const [real, latent] = [ring().sample(12, random), random.normal([12, 4])];
      const result = discriminatorStep(game, optimizer, real, latent);
      const { realScores, fakeScores } = result;
      const toFake = meanSquare(realScores, sums.fake / sums.all);
      const toReal = meanSquare(fakeScores, sums.real / sums.all);
      const wanted = step === 1 ? 0 : weight * (toFake + toReal);
      expect(result.penalty.dataSync()[0]).toBeCloseTo(wanted, 5);
      sums.real = decay * sums.real + (1 - decay) * mean(realScores);
      sums.fake = decay * sums.fake + (1 - decay) * mean(fakeScores);
      sums.all = decay * sums.all + (1 - decay);
      const kept = term.states!.map((state) => state.dataSync()[0]);
      [sums.real, sums.fake, sums.all].forEach((sum, i) => {
        expect(kept[i]).toBeCloseTo(sum, 5);
      });
    }
  },
);

it("does not move on in the generator's update, even one that looks ahead", () => {
  const term = lecamTerm();
  const game = {
    ...players(),
    loss: hinge,
    terms: [term],
    unrolling: { steps: 1, learningRate: 0.1 },
  };
  const random = seeded(2);
  const [real, latent] = [ring().sample(12, random), random.normal([12, 4])];
  discriminatorStep(game, tf.train.sgd(0.1), real, latent);
  const before = term.states!.map((state) => state.dataSync()[0]);
  generatorStep(game, tf.train.sgd(0.1), latent, { real });
  expect(term.states!.map((state) => state.dataSync()[0])).toEqual(before);
});

it("trains the same compiled as not, and goes on from a checkpoint bit for bit", async () => {
  const train = async (compiled: boolean, steps: number, file?: string) => {
    const terms = [lecamTerm({ decay: 0.9 })];
    const run = await trainGan({
      ...players(),
      data: ring(),
      loss: hinge,
      terms,
      seed: 1,
      steps,
      batchSize: 12,
      compiled,
      snapshotEvery: 4,
      snapshotSize: 4,
      learningRate: { generator: 1e-3, discriminator: 1e-3 },
      ...(file !== undefined && { checkpoint: { file } }),
    });
    const kept = terms[0].states!.map((state) => state.dataSync()[0]);
    run.dispose();
    return { kept, penalty: run.history.discriminatorPenalty, compiled: run.compiled };
  };
  const eager = await train(false, 12);
  const whole = await train(true, 12);
  expect(whole.compiled).toBe(true);
  expect(eager.penalty[0]).toBe(0);
  expect(Math.min(...eager.penalty.slice(1))).toBeGreaterThan(0);
  [...whole.kept, ...whole.penalty].forEach((value, i) => {
    expect(value).toBeCloseTo([...eager.kept, ...eager.penalty][i], 4);
  });
  const file = path.join(os.tmpdir(), `lecam-${process.pid}.safetensors`);
  await train(true, 4, file);
  expect(await train(true, 12, file)).toEqual(whole);
});
