import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Dataset } from "../../src/data/dataset";
import { ring } from "../../src/data/mixture";
import { digits8 } from "../../src/data/shipped";
import { minimax, nonSaturating, type GanLoss } from "../../src/losses";
import { mlp } from "../../src/networks/mlp";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import type { TrainingOptions } from "../../src/training/options";
import type { Snapshot } from "../../src/training/snapshot";
import { r1Term } from "../../src/training/terms/slopes";
import { trainGan } from "../../src/training/trainer";

beforeAll(() => startEngine("wasm"));

/** A small training; what a test is about, it changes. */
function small(changes: Partial<TrainingOptions> = {}): TrainingOptions {
  const random = seeded(1);
  return {
    data: ring(),
    generator: mlp({ name: "generator", inputs: 4, hidden: [8], outputs: 2, random }),
    discriminator: mlp({ name: "discriminator", inputs: 2, hidden: [8], outputs: 1, random }),
    loss: nonSaturating,
    seed: 1,
    steps: 6,
    batchSize: 8,
    snapshotSize: 5,
    learningRate: { generator: 1e-2, discriminator: 1e-2 },
    ...changes,
  };
}

describe("a training that finishes", () => {
  it("has a row for each step, whose total is the sum of its parts", async () => {
    const run = await trainGan(small());
    expect([run.stopped, run.stepsDone, run.problem]).toEqual(["finished", 6, undefined]);
    const { history } = run;
    expect(history.step).toEqual([1, 2, 3, 4, 5, 6]);
    history.discriminatorLoss.forEach((total, i) => {
      expect(total).toBe(history.discriminatorLossReal[i] + history.discriminatorLossFake[i]);
    });
    for (const column of Object.values(history) as number[][]) {
      expect(column).toHaveLength(6);
      expect(column.every(Number.isFinite)).toBe(true);
    }
    run.dispose();
  });

  it("repeats bit for bit with its seed, and is another one with another seed", async () => {
    const results = [];
    for (const seed of [1, 1, 2]) {
      const run = await trainGan(small({ seed, discriminatorSteps: 2 }));
      results.push({ history: run.history, samples: [...run.sample(4).dataSync()] });
      run.dispose();
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2].history).not.toEqual(results[0].history);
  });

  it("is the same for a seed and for the stream of that name", async () => {
    const [a, b] = [
      await trainGan(small({ seed: 3 })),
      await trainGan(small({ seed: undefined, random: seeded(3).stream("training") })),
    ];
    expect(b.history).toEqual(a.history);
  });

  it("takes as many batches as the schedule says", async () => {
    const sizes: number[] = [];
    const data: Dataset = {
      ...ring(),
      sample(n, random) {
        sizes.push(n);
        return ring().sample(n, random);
      },
    };
    await trainGan(small({ data, steps: 3, discriminatorSteps: 4, batchSize: 7 }));
    expect(sizes).toEqual([7, ...new Array<number>(12).fill(7)]); // the monitors' batch comes first
  });

  it("leaves only its networks behind, and no tensor grows with the steps", async () => {
    const options = small({ steps: 60, snapshotEvery: 60 });
    const before = tf.memory().numTensors;
    const counts: number[] = [];
    const data: Dataset = {
      ...ring(),
      sample(n, random) {
        counts.push(tf.memory().numTensors);
        return ring().sample(n, random);
      },
    };
    const run = await trainGan({ ...options, data });
    // ten steps are drawn for one call: the second call holds what the fifth one does
    const ofSteps = counts.slice(1); // without the monitors' batch
    expect(ofSteps.slice(50)).toEqual(ofSteps.slice(10, 20));
    expect(tf.memory().numTensors).toBe(before);
    run.dispose();
    expect(tf.memory().numTensors).toBe(before - 8);
  });

  it("shows snapshots of the same latent vectors, from before the first step to the last", async () => {
    const seen: Snapshot[] = [];
    const run = await trainGan(
      small({ snapshotEvery: 4, onSnapshot: (snapshot) => void seen.push(snapshot) }),
    );
    expect(seen.map(({ step }) => step)).toEqual([0, 4, 6]);
    expect(run.snapshots).toEqual(seen);
    expect(seen[0].shape).toEqual([5, 2]);
    expect(seen[0].samples).toHaveLength(10);
    const untouched = await trainGan(
      small({ learningRate: { generator: 1e-12, discriminator: 1 } }),
    );
    const [first] = untouched.snapshots;
    const last = untouched.snapshots.at(-1)!;
    last.samples.forEach((value, i) => {
      expect(value).toBeCloseTo(first.samples[i], 6);
    });
  });

  it("reports progress, at the end too", async () => {
    const seen: number[] = [];
    await trainGan(small({ onProgress: ({ stepsDone }) => void seen.push(stepsDone) }));
    expect(seen[0]).toBe(1);
    expect(seen.at(-1)).toBe(6);
  });

  it("lets timers and messages have their turn at every call", async () => {
    let turns = 0;
    const count = () => {
      turns++;
      timer = setImmediate(count);
    };
    let timer = setImmediate(count);
    const run = await trainGan(small({ steps: 30, snapshotEvery: 30, discriminatorSteps: 2 }));
    expect([run.compiled, turns >= 3]).toEqual([true, true]);
    turns = 0;
    await trainGan(small({ steps: 10, discriminatorSteps: 2, compiled: false }));
    clearImmediate(timer);
    expect(turns).toBeGreaterThanOrEqual(30);
  });

  it("samples the same fakes each time, others from another stream", async () => {
    const run = await trainGan(small());
    expect(run.sample(3).dataSync()).toEqual(run.sample(3).dataSync());
    expect(run.sample(3, seeded(5)).dataSync()).not.toEqual(run.sample(3).dataSync());
  });
});

describe("compiled steps", () => {
  it("give what the eager ones give", async () => {
    for (const discriminatorSteps of [1, 3]) {
      const options = { steps: 25, snapshotEvery: 7, discriminatorSteps };
      const compiled = await trainGan(small(options));
      const eager = await trainGan(small({ ...options, compiled: false }));
      expect([compiled.compiled, eager.compiled]).toEqual([true, false]);
      for (const column of Object.keys(eager.history) as (keyof typeof eager.history)[]) {
        compiled.history[column].forEach((value, i) => {
          expect(value).toBeCloseTo(eager.history[column][i], 4);
        });
      }
      compiled.snapshots.forEach(({ step, samples }, i) => {
        expect(step).toBe(eager.snapshots[i].step);
        samples.forEach((value, j) => {
          expect(value).toBeCloseTo(eager.snapshots[i].samples[j], 4);
        });
      });
    }
  });

  it("are bit for bit the same however many go into one call", async () => {
    const runs = [];
    for (const snapshotEvery of [1, 4, 25]) {
      runs.push(await trainGan(small({ steps: 25, snapshotEvery })));
    }
    expect(runs[1].history).toEqual(runs[0].history);
    expect(runs[2].history).toEqual(runs[0].history);
  });

  it("that can not be compiled run eagerly, and say why once", async () => {
    const warnings: unknown[] = [];
    const warn = vi.spyOn(console, "warn").mockImplementation((text) => warnings.push(text));
    const loss: GanLoss = {
      ...nonSaturating,
      generator: (scores) => {
        tf.randomNormal([1]);
        return nonSaturating.generator(scores);
      },
    };
    for (const steps of [3, 2]) {
      const run = await trainGan(small({ loss, steps }));
      expect([run.compiled, run.stopped, run.stepsDone]).toEqual([false, "finished", steps]);
    }
    warn.mockRestore();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/runs uncompiled, several times slower\. tf\.randomNormal inside/);
  });

  it("stop at the first bad step of a call, with the weights from before it", async () => {
    const make = (compiled: boolean) => {
      let drawn = 0; // the monitors' batch is the first
      const data: Dataset = {
        ...ring(),
        sample: (n, random) => (++drawn === 18 ? tf.fill([n, 2], NaN) : ring().sample(n, random)),
      };
      return trainGan(small({ data, steps: 40, compiled }));
    };
    const [compiled, eager] = [await make(true), await make(false)];
    expect(compiled.stepsDone).toBe(16);
    expect(compiled.problem).toEqual(eager.problem);
    expect(compiled.history.step).toEqual(eager.history.step);
    const [a, b] = [compiled.sample(4).dataSync(), eager.sample(4).dataSync()];
    a.forEach((value, i) => {
      expect(value).toBeCloseTo(b[i], 4);
    });
  });
});

describe("an interrupted training", () => {
  const stopAfter = (steps: number, stop: () => void): TrainingOptions => {
    let drawn = 0; // the monitors' batch is the first
    const data: Dataset = {
      ...ring(),
      sample(n, random) {
        if (++drawn === steps + 1) stop();
        return ring().sample(n, random);
      },
    };
    return small({ data, steps: 1000 });
  };

  it("ends after the step of the abort signal and can be used", async () => {
    const controller = new AbortController();
    const options = stopAfter(4, () => {
      controller.abort();
    });
    const run = await trainGan({ ...options, signal: controller.signal });
    expect([run.stopped, run.stepsDone]).toEqual(["interrupted", 4]);
    expect(run.history.step).toEqual([1, 2, 3, 4]);
    expect(run.snapshots.at(-1)?.step).toBe(4);
    expect(run.sample(3).shape).toEqual([3, 2]);
  });

  it("hears SIGINT, and stops listening when it is over", async () => {
    const before = process.listenerCount("SIGINT");
    const options = stopAfter(2, () => process.emit("SIGINT"));
    const run = await trainGan(options);
    expect([run.stopped, run.stepsDone]).toEqual(["interrupted", 2]);
    expect(process.listenerCount("SIGINT")).toBe(before);
  });

  it("does nothing when the signal came first", async () => {
    const run = await trainGan(small({ signal: AbortSignal.abort() }));
    expect([run.stopped, run.stepsDone, run.history.step]).toEqual(["interrupted", 0, []]);
  });
});

describe("a training that meets a number that is not finite", () => {
  const bad = (name: string, changes: Partial<GanLoss>): GanLoss => ({
    ...nonSaturating,
    name,
    ...changes,
  });

  it("names a bad real batch, its step and its numbers", async () => {
    let drawn = 0; // the monitors' batch is the first
    const data: Dataset = {
      ...ring(),
      sample: (n) => (++drawn === 4 ? tf.fill([n, 2], NaN) : tf.ones([n, 2])),
    };
    const run = await trainGan(small({ data }));
    expect(run.stopped).toBe("not-a-number");
    expect(run.stepsDone).toBe(2);
    expect(run.problem).toEqual({
      step: 3,
      tensor: "real batch",
      message:
        "real batch is the first tensor that is not finite: 16 NaN and 0 Infinity in 16 numbers",
    });
  });

  it("names a loss that is bad by itself", async () => {
    const loss = bad("log", {
      generator: (scores) => tf.log(tf.mul<tf.Scalar>(tf.mean(scores), 0)),
    });
    const run = await trainGan(small({ loss }));
    expect(run.problem).toMatchObject({ step: 1, tensor: "generator loss" });
    expect(run.problem?.message).toContain("1 Infinity in 1 numbers");
  });

  it("names the gradient when the loss is finite and its gradient is not", async () => {
    // sqrt(0) is 0, and its gradient is infinite: times the 0 of the square, NaN
    const generator = (scores: tf.Tensor): tf.Scalar =>
      tf.sqrt(tf.square(tf.sub(tf.mean(scores), tf.mean(scores))));
    const run = await trainGan(small({ loss: bad("sqrt", { generator }) }));
    expect(run.problem?.step).toBe(1);
    expect(run.problem?.tensor).toBe("gradient of generator/2/biases");
    expect(run.stepsDone).toBe(0);
    const samples = run.sample(5).dataSync();
    expect([...samples].every(Number.isFinite)).toBe(true);
  });

  // The wasm engine's ReLU makes 0 of NaN, so the losses stay finite for ever.
  it("names the weights when the update itself overflows, in the step where it does", async () => {
    const learningRate = { generator: 1e39, discriminator: 1e-3 };
    for (const steps of [1, 5]) {
      const run = await trainGan(
        small({ steps, learningRate, discriminatorSteps: 2, loss: minimax }),
      );
      expect([run.stopped, run.stepsDone, run.history.step]).toEqual(["not-a-number", 0, []]);
      expect(run.problem?.step).toBe(1);
      expect(run.problem?.tensor).toBe("generator/1/weights after the update");
      expect(run.problem?.message).toContain("32 Infinity in 32 numbers");
      expect([...run.sample(5).dataSync()].every(Number.isFinite)).toBe(true);
    }
  });

  it("leaves no tensor behind either", async () => {
    const options = small({ loss: bad("nan", { generator: () => tf.scalar(NaN) }) });
    options.loss.generator = (scores) => tf.mul(tf.mean(scores), NaN);
    const before = tf.memory().numTensors;
    const run = await trainGan(options);
    expect(run.problem?.tensor).toBe("generator loss");
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** The same value at each call, made at the first. */
function always<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

describe("what cannot be trained is refused before it starts", () => {
  const countsOfGrowingLength = () => {
    const counts: number[] = [];
    return () => [...(counts.push(1), counts)];
  };
  const network = (inputs: number, outputs: number) =>
    mlp({ name: "odd", inputs, hidden: [2], outputs, random: seeded(1) });
  it.each<[Partial<TrainingOptions>, typeof TypeError | typeof RangeError, string]>([
    [{ seed: undefined }, TypeError, "exactly one of seed and random, found neither"],
    [{ random: seeded(1) }, TypeError, "exactly one of seed and random, found both"],
    [{ steps: 0 }, RangeError, "trainGan steps: wanted a whole number at least 1, found 0"],
    [
      { batchSize: 1.5 },
      RangeError,
      "trainGan batchSize: wanted a whole number at least 1, found 1.5",
    ],
    [{ discriminatorSteps: 0 }, RangeError, "trainGan discriminatorSteps"],
    [{ snapshotEvery: -1 }, RangeError, "trainGan snapshotEvery"],
    [{ beta1: 1 }, RangeError, "trainGan beta1: wanted a number at least 0 and below 1, found 1"],
    [{ learningRate: { generator: 0, discriminator: 1 } }, RangeError, "learningRate.generator"],
    [{ seed: 1.5 }, RangeError, "trainGan seed: wanted a whole number at least 0, found 1.5"],
    [
      { clip: { discriminator: { norm: -1 } } },
      RangeError,
      "trainGan clip.discriminator.norm: wanted a number above 0, found -1",
    ],
    [
      { heldOut: digits8() },
      TypeError,
      `trainGan heldOut "digits8" shape: wanted (2), the shape of data "ring", found (64)`,
    ],
    [{ topK: 0 }, RangeError, "trainGan topK at step 1: wanted a number above 0 and at most 1"],
    [
      { topK: () => 2 },
      RangeError,
      "trainGan topK at step 1: wanted a number above 0 and at most 1",
    ],
    [
      { learningRate: { generator: () => NaN, discriminator: 1 } },
      RangeError,
      "trainGan learningRate.generator at step 1: wanted a number at least 0, found NaN",
    ],
    [
      { instanceNoise: -1 },
      RangeError,
      "trainGan instanceNoise at step 1: wanted a number at least 0, found -1",
    ],
    [
      { histogramOf: () => [1, NaN] },
      RangeError,
      "trainGan histogramOf, count of mode 1: wanted a number at least 0, found NaN",
    ],
    [
      { histogramOf: () => [] },
      TypeError,
      "trainGan histogramOf: wanted a list with a count for each mode, found []",
    ],
    [
      { steps: 2, snapshotEvery: 1, histogramOf: countsOfGrowingLength() },
      RangeError,
      "trainGan histogramOf: wanted 1 counts, as the first time, found 2",
    ],
    [
      { optimizer: () => undefined as never },
      TypeError,
      "trainGan optimizer: wanted a function that gives a tf.Optimizer, found that it gives nothing",
    ],
    [
      { schedule: () => undefined as never },
      RangeError,
      "trainGan schedule at step 1: wanted whole numbers of updates from 0, found NaN",
    ],
    [
      { unrolling: { steps: 0, learningRate: 1 } },
      RangeError,
      "trainGan unrolling.steps: wanted a whole number at least 1, found 0",
    ],
    [
      { adversarialWeight: -1 },
      RangeError,
      "trainGan adversarialWeight: wanted a number at least 0, found -1",
    ],
    [
      { terms: [r1Term({ weight: -1 })] },
      RangeError,
      'term "r1" weight: wanted a number at least 0, found -1',
    ],
    [
      { augment: (x) => x, augmentStrength: 2 },
      RangeError,
      "trainGan augmentStrength at step 1: wanted a number at most 1, found 2",
    ],
    [
      { data: { ...ring(), sample: () => [1, 2] as never } },
      TypeError,
      'trainGan data "ring" sample: wanted a tensor of shape (8, 2), found [1, 2]',
    ],
    [
      { data: { ...ring(), sample: always(() => tf.ones([8, 2])) } },
      TypeError,
      'trainGan data "ring" sample: wanted a new tensor at each call, for the training disposes it; found one that',
    ],
    [
      { loss: { ...minimax, generator: () => tf.scalar(1) } },
      TypeError,
      "loss: wanted one that depends on the weights that it is to change (generator/1/weights, …), found one that",
    ],
    [
      { optimizer: tf.AdamOptimizer as never },
      TypeError,
      "optimizer: wanted a function (learningRate) => Optimizer, found the class AdamOptimizer: give what makes one",
    ],
    [
      { loss: { ...minimax, generator: () => undefined as never } },
      TypeError,
      "generator: wanted a tensor of shape (), found nothing",
    ],
    [
      { loss: { ...minimax, discriminator: (real) => ({ real, fake: real }) as never } },
      TypeError,
      "discriminator real: wanted shape (), found (8, 1)",
    ],
    [
      { terms: [r1Term({ weight: NaN })] },
      RangeError,
      'term "r1" weight: wanted a number at least 0, found NaN',
    ],
    [{ latentSize: 3 }, TypeError, 'latentSize: wanted 4 (generator "generator" inputs), found 3'],
    [
      { discriminator: network(3, 1) },
      TypeError,
      'discriminator "odd" inputs: wanted 2 (one example',
    ],
    [
      { discriminator: network(2, 2) },
      TypeError,
      'discriminator "odd" outputs: wanted 1 (one score)',
    ],
    [{ generator: network(4, 3) }, TypeError, 'generator "odd" outputs: wanted 2 (one example'],
  ])("$2", async (changes, kind, message) => {
    const training = trainGan(small(changes));
    await expect(training).rejects.toThrow(kind);
    await expect(training).rejects.toThrow(message);
  });
});
