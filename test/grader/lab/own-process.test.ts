import { afterEach, describe, expect, test } from "vitest";
import type { Library } from "../../../src/grader/contract";
import { endIdleProcesses, inOwnProcess } from "../../../src/grader/lab/own-process";

afterEach(endIdleProcesses);

const pidOf = () => inOwnProcess(() => process.pid, undefined);

describe("work in a process of its own", () => {
  test("has the library and its inputs, and nothing of this process", async () => {
    const found = await inOwnProcess(
      ({ seeded }, { count }) => ({
        drawn: seeded(1).normals(count).length,
        pid: process.pid,
      }),
      { count: 5 },
    );
    expect(found.drawn).toBe(5);
    expect(found.pid).not.toBe(process.pid);
  });

  test("what it throws is thrown here", async () => {
    const work = () => {
      throw new RangeError("no such width");
    };
    await expect(inOwnProcess(work, undefined)).rejects.toThrow("no such width");
  });

  test("a process that ends without an answer is no answer", async () => {
    await expect(inOwnProcess(() => process.exit(3), undefined)).rejects.toThrow(
      "its process ended with exit code 3",
    );
  });

  test("what never ends is ended", async () => {
    const work = () => {
      for (;;);
    };
    await expect(inOwnProcess(work, undefined, 0.5)).rejects.toThrow("it took longer than 0.5 s");
  });

  test("a process whose work is done does the next piece", async () => {
    expect(await pidOf()).toBe(await pidOf());
  });

  test("two pieces at a time have two processes", async () => {
    const pids = await Promise.all([pidOf(), pidOf()]);
    expect(new Set(pids).size).toBe(2);
  });

  test("one in which something went wrong does nothing more", async () => {
    const before = await pidOf();
    const work = () => {
      throw new RangeError("no such width");
    };
    await expect(inOwnProcess(work, undefined)).rejects.toThrow("no such width");
    expect(await pidOf()).not.toBe(before);
  });

  test("one that died while it had nothing to do is not asked", async () => {
    const before = await pidOf();
    process.kill(before, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await pidOf()).not.toBe(before);
  });

  test("a training after another gives the same numbers as in a new process", async () => {
    const train = async (
      { mlp, nonSaturating, seeded, tf, trainGan }: Library,
      { seed }: { seed: number },
    ) => {
      const generator = mlp({
        name: "generator",
        inputs: 2,
        hidden: [4],
        outputs: 2,
        random: seeded(seed),
      });
      const run = await trainGan({
        data: { name: "noise", shape: [2], sample: (n, random) => random.normal([n, 2]) },
        generator,
        discriminator: mlp({
          name: "discriminator",
          inputs: 2,
          hidden: [4],
          outputs: 1,
          random: seeded(seed + 1),
        }),
        loss: nonSaturating,
        batchSize: 4,
        learningRate: { generator: 1e-2, discriminator: 1e-2 },
        seed,
        steps: 20,
      });
      const drawn = run.sample(3);
      const numbers = [...drawn.dataSync()];
      drawn.dispose();
      run.dispose();
      return { numbers, tensors: tf.memory().numTensors, pid: process.pid };
    };
    const other = await inOwnProcess(train, { seed: 5 });
    const used = await inOwnProcess(train, { seed: 7 });
    expect(used.pid).toBe(other.pid);
    expect(used.tensors).toBe(other.tensors);
    endIdleProcesses();
    const fresh = await inOwnProcess(train, { seed: 7 });
    expect(fresh.pid).not.toBe(used.pid);
    expect(used.numbers).toEqual(fresh.numbers);
    expect(used.numbers).not.toEqual(other.numbers);
  });
});
