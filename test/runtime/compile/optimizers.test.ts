import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { seeded } from "../../../src/random";
import { compile } from "../../../src/runtime/compile";
import { startEngine } from "../../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const rows: [name: string, make: () => tf.Optimizer][] = [
  ["sgd", () => tf.train.sgd(0.1)],
  ["momentum", () => tf.train.momentum(0.1, 0.9)],
  ["Nesterov", () => tf.train.momentum(0.1, 0.9, true)],
  ["rmsprop", () => tf.train.rmsprop(0.01, 0.9)],
  ["rmsprop with momentum", () => tf.train.rmsprop(0.01, 0.9, 0.5)],
  ["centred rmsprop", () => tf.train.rmsprop(0.01, 0.9, 0.5, 1e-10, true)],
  ["adam", () => tf.train.adam(0.05, 0.5, 0.99, 1e-8)],
];

/** A regression with three variables, one of them a scalar. */
function problem(make: () => tf.Optimizer) {
  const random = seeded(1);
  const w = [[3, 2], [2], []].map((shape) => tf.variable(random.normal(shape)));
  const [x, y] = [random.normal([8, 3]), random.normal([8, 2])];
  const optimizer = make();
  const fn = () => {
    const loss = () =>
      tf.mean<tf.Scalar>(tf.square(tf.sub(tf.add(tf.mul(tf.matMul(x, w[0]), w[2]), w[1]), y)));
    return { loss: optimizer.minimize(loss, true, w)! };
  };
  return { w, optimizer, fn };
}

const values = (variables: tf.Variable[]) => variables.flatMap((v) => [...v.dataSync()]);

describe.each(rows)("%s", (_, make) => {
  it("updates as the eager one does, 20 steps long, state and counter too", async () => {
    const [eager, compiled] = [problem(make), problem(make)];
    const step = await compile(compiled.fn);
    for (let k = 0; k < 20; k++) {
      const wanted = eager.fn().loss.dataSync()[0];
      expect((await step.run()).loss).toBeCloseTo(wanted, 5);
      values(compiled.w).forEach((value, i) => {
        expect(value).toBeCloseTo(values(eager.w)[i], 5);
      });
    }
    expect(compiled.optimizer.iterations).toBe(20);
    const [a, b] = [await eager.optimizer.getWeights(), await compiled.optimizer.getWeights()];
    expect(b.map(({ tensor }) => tensor.shape)).toEqual(a.map(({ tensor }) => tensor.shape));
    b.forEach(({ tensor }, i) => {
      [...tensor.dataSync()].forEach((value, j) => {
        expect(value).toBeCloseTo(a[i].tensor.dataSync()[j], 5);
      });
    });
  });

  it("goes on eagerly from where the compiled steps ended, and back", async () => {
    const [eager, mixed] = [problem(make), problem(make)];
    const step = await compile(mixed.fn);
    for (let k = 0; k < 9; k++) {
      eager.fn();
      if (k % 3 === 1) mixed.fn();
      else await step.run();
    }
    values(mixed.w).forEach((value, i) => {
      expect(value).toBeCloseTo(values(eager.w)[i], 5);
    });
  });

  it("reads its learning rate before every run", async () => {
    const [eager, compiled] = [problem(make), problem(make)];
    const step = await compile(compiled.fn);
    for (const rate of [0.1, 0.01, 0.2]) {
      for (const { optimizer } of [eager, compiled]) {
        if ("setLearningRate" in optimizer) (optimizer as tf.SGDOptimizer).setLearningRate(rate);
        else (optimizer as unknown as { learningRate: number }).learningRate = rate;
      }
      eager.fn();
      await step.run();
    }
    values(compiled.w).forEach((value, i) => {
      expect(value).toBeCloseTo(values(eager.w)[i], 5);
    });
  });
});

it("a step whose optimiser's state was replaced says so", async () => {
  const { optimizer, fn } = problem(() => tf.train.adam(0.1));
  const step = await compile(fn);
  await step.run();
  await optimizer.setWeights(await optimizer.getWeights());
  await expect(step.run()).rejects.toThrow(/state "m" of an optimiser has been replaced/);
});
