import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { finiteDataset } from "../../src/data/finite";
import { ring } from "../../src/data/mixture";
import { nonSaturating } from "../../src/losses";
import { mlp } from "../../src/networks/mlp";
import { seeded, type Random } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { adaptiveStrength } from "../../src/training/augment/adaptive";
import { OtherConfigurationError } from "../../src/training/checkpoint";
import type { TrainingOptions } from "../../src/training/options";
import { linearRate } from "../../src/training/rates";
import { readTensors, writeTensors } from "../../src/training/tensor-files/safetensors";
import { pathLengthTerm } from "../../src/training/terms/others";
import { r1Term } from "../../src/training/terms/slopes";
import { saveNetwork } from "../../src/training/transfer";
import { trainGan, type TrainingRun } from "../../src/training/trainer";
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

/** All of a run that can be compared: history, monitors, snapshots and what its generator makes. */
const outcome = (run: TrainingRun) => ({
  history: run.history,
  monitors: run.monitors,
  snapshots: run.snapshots,
  samples: run.sample(4).dataSync(),
});

describe("whatever steps are asked for, one after the other", () => {
  // numbers of steps, not all multiples of snapshotEvery; as many and fewer are asked for too
  it.each([
    [[1, 2, 3, 12], true],
    [[7, 7, 5, 12], true],
    [[12, 12, 1], true],
    [[4, 11, 12], false],
    [[5, 3, 5, 8, 2, 12], false],
    [[10, 9, 11, 11, 12], false],
  ])("%j, compiled %s: at last it is the run in one go, bit for bit", async (asked, compiled) => {
    const make = (steps: number) =>
      small({
        steps,
        compiled,
        average: 0.9,
        augment: (x, _, strength) => tf.mul(x, tf.sub(1, strength)),
        augmentStrength: adaptiveStrength({ speed: 0.1 }),
        terms: [pathLengthTerm({ every: 2 })],
      });
    let done = 0;
    for (const steps of asked) {
      const bytes = fs.existsSync(file) ? fs.readFileSync(file) : undefined;
      const options = { ...make(steps), checkpoint: { file } };
      const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
      const run = await trainGan(options);
      const said = warn.mock.calls.flat().filter((text) => String(text).includes("asked for"));
      warn.mockRestore();
      expect(said).toHaveLength(steps < done ? 1 : 0);
      if (steps <= done) expect(fs.readFileSync(file)).toEqual(bytes);
      done = Math.max(done, steps);
      expect([run.stopped, run.stepsDone]).toEqual(["finished", done]);
      expect(run.history.step).toEqual(Array.from({ length: done }, (_, i) => i + 1));
      expect(outcome(run)).toEqual(outcome(await trainGan(make(done))));
    }
    expect(fs.readdirSync(folder)).toEqual(["run.safetensors"]);
  });

  it("carries on for longer when snapshotEvery is left out, and keeps all rows", async () => {
    const run = (steps: number, changes: Partial<TrainingOptions> = {}) =>
      trainGan(small({ steps, snapshotEvery: undefined, ...changes }));
    await run(10, { checkpoint: { file } });
    const longer = await run(40, { checkpoint: { file } });
    const whole = await run(40);
    expect(longer.history).toEqual(whole.history);
    expect(longer.sample(4).dataSync()).toEqual(whole.sample(4).dataSync());
    const steps = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 24, 28, 32, 36, 40];
    expect(longer.monitors.map(({ step }) => step)).toEqual(steps);
    expect(longer.snapshots.map(({ step }) => step)).toEqual(steps);
    // given, it is compared
    await expect(run(50, { snapshotEvery: 7, checkpoint: { file } })).rejects.toThrow(
      "snapshotEvery: wanted 7, found 4",
    );
  });

  it("carries on where stopWhen ended it", async () => {
    const stopped = await trainGan(
      small({ checkpoint: { file }, stopWhen: ({ stepsDone }) => stepsDone === 6 }),
    );
    expect([stopped.stopped, stopped.stepsDone]).toEqual(["stopped-early", 6]);
    const rest = await trainGan(small({ checkpoint: { file } }));
    expect(outcome(rest)).toEqual(outcome(await trainGan(small())));
  });
});

describe("what a checkpoint keeps", () => {
  it("numbers that are not finite, and -0", async () => {
    const one = finiteDataset({ name: "one", shape: [2], examples: Float32Array.of(1, 2) });
    let asked = 0;
    const counts = [0, -0];
    const options = (steps: number) =>
      small({
        data: one, // its examples do not differ: diversity is x / 0
        steps,
        snapshotEvery: 1,
        histogramOf: () => [1, counts[(asked++ >> 1) % 2]], // asked twice a row
        checkpoint: { file },
      });
    const first = await trainGan(options(4));
    expect(first.monitors[0].diversity).toBe(Infinity);
    const again = await trainGan(options(4));
    expect(again.monitors).toEqual(first.monitors); // toEqual tells -0 from 0, and NaN is NaN
    expect(again.monitors.map(({ histogram }) => Object.is(histogram?.[1], -0))).toContain(true);
  });

  it("no tensor, when it is written or read", async () => {
    for (const steps of [6, 12]) {
      const options = small({ steps, average: 0.9, checkpoint: { file } });
      const before = tf.memory().numTensors;
      const run = await trainGan(options);
      run.average?.dispose();
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  it("less than a library of before has written is said to be damaged, and stays", async () => {
    await trainGan(small({ steps: 6, checkpoint: { file } }));
    const { tensors, texts } = readTensors(file);
    const change = (work: (kept: Record<string, unknown>) => void) => {
      const kept = JSON.parse(texts.training!) as Record<string, unknown>;
      work(kept);
      const all = Object.fromEntries([...tensors].filter(([name]) => !name.startsWith("average")));
      writeTensors(file, {
        tensors: all as Parameters<typeof writeTensors>[1]["tensors"],
        texts: { training: JSON.stringify(kept) },
      });
    };
    const refused = async (message: string | RegExp) => {
      const bytes = fs.readFileSync(file);
      await expect(trainGan(small({ checkpoint: { file } }))).rejects.toThrow(message);
      expect(fs.readFileSync(file)).toEqual(bytes);
    };
    change((kept) => (kept.step = 3)); // as one that had gone back
    await refused("wanted a step for each of its 3 steps, found 6");
    change((kept) => ((kept.history as { step: number[] }).step = [1, 2, 3, 1, 2, 3]));
    await refused("wanted step 4, found 1");
    change((kept) => delete kept.monitors);
    await refused("its monitors is missing");
    change((kept) => (kept.step = "six"));
    await refused("wanted the count of its steps, found six");
    // null was written for what is not finite
    change((kept) => ((kept.monitors as { diversity: null }[])[0].diversity = null));
    const run = await trainGan(small({ steps: 6, checkpoint: { file } }));
    expect(run.monitors[0].diversity).toBeNaN();
  });

  it("a tensor of another shape leaves both networks as they are", async () => {
    await trainGan(small({ steps: 6, checkpoint: { file } }));
    const { tensors, texts } = readTensors(file);
    const all = Object.fromEntries(tensors) as Parameters<typeof writeTensors>[1]["tensors"];
    const wrong = { ...all, "discriminator/3": { shape: [2], values: Float32Array.of(1, 2) } };
    writeTensors(file, { tensors: wrong, texts });
    const options = small({ checkpoint: { file } });
    const { generator, discriminator } = options;
    const variables = [...generator.variables, ...discriminator.variables];
    const before = variables.map((variable) => variable.dataSync().slice());
    await expect(trainGan(options)).rejects.toThrow(
      `${file}: wanted "discriminator/3" of shape (1), found (2)`,
    );
    expect(variables.map((variable) => variable.dataSync())).toEqual(before);
  });
});

describe("before the first step it is said", () => {
  /** Refused, before a batch was drawn. */
  const refused = async (checkpoint: unknown, message: RegExp, kind = Error) => {
    let drawn = 0;
    const watched = { sample: (n: number, random: Random) => (drawn++, ring().sample(n, random)) };
    const data = Object.assign(ring(), watched);
    const options = small({ data, checkpoint: checkpoint as { file: string } });
    const error: unknown = await trainGan(options).catch((why: unknown) => why);
    expect(error).toBeInstanceOf(kind);
    expect((error as Error).message).toMatch(message);
    expect(drawn).toBe(0);
  }; // prettier-ignore

  it("that the folder is missing, or is a file", async () => {
    const nowhere = path.join(folder, "missing", "run.safetensors");
    await refused({ file: nowhere }, /there is no folder .*missing\. Make it/);
    fs.writeFileSync(path.join(folder, "plain"), "");
    await refused({ file: path.join(folder, "plain", "run.safetensors") }, /its folder is a file|there is no folder/);
  }); // prettier-ignore

  it("that the file is a folder", () => refused({ file: folder }, /wanted a file, found a folder/));

  it("that it is asked for in another way", async () => {
    await refused("run.safetensors", /wanted { file: .*found "run.safetensors"\. Write checkpoint: { file: "run.safetensors" }/, TypeError);
    for (const odd of [{}, { file: "" }, { path: "x" }, null, 7, { file: 7 }]) {
      await refused(odd, /trainGan checkpoint: wanted { file: .*}, found/, TypeError);
    }
  }); // prettier-ignore

  it("that the file is marked as read-only; a run that is done is given back all the same", async () => {
    await trainGan(small({ steps: 6, checkpoint: { file } }));
    fs.chmodSync(file, 0o444);
    await refused({ file }, /found one that is marked as read-only/);
    const run = await trainGan(small({ steps: 6, checkpoint: { file } }));
    expect(run.stepsDone).toBe(6);
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
    "that the folder can not be written to",
    async () => {
      fs.chmodSync(folder, 0o555);
      await refused({ file }, /permission is denied/);
      fs.chmodSync(folder, 0o755);
    },
  );

  it("that another training has the file, by whatever name, and for as long", async () => {
    const link = path.join(folder, "link.safetensors");
    await trainGan(small({ steps: 3, checkpoint: { file } }));
    fs.symlinkSync(file, link);
    const first = trainGan(small({ checkpoint: { file } }));
    await refused({ file }, /another training is writing to it/);
    await refused({ file: link }, /another training is writing to it/);
    expect(outcome(await first)).toEqual(outcome(await trainGan(small())));
    const run = await trainGan(small({ steps: 15, checkpoint: { file: link } }));
    expect(run.history.step).toHaveLength(15);
    expect(fs.lstatSync(link).isSymbolicLink()).toBe(true); // the file behind it was written
    expect((await trainGan(small({ steps: 15, checkpoint: { file } }))).stepsDone).toBe(15);
  });

  it("that it is a file of another program, which stays", async () => {
    saveNetwork(player("mine", 2, 1), file);
    const weights = fs.readFileSync(file);
    await refused({ file }, /holds the weights of "mine".*name another file/);
    expect(fs.readFileSync(file)).toEqual(weights);
    writeTensors(file, { tensors: {}, texts: { format: "pt" } });
    await refused({ file }, /tensors of another program/);
  });

  it("and nothing is left behind in the folder", async () => {
    await refused({ file: path.join(folder, "x".repeat(300)) }, /its name is too long/);
    const options = small({ checkpoint: { file }, signal: AbortSignal.abort() });
    await trainGan(options);
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});

it("a file that another program has written meanwhile is not written over", async () => {
  const other = path.join(folder, "other.safetensors");
  await trainGan(small({ steps: 3, seed: 2, checkpoint: { file: other } }));
  const training = trainGan(
    small({
      checkpoint: { file },
      onSnapshot: ({ step }) => {
        if (step === 6) fs.copyFileSync(other, file);
      },
    }),
  );
  await expect(training).rejects.toThrow(/has been written by another program/);
  expect(fs.readFileSync(file)).toEqual(fs.readFileSync(other));
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
    await expect(trainGan(small({ checkpoint: { file } }))).rejects.toThrow(/looks like text.*name another file/);
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
    expect(readTensors(file)).toEqual({
      tensors: new Map([
        ["a/b", { ...tensors["a/b"], dtype: "I32" }],
        ["none", { ...tensors.none, dtype: "F32" }],
      ]),
      texts: { name: "ä ✓" },
    });
    // the layout of the format: eight bytes of length, then JSON
    const bytes = fs.readFileSync(file);
    const length = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.toString("utf8", 8, 8 + length)) as Record<string, unknown>;
    expect(header["a/b"]).toEqual({ dtype: "I32", shape: [2, 1], data_offsets: [0, 8] });
    expect(bytes).toHaveLength(8 + length + 8);
  });
});
