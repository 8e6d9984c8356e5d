import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  adaptiveStrength,
  cosineRate,
  diffAugment,
  digits8,
  draganTerm,
  finiteDataset,
  gradientPenaltyTerm,
  hinge,
  leakyRelu,
  linearRate,
  mlp,
  nonSaturating,
  OtherConfigurationError,
  r1Term,
  ring,
  seeded,
  startEngine,
  tanh,
  trainGan,
  withLabels,
  type MlpOptions,
  type TrainingOptions,
} from "../../src/index";
import { readTensors, writeTensors } from "../../src/training/tensor-files/safetensors";
import { fromExactJson, toExactJson } from "../../src/training/tensor-files/exact-json";
import { removeFolder } from "../remove-folder";

beforeAll(() => startEngine("wasm"));

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-configuration-"));
  file = path.join(folder, "run.safetensors");
});
afterEach(() => {
  removeFolder(folder);
});

interface Changes {
  readonly options?: Partial<TrainingOptions>;
  readonly g?: Partial<MlpOptions>;
  readonly d?: Partial<MlpOptions>;
}

/** A small training that keeps its state; its networks fit the data. */
function training({ options = {}, g = {}, d = {} }: Changes, steps: number) {
  const random = seeded(3);
  const data = options.data ?? ring();
  const size = data.shape.reduce((product, n) => product * n, 1);
  const ends = data.range ? { output: tanh } : {};
  return trainGan({
    generator: mlp({ name: "g", inputs: 4, hidden: [8], outputs: size, random, ...ends, ...g }),
    discriminator: mlp({ name: "d", inputs: size, hidden: [8], outputs: 1, random, ...d }),
    data,
    loss: nonSaturating,
    seed: 1,
    steps,
    batchSize: 16,
    snapshotEvery: 2,
    snapshotSize: 8,
    learningRate: { generator: 1e-3, discriminator: 1e-3 },
    compiled: false,
    unchecked: true,
    ...options,
    checkpoint: { file },
  });
}

/** What is said to a training that finds the checkpoint of another one. */
async function refusal(first: Changes, second: Changes): Promise<readonly string[]> {
  (await training(first, 2)).dispose();
  const error: unknown = await training(second, 4).catch((why: unknown) => why);
  if (!(error instanceof OtherConfigurationError)) return [String(error)];
  return error.message.split("\n").slice(1, -1);
}

const rates = (generator: TrainingOptions["learningRate"]["generator"]): Changes => ({
  options: { learningRate: { generator, discriminator: 1e-3 } },
});
const terms = (...list: readonly NonNullable<TrainingOptions["terms"]>[number][]): Changes => ({
  options: { terms: list },
});
const points = (count: number, value: number) =>
  finiteDataset({ name: "mine", shape: [2], examples: new Float32Array(2 * count).fill(value) });
const rmsprop = (decay: number): Changes => ({
  options: { optimizer: (rate) => tf.train.rmsprop(rate, decay) },
});
const ownRate = (factor: number) => rates((step) => factor / step);
const slope = (by: number): Changes => ({ d: { activation: (x) => leakyRelu(x, by) } });
const pictures = digits8();
const colours = (changes: object): Changes => ({
  options: { data: pictures, augment: diffAugment(pictures.picture!, changes) },
});
const strength = (speed: number): Changes => ({
  options: {
    data: pictures,
    augment: diffAugment(pictures.picture!),
    augmentStrength: adaptiveStrength({ speed }),
  },
});

describe("a checkpoint is refused, and the difference is named", () => {
  const pairs: readonly [name: string, first: Changes, second: Changes, lines: readonly string[]][] = [
    ["a ramp of another start and end", rates(linearRate({ from: 1e-3, to: 0, steps: 100 })), rates(linearRate({ from: 1e-2, to: 0, steps: 50 })),
      ["learningRate.generator.linearRate.from: wanted 0.01, found 0.001", "learningRate.generator.linearRate.steps: wanted 50, found 100"]],
    ["another kind of ramp", rates(linearRate({ from: 1e-3, to: 0, steps: 100 })), rates(cosineRate({ from: 1e-3, to: 0, steps: 100 })),
      ['learningRate.generator: wanted {"cosineRate":{"from":0.001,"to":0,"steps":100}}, found {"linearRate":{"from":0.001,"to":0,"steps":100}}']],
    ["another cosine", rates(cosineRate({ from: 1e-3, to: 0, steps: 100 })), rates(cosineRate({ from: 1e-2, to: 0, steps: 100 })), ["learningRate.generator.cosineRate.from: wanted 0.01, found 0.001"]],
    ["an own rate with another number in it", ownRate(1e-3), ownRate(1e-2), ["learningRate.generator.values[0]: wanted 0.01, found 0.001"]],
    ["other changes of pictures", colours({ colour: false, cutout: false }), colours({ translation: false, cutout: false }),
      ["augment.diffAugment.colour: wanted true, found false", "augment.diffAugment.translation: wanted false, found true"]],
    ["another speed of the augmentation", strength(0.1), strength(0.2), ["augmentStrength.adaptiveStrength.speed: wanted 0.2, found 0.1"]],
    ["other labels", { options: { loss: withLabels(nonSaturating, { real: 0.9 }) } }, { options: { loss: withLabels(nonSaturating, { real: 0.7 }) } }, ["loss.withLabels.real: wanted 0.7, found 0.9"]],
    ["another loss", {}, { options: { loss: hinge } }, ['loss: wanted "hinge", found "nonSaturating"']],
    ["another activation inside", {}, { g: { activation: tanh } }, ['generator.mlp.activation: wanted "tanh", found "relu"']],
    ["another activation at the end", {}, { g: { output: tanh } }, ['generator.mlp.output: wanted "tanh", found "linear"']],
    ["dropout", {}, { d: { dropout: 0.5 } }, ["discriminator.mlp.dropout: wanted 0.5, found 0"]],
    ["another radius", {}, { options: { data: ring({ radius: 3 }) } }, ["data.ring.radius: wanted 3, found 1"]],
    ["another count of modes", {}, { options: { data: ring({ modes: 5 }) } }, ["data.ring.modes: wanted 5, found 8"]],
    ["another target of a penalty", terms(gradientPenaltyTerm({ weight: 1 })), terms(gradientPenaltyTerm({ weight: 1, target: 0 })), ["terms[0].gradientPenaltyTerm.target: wanted 0, found 1"]],
    ["a one-sided penalty", terms(gradientPenaltyTerm({ weight: 1 })), terms(gradientPenaltyTerm({ weight: 1, oneSided: true })), ["terms[0].gradientPenaltyTerm.oneSided: wanted true, found false"]],
    ["another spread", terms(draganTerm({ weight: 1 })), terms(draganTerm({ weight: 1, spread: 5 })), ["terms[0].draganTerm.spread: wanted 5, found 0.5"]],
    ["another ramp of a weight", terms(r1Term({ weight: linearRate({ from: 1, to: 0, steps: 100 }) })), terms(r1Term({ weight: linearRate({ from: 9, to: 0, steps: 100 }) })), ["terms[0].r1Term.weight.linearRate.from: wanted 9, found 1"]],
    ["another optimiser", {}, rmsprop(0.9), [expect.stringMatching(/^optimizer: wanted \{"RMSProp".*found \{"Adam"/) as string]],
    ["another number in an own optimiser", rmsprop(0.9), rmsprop(0.1), ["optimizer.RMSProp.decay: wanted 0.1, found 0.9"]],
    ["another memory of Adam", {}, { options: { beta1: 0.9 } }, ["optimizer.Adam.beta1: wanted 0.9, found 0.5"]],
    ["held-out examples", {}, { options: { heldOut: ring() } }, ['heldOut: wanted {"ring":{"modes":8,"radius":1,"std":0.01}}, found nothing']],
    ["an own activation in the place of the library's", {}, slope(0.1), [expect.stringMatching(/^discriminator\.mlp\.activation: wanted an own one, "activation", found "relu"$/) as string]],
  ]; // prettier-ignore
  it.each(pairs)("%s", async (_, first, second, lines) => {
    expect((await refusal(first, second)).map((line) => line.trim()).slice(0, lines.length)).toEqual(lines); // prettier-ignore
  });

  it("other examples under one name, by their content", async () => {
    const [line] = await refusal(
      { options: { data: points(50, 1) } },
      { options: { data: points(5, 2) } },
    );
    expect(line).toMatch(
      /data\.finiteDataset\.examples\.content: wanted "[0-9a-f]{64}", found "[0-9a-f]{64}"/,
    );
  });
});

it("the same options by other words go on: defaults that are said, and other first weights", async () => {
  (await training({}, 2)).dispose();
  const run = await training(
    {
      options: { data: ring({ modes: 8 }), discriminatorSteps: 1, terms: [] },
      g: { dropout: 0, random: seeded(99) },
    },
    4,
  );
  expect(run.stepsDone).toBe(4);
  run.dispose();
});

it("a checkpoint of a library of before, which kept its options as texts, is refused in one sentence, and stays", async () => {
  (await training({}, 2)).dispose();
  const { tensors, texts } = readTensors(file, "");
  const kept = fromExactJson(texts.training!) as { configuration: object };
  kept.configuration = { data: '["ring",[2]]', loss: '"non-saturating"', batchSize: "16" };
  writeTensors(file, { tensors: Object.fromEntries(tensors) as Parameters<typeof writeTensors>[1]["tensors"], texts: { training: toExactJson(kept) } }); // prettier-ignore
  const bytes = fs.readFileSync(file);
  await expect(training({}, 4)).rejects.toThrow(
    /was written by an earlier version .* name another file/,
  );
  expect(fs.readFileSync(file)).toEqual(bytes);
});
