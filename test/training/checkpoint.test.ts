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
import { OtherConfigurationError } from "../../src/training/checkpoint";
import type { TrainingOptions } from "../../src/training/options";
import { linearRate } from "../../src/training/rates";
import { readTensors, writeTensors } from "../../src/training/tensor-files/safetensors";
import { pathLengthTerm } from "../../src/training/terms/others";
import { r1Term } from "../../src/training/terms/slopes";
import { frozen, loadNetwork, saveNetwork } from "../../src/training/transfer";
import { trainGan } from "../../src/training/trainer";
import { removeFolder } from "../remove-folder";

beforeAll(() => startEngine("wasm"));

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-checkpoint-"));
  file = path.join(folder, "run.safetensors");
});
afterEach(() => {
  removeFolder(folder);
});

const player = (name: string, inputs: number, outputs: number) =>
  mlp({ name, inputs, hidden: [8], outputs, activation: tf.tanh, random: seeded(1) });

function small(changes: Partial<TrainingOptions> = {}): TrainingOptions {
  return {
    data: ring(),
    generator: player("generator", 4, 2),
    discriminator: player("discriminator", 2, 1),
    loss: nonSaturating,
    seed: 1,
    steps: 12,
    batchSize: 8,
    snapshotSize: 5,
    snapshotEvery: 3,
    learningRate: { generator: 1e-2, discriminator: 1e-2 },
    ...changes,
  };
}

describe("a training that is carried on repeats the one in one go, bit for bit", () => {
  it.each<[string, () => Partial<TrainingOptions>]>([
    ["with Adam", () => ({})],
    ["with momentum", () => ({ optimizer: (rate) => tf.train.momentum(rate, 0.9) })],
    ["with RMSProp", () => ({ optimizer: (rate) => tf.train.rmsprop(rate) })],
    ["operation by operation", () => ({ compiled: false })],
    [
      "with an average, noise, lazy and stateful terms and a rate on a schedule",
      () => ({
        average: 0.9,
        instanceNoise: linearRate({ from: 1, to: 0, steps: 10 }),
        terms: [r1Term({ weight: 0.1, every: 2 }), pathLengthTerm({ every: 2 })],
        learningRate: { generator: 1e-2, discriminator: linearRate({ from: 1e-2, to: 1e-3, steps: 12 }) },
      }),
    ],
  ])("%s", async (_, make) => {
    const whole = await trainGan(small(make()));
    const first = await trainGan(small({ ...make(), steps: 6, checkpoint: { file } }));
    expect(first.stepsDone).toBe(6);
    const rest = await trainGan(small({ ...make(), checkpoint: { file } }));
    expect(rest.stepsDone).toBe(12);
    expect(rest.history).toEqual(whole.history);
    expect(rest.monitors).toEqual(whole.monitors);
    expect(rest.snapshots).toEqual(whole.snapshots);
    expect(rest.sample(4).dataSync()).toEqual(whole.sample(4).dataSync());
    expect(rest.average?.sample(4).dataSync()).toEqual(whole.average?.sample(4).dataSync());
  }); // prettier-ignore

  it("after an interrupt between two snapshots too", async () => {
    const controller = new AbortController();
    const stopping = small({
      steps: 400,
      checkpoint: { file },
      signal: controller.signal,
      onProgress: ({ stepsDone }) => {
        if (stepsDone > 0) controller.abort();
      },
    });
    const stopped = await trainGan(stopping);
    expect(stopped.stopped).toBe("interrupted");
    expect(fs.existsSync(file)).toBe(true);
    const steps = stopped.stepsDone + 5;
    const rest = await trainGan(small({ steps, checkpoint: { file } }));
    const whole = await trainGan(small({ steps }));
    expect(rest.history).toEqual(whole.history);
  });
});

describe("a checkpoint", () => {
  it("of other options is refused, with the names of those that differ", async () => {
    await trainGan(small({ steps: 3, checkpoint: { file } }));
    const other = small({ batchSize: 16, terms: [r1Term()], checkpoint: { file } });
    const refused = await trainGan(other).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OtherConfigurationError);
    expect([...(refused as OtherConfigurationError).keys].sort()).toEqual(["batchSize", "terms"]);
    expect((refused as Error).message).toMatch(/batchSize: wanted 16, found 8/);
    await expect(trainGan(small({ seed: 2, checkpoint: { file } }))).rejects.toThrow("random");
  });

  it("that is damaged is named, with what to do", async () => {
    await trainGan(small({ steps: 3, checkpoint: { file } }));
    const bytes = fs.readFileSync(file);
    fs.writeFileSync(file, bytes.subarray(0, bytes.length - 4));
    await expect(trainGan(small({ checkpoint: { file } }))).rejects.toThrow(/damaged.*ends after the file/);
    fs.writeFileSync(file, "no tensors");
    await expect(trainGan(small({ checkpoint: { file } }))).rejects.toThrow(/Delete it/);
  }); // prettier-ignore

  it("that can not be written says so, and leaves the old one whole", () => {
    const tensors = { x: { shape: [2], values: Float32Array.of(1, 2) } };
    writeTensors(file, { tensors, texts: {} });
    const nowhere = path.join(folder, "missing", "run.safetensors");
    expect(() => {
      writeTensors(nowhere, { tensors, texts: {} });
    }).toThrow(/can not be written/);
    expect(readTensors(file).tensors.get("x")?.values).toEqual(Float32Array.of(1, 2));
    expect(fs.readdirSync(folder)).toEqual(["run.safetensors"]);
  });

  it("keeps whole numbers, texts and empty tensors", () => {
    const tensors = {
      "a/b": { shape: [2, 1], values: Int32Array.of(-7, 7) },
      none: { shape: [0], values: new Float32Array(0) },
    };
    writeTensors(file, { tensors, texts: { name: "ä ✓" } });
    expect(readTensors(file)).toEqual({ tensors, texts: { name: "ä ✓" } });
    // the layout of the format: eight bytes of length, then JSON
    const bytes = fs.readFileSync(file);
    const length = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.toString("utf8", 8, 8 + length)) as Record<string, unknown>;
    expect(header["a/b"]).toEqual({ dtype: "I32", shape: [2, 1], data_offsets: [0, 8] });
    expect(bytes).toHaveLength(8 + length + 8);
  });
});

describe("transfer", () => {
  it("gives another network the weights, whatever its name", () => {
    const [from, to] = [player("first", 3, 2), mlp({ name: "second", inputs: 3, hidden: [8], outputs: 2, random: seeded(9) })]; // prettier-ignore
    saveNetwork(from, file);
    loadNetwork(to, file);
    to.variables.forEach((variable, i) => {
      expect(variable.dataSync()).toEqual(from.variables[i].dataSync());
    });
  });

  it("refuses a network of another shape and changes nothing", () => {
    saveNetwork(player("first", 3, 2), file);
    const other = player("second", 3, 1);
    const before = other.variables.map((variable) => variable.dataSync().slice());
    expect(() => {
      loadNetwork(other, file);
    }).toThrow(/wanted "2\/weights" of shape \(8, 1\), found \(8, 2\)/);
    expect(other.variables.map((variable) => variable.dataSync())).toEqual(before);
  });

  it("frozen layers stay as they are in a training, the others learn", async () => {
    const whole = player("discriminator", 2, 1);
    const before = whole.variables.map((variable) => variable.dataSync().slice());
    await trainGan(small({ discriminator: frozen(whole, (name) => name.startsWith("2/")) }));
    const same = whole.variables.map((v, i) => v.dataSync().every((x, k) => x === before[i][k]));
    expect(same).toEqual([true, true, false, false]);
    expect(() => frozen(whole, () => false)).toThrow(RangeError);
  });
});
