import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { ring } from "../../../src/data/mixture";
import { tanh } from "../../../src/layers/activations";
import { leastSquares, relativisticAverage } from "../../../src/losses";
import { mlp } from "../../../src/networks/mlp";
import { patchDiscriminator } from "../../../src/networks/patch-discriminator";
import { conv2d } from "../../../src/layers/conv";
import { sequential } from "../../../src/networks/sequential";
import { finiteDataset } from "../../../src/data/finite";
import { seeded } from "../../../src/random";
import { startEngine } from "../../../src/runtime/engine";
import { linearRate } from "../../../src/training/rates";
import type { CycleGanOptions } from "../../../src/training/cyclegan/options";
import { trainCycleGan } from "../../../src/training/cyclegan/trainer";

beforeAll(() => startEngine("wasm"));

function networks(seed = 1) {
  const random = seeded(seed).stream("networks");
  const make = (name: string, outputs: number) =>
    mlp({ name, inputs: 2, hidden: [8], outputs, activation: tanh, random });
  return {
    toY: make("to y", 2),
    toX: make("to x", 2),
    discriminatorX: make("judge of x", 1),
    discriminatorY: make("judge of y", 1),
  };
}

/** A small training; what a test is about, it changes. */
function small(changes: Partial<CycleGanOptions> = {}): CycleGanOptions {
  return {
    ...networks(),
    x: ring({ radius: 1 }),
    y: ring({ radius: 2 }),
    loss: leastSquares,
    seed: 1,
    steps: 6,
    batchSize: 8,
    poolSize: 12,
    snapshotSize: 5,
    learningRate: { generator: 1e-2, discriminator: 1e-2 },
    ...changes,
  };
}

const players = ["toY", "toX", "discriminatorX", "discriminatorY"] as const;
const weightsOf = (options: CycleGanOptions) =>
  players.flatMap((name) => options[name].variables.flatMap((v) => [...v.dataSync()]));

/** All numbers of a training: its history, weights and last translations. */
async function numbersOf(options: CycleGanOptions): Promise<number[]> {
  const run = await trainCycleGan(options);
  expect([run.stopped, run.problem]).toEqual(["finished", undefined]);
  expect(run.compiled).toBe(options.compiled ?? true);
  const { fakeX, fakeY, cycledX, cycledY } = run.snapshots.at(-1)!;
  const columns = Object.values(run.history).flat() as number[];
  const numbers = [...columns, ...weightsOf(options), ...fakeX, ...fakeY, ...cycledX, ...cycledY];
  run.dispose();
  return numbers;
}

const everything: Partial<CycleGanOptions> = {
  identity: 5,
  cycleNoise: 0.1,
  average: 0.9,
  learningRate: { generator: linearRate({ from: 1e-2, to: 0, steps: 6 }), discriminator: 1e-2 },
};

describe("compiled and eager", () => {
  it.each([
    ["plain", {}],
    ["with everything", everything],
    ["without a pool or a cycle", { poolSize: 0, cycle: 0 }],
    ["with one of the two cycles", { cycle: { x: 0, y: 10 } }],
  ] as [string, Partial<CycleGanOptions>][])("give the same numbers, %s", async (_, changes) => {
    const eager = await numbersOf(small({ ...changes, compiled: false }));
    const compiled = await numbersOf(small({ ...changes }));
    expect(compiled.length).toBe(eager.length);
    const apart = compiled.map((number, i) => Math.abs(number - eager[i]));
    expect(Math.max(...apart)).toBeLessThan(1e-4);
  });

  it("train pictures as well, with patches", async () => {
    const pictures = (name: string, channels: number) => {
      const examples = seeded(3).stream(name).uniforms(20 * 64 * channels, -1, 1);
      return finiteDataset({ name, examples, shape: [64 * channels], picture: { height: 8, width: 8, channels } });
    }; // prettier-ignore
    const make = (compiled: boolean) => {
      const random = seeded(2);
      const [colour, grey] = [3, 1].map((channels) => ({ height: 8, width: 8, channels }));
      const translator = (name: string, from: { channels: number }, channels: number) =>
        sequential({
          name,
          inputShape: [8, 8, from.channels],
          outputShape: [8, 8, channels],
          steps: [conv2d({ name: `${name}/1`, inputs: from.channels, outputs: channels, kernel: 3, random }), tanh],
        });
      return small({
        x: pictures("colour", 3),
        y: pictures("grey", 1),
        toY: translator("to grey", colour, 1),
        toX: translator("to colour", grey, 3),
        discriminatorX: patchDiscriminator({ name: "c", picture: colour, width: 4, depth: 1, random }),
        discriminatorY: patchDiscriminator({ name: "g", picture: grey, width: 4, depth: 1, random }),
        steps: 1,
        batchSize: 2,
        compiled,
      });
    }; // prettier-ignore
    const run = await trainCycleGan(make(false));
    const again = await trainCycleGan(make(true));
    for (const column of Object.keys(run.history) as (keyof typeof run.history)[]) {
      expect(again.history[column][0]).toBeCloseTo(run.history[column][0], 4);
    }
    run.dispose();
    again.dispose();
  });
});

it.each([false, true])("is the same bit for bit, however often looked at (compiled: %s)", async (compiled) => {
  const all = { ...everything, compiled };
  const once = await numbersOf(small({ ...all, snapshotEvery: 6 }));
  expect(await numbersOf(small({ ...all, snapshotEvery: 1 }))).toEqual(once);
}); // prettier-ignore

it("measures the losses of the paper, from before the update", async () => {
  const options = small({ steps: 1, compiled: false, identity: 1 });
  const { toY, toX, discriminatorX, discriminatorY, loss } = options;
  const random = seeded(1).stream("training").stream("step 1");
  const [x, y] = [options.x.sample(8, random.stream("x")), options.y.sample(8, random.stream("y"))];
  const [fakeY, fakeX] = [toY.apply(x), toX.apply(y)];
  const distance = (a: tf.Tensor, b: tf.Tensor) => tf.mean(tf.abs(tf.sub(a, b)));
  const sides = [
    loss.discriminator(discriminatorX.apply(x), discriminatorX.apply(fakeX)),
    loss.discriminator(discriminatorY.apply(y), discriminatorY.apply(fakeY)),
  ];
  const wanted = {
    toY: loss.generator(discriminatorY.apply(fakeY)),
    toX: loss.generator(discriminatorX.apply(fakeX)),
    cycleX: distance(x, toX.apply(fakeY)),
    cycleY: distance(y, toY.apply(fakeX)),
    identity: tf.add(distance(x, toX.apply(x)), distance(y, toY.apply(y))),
  };
  const numbers = Object.entries(wanted).map(([name, value]) => [name, value.dataSync()[0]]);
  const before = { ...Object.fromEntries(numbers) } as Record<string, number>;
  const run = await trainCycleGan(options);
  for (const [name, value] of Object.entries(before)) {
    expect(run.history[name as "toY"][0]).toBeCloseTo(value, 5);
  }
  // the discriminators' losses are from before their own update, which the translators' does not touch
  const judged = sides.map(({ real, fake }) => tf.add(real, fake).dataSync()[0]);
  expect(run.history.discriminatorX[0]).toBeCloseTo(judged[0], 5);
  expect(run.history.discriminatorY[0]).toBeCloseTo(judged[1], 5);
  run.dispose();
});

it("learns only the cycle that has a weight, and measures both", async () => {
  const change = { steps: 200, batchSize: 32, poolSize: 32, learningRate: { generator: 5e-3, discriminator: 5e-3 } };
  const run = await trainCycleGan(small({ ...change, cycle: { x: 0, y: 10 } }));
  const { cycleX, cycleY } = run.history;
  expect(cycleY.at(-1)).toBeLessThan(0.5 * cycleY[0]);
  expect(cycleX.at(-1)).toBeGreaterThan(0);
  run.dispose();
}); // prettier-ignore

it("learns: the cycle closes, and the ring of radius 1 becomes one of radius 2", async () => {
  const options = small({ steps: 400, batchSize: 64, poolSize: 64, learningRate: { generator: 5e-3, discriminator: 5e-3 } }); // prettier-ignore
  const run = await trainCycleGan(options);
  const { cycleX } = run.history;
  expect(cycleX.at(-1)).toBeLessThan(0.3 * cycleX[0]);
  run.dispose();
});

describe("what is left behind", () => {
  it.each([false, true])("is no tensor of a step (compiled: %s)", async (compiled) => {
    const counts: number[] = [];
    const before = tf.memory().numTensors;
    const options = small({ ...everything, compiled, steps: 5, snapshotEvery: 1 });
    const networksOnly = tf.memory().numTensors - before;
    const run = await trainCycleGan({
      ...options,
      onSnapshot: () => {
        counts.push(tf.memory().numTensors);
      },
    });
    expect(counts).toHaveLength(6);
    expect(new Set(counts.slice(2)).size).toBe(1);
    const averages = [run.averages!.toX, run.averages!.toY].flatMap(({ variables }) => variables);
    expect(tf.memory().numTensors - before).toBe(networksOnly + averages.length);
    run.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("is nothing when the data throw", async () => {
    const options = small();
    const before = tf.memory().numTensors;
    const y = { ...options.y, sample: () => { throw new Error("no more"); } }; // prettier-ignore
    await expect(trainCycleGan({ ...options, y })).rejects.toThrow("no more");
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("a training that ends early", () => {
  it("stops at an abort, and gives what it has", async () => {
    const stop = new AbortController();
    const onSnapshot = ({ step }: { step: number }) => {
      if (step === 2) stop.abort();
    };
    const run = await trainCycleGan(small({ signal: stop.signal, snapshotEvery: 1, onSnapshot }));
    expect([run.stopped, run.stepsDone, run.history.step]).toEqual(["interrupted", 2, [1, 2]]);
    expect(run.snapshots.map(({ step }) => step)).toEqual([0, 1, 2]);
    run.dispose();
  });

  it.each([false, true])("stops at a number that is not finite, and takes the step back (compiled: %s)", async (compiled) => {
    const data = ring({ radius: 2 });
    let steps = 0;
    const y = {
      ...data,
      sample: (n: number, random: Parameters<typeof data.sample>[1]) =>
        n === 8 && ++steps > 2 ? tf.fill([n, 2], NaN) : data.sample(n, random),
    };
    const options = small({ y, compiled });
    const run = await trainCycleGan(options);
    expect([run.stopped, run.stepsDone]).toEqual(["not-a-number", 2]);
    expect(run.problem).toMatchObject({ step: 3 });
    expect(run.problem!.message).toMatch(/in step 3/);
    expect(weightsOf(options).every(Number.isFinite)).toBe(true);
    run.dispose();
  }); // prettier-ignore
});

describe("options", () => {
  const refused: [string, Partial<CycleGanOptions>, RegExp][] = [
    ["no seed", { seed: undefined }, /exactly one of seed and random, found neither/],
    ["a pool below the batch", { poolSize: 7 }, /poolSize.*found 7/],
    ["a negative weight", { cycle: -1 }, /trainCycleGan cycle.*found -1/],
    ["a negative weight of one way", { cycle: { x: 1, y: -1 } }, /cycle.y.*found -1/],
    ["no steps", { steps: 0 }, /trainCycleGan steps.*found 0/],
    ["a rate of 0", { learningRate: { generator: 0, discriminator: 1 } }, /learningRate.generator/],
  ];
  it.each(refused)("refuse %s", async (_, changes, message) => {
    await expect(trainCycleGan(small(changes))).rejects.toThrow(message);
  });

  it("refuse networks that do not fit, and identity across shapes", async () => {
    const random = seeded(1);
    const wide = (name: string, inputs: number, outputs: number) =>
      mlp({ name, inputs, hidden: [4], outputs, random });
    await expect(trainCycleGan(small({ toX: wide("to x", 3, 2) }))).rejects.toThrow(
      /toX "to x" inputs: wanted 2 \(one example of y.*found 3/,
    );
    const y = finiteDataset({ name: "3-d", examples: new Float32Array(30), shape: [3] });
    const fitting = { y, toY: wide("a", 2, 3), toX: wide("b", 3, 2), discriminatorY: wide("c", 3, 1) };
    await expect(trainCycleGan(small({ ...fitting, identity: 1 }))).rejects.toThrow(
      /identity: wanted x and y of one shape.*\(2\) and \(3\)/,
    );
  }); // prettier-ignore
});

it("shows a loss that compares the real examples too", async () => {
  const run = await trainCycleGan(small({ loss: relativisticAverage, steps: 2, compiled: false }));
  expect(run.stopped).toBe("finished");
  run.dispose();
});

it("uses the averages where it keeps them", async () => {
  const options = small({ average: 0.5 });
  const run = await trainCycleGan(options);
  const x = options.x.sample(3, seeded(9));
  const [used, averaged, raw] = [run.toY(x), run.averages!.toY.apply(x), options.toY.apply(x)];
  expect(used.arraySync()).toEqual(averaged.arraySync());
  expect(used.arraySync()).not.toEqual(raw.arraySync());
  run.dispose();
});
