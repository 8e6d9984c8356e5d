import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ring } from "../../src/data/mixture";
import { nonSaturating } from "../../src/losses";
import { mlp } from "../../src/networks/mlp";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import type { TrainingOptions } from "../../src/training/options";
import {
  readTensors,
  writeTensors,
  type KeptTensor,
} from "../../src/training/tensor-files/safetensors";
import { trainGan } from "../../src/training/trainer";
import { removeFolder } from "../remove-folder";

// A checkpoint with any part of it missing or of another kind: said before the first step, with the file's name;
// the networks, the file and the memory are as they were.

beforeAll(() => startEngine("cpu"));

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-damaged-"));
  file = path.join(folder, "run.safetensors");
});
afterEach(() => {
  removeFolder(folder);
});

function small(steps: number): TrainingOptions {
  const random = seeded(steps);
  return {
    data: ring(),
    generator: mlp({ name: "g", inputs: 4, hidden: [8], outputs: 2, random }),
    discriminator: mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random }),
    loss: nonSaturating,
    seed: 1,
    steps,
    batchSize: 8,
    snapshotSize: 5,
    snapshotEvery: 3,
    average: 0.9,
    learningRate: { generator: 1e-2, discriminator: 1e-2 },
    checkpoint: { file },
  };
}

type Tensors = Record<string, KeptTensor>;
interface Text {
  history: Record<string, unknown[]>;
  monitors: unknown;
  snapshotSteps: unknown[];
  counters: Record<string, unknown>;
}

async function expectRefused(damage: (tensors: Tensors, kept: Text) => void, message: RegExp) {
  const { tensors, texts } = readTensors(file);
  const all = Object.fromEntries(tensors) as Tensors;
  const kept = JSON.parse(texts.training!) as Text;
  damage(all, kept);
  const other = path.join(folder, "damaged.safetensors");
  writeTensors(other, { tensors: all, texts: { training: JSON.stringify(kept) } });
  const bytes = fs.readFileSync(other);
  for (const steps of [12, 6]) {
    const options = { ...small(steps), checkpoint: { file: other } };
    const variables = [...options.generator.variables, ...options.discriminator.variables];
    const before = variables.map((variable) => variable.dataSync().slice());
    const held = tf.memory().numTensors;
    const error: unknown = await trainGan(options).catch((found: unknown) => found);
    expect((error as Error).message).toContain(other);
    expect((error as Error).message).toMatch(message);
    expect(variables.map((variable) => variable.dataSync())).toEqual(before);
    expect(fs.readFileSync(other)).toEqual(bytes);
    expect(tf.memory().numTensors).toBe(held);
  }
}

describe("a checkpoint is damaged when", () => {
  beforeEach(() => trainGan(small(6)));

  it("any of its tensors is missing, of another shape or of another type", async () => {
    const names = [...readTensors(file).tensors.keys()];
    expect(names.filter((name) => name.includes("optimizer"))).toHaveLength(16);
    for (const name of names) {
      await expectRefused(
        (tensors) => Reflect.deleteProperty(tensors, name),
        /found nothing of that name/,
      );
    }
    for (const name of names) {
      await expectRefused(
        (tensors) => (tensors[name] = { shape: [1, 1], values: Float32Array.of(1) }),
        /found.*\(1, 1\)/,
      );
      await expectRefused((tensors) => {
        const { shape, values } = tensors[name];
        tensors[name] = { shape, values: Int32Array.from(values) };
      }, /found I32/);
    }
  });

  it.each<[string, (kept: Text) => void, RegExp]>([
    ["a number of its history is a text", (k) => (k.history.generatorLoss[2] = "x"), /as the generatorLoss of step 3, found "x"/],
    ["a number of its history is a record", (k) => (k.history.step[2] = {}), /as the step of step 3, found \{\}/],
    ["its monitors are a record", (k) => (k.monitors = {}), /wanted a list as its monitors/],
    ["its monitors are none", (k) => (k.monitors = []), /steps 0, 3, 6, found those of none/],
    ["its monitors are numbers", (k) => (k.monitors = [5]), /monitors\[0\] has no step/],
    ["a row of its monitors is of another step", (k) => ((k.monitors as { step: number }[])[1].step = 4), /found those of 0, 4, 6/],
    ["its snapshots are nothing", (k) => (k.snapshotSteps = [null]), /snapshotSteps\[0\] has no step/],
    ["one of its snapshots is not named", (k) => k.snapshotSteps.pop(), /steps 0, 3, found those of 0, 3, 6/],
    ["it has no counters", (k) => (k.counters = {}), /the counter of the generator's optimizer is missing/],
    ["one of its counters is nothing", (k) => (k.counters.discriminator = null), /the counter of the discriminator's optimizer/],
  ])("%s", async (_, damage, message) => {
    await expectRefused((__, kept) => {
      damage(kept);
    }, message);
  }); // prettier-ignore
});

it("one of a library of before, which did not say what the optimisers keep, is carried on", async () => {
  await trainGan(small(6));
  const { tensors, texts } = readTensors(file);
  const { slots, ...kept } = JSON.parse(texts.training!) as Record<string, unknown>;
  expect(slots).toBeDefined();
  writeTensors(file, {
    tensors: Object.fromEntries(tensors) as Tensors,
    texts: { training: JSON.stringify(kept) },
  });
  const run = await trainGan(small(12));
  expect(run.stepsDone).toBe(12);
});
