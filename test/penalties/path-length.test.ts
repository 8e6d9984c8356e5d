import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { pathLengthPenalty, pathLengths } from "../../src/penalties";
import { seeded } from "../../src/random";
import { compile } from "../../src/runtime/compile";
import { startEngine } from "../../src/runtime/engine";
import { InexactGradientError } from "../../src/runtime/gradients/input-gradient";

beforeAll(() => startEngine("wasm"));

const number = (scalar: tf.Tensor) => scalar.dataSync()[0];
const matrix = tf.tensor2d([
  [1, 2, 0],
  [0, -1, 3],
]);
const linear = (w: tf.Tensor) => tf.matMul(w, matrix); // (batch, 2) to (batch, 3)

describe("pathLengths", () => {
  it("is the length of Jᵀ y, for normal y over √outputs", () => {
    const found = pathLengths(linear, tf.zeros([4, 2]), seeded(1)).dataSync();
    const noise = seeded(1).normals(12);
    found.forEach((length, i) => {
      const [a, b, c] = [...noise.subarray(3 * i, 3 * i + 3)].map((y) => y / Math.sqrt(3));
      expect(length).toBeCloseTo(Math.hypot(a + 2 * b, -b + 3 * c), 5);
    });
  });

  it("has a mean square of ‖J‖² / outputs", () => {
    const n = 4000;
    const lengths = pathLengths(linear, tf.zeros([n, 2]), seeded(1)).dataSync();
    const square = [...lengths].reduce((sum, length) => sum + length ** 2, 0) / n;
    expect(Math.abs(square / ((1 + 4 + 1 + 9) / 3) - 1)).toBeLessThan(0.1);
  });

  it("has the same size for pictures of any size", () => {
    const repeat = (times: number) => (w: tf.Tensor) => tf.tile(w, [1, times]);
    const mean = (times: number) =>
      number(tf.mean(pathLengths(repeat(times), tf.zeros([2000, 2]), seeded(1))));
    expect(Math.abs(mean(50) / mean(1) - 1)).toBeLessThan(0.1);
  });

  it("has a finite gradient, 0, for a generator that does not move", () => {
    const weights = tf.variable(tf.zeros([2, 3]));
    const still = (w: tf.Tensor) => tf.square(tf.matMul(w as tf.Tensor2D, weights));
    const { grads } = tf.variableGrads(
      () => tf.sum(pathLengths(still, tf.ones([4, 2]), seeded(1))),
      [weights],
    );
    expect([...grads[weights.name].dataSync()].every((g) => Math.abs(g) === 0)).toBe(true);
    weights.dispose();
  });

  it("refuses a generator without an exact second gradient", () => {
    const act = () => pathLengths((w) => tf.prod(w, 1), tf.ones([4, 2]), seeded(1));
    expect(act).toThrow(InexactGradientError);
  });
});

describe("pathLengthPenalty", () => {
  const scaled = (by: number) => (w: tf.Tensor) => tf.mul(w, [[by]]);
  const latent = tf.ones([1, 1]);
  // one latent number, one output, y the first normal number of the stream: length |by · y|
  const y = Math.abs(seeded(1).normals(1)[0]);

  it("compares with the mean of the lengths so far, the last of which count more", () => {
    const { penalty, states } = pathLengthPenalty({ name: "path", decay: 0.9 });
    const run = (by: number) => number(penalty(scaled(by), latent, seeded(1)));
    expect(run(2)).toBeCloseTo(0, 9); // the first is its own mean
    const second = (0.9 * 2 + 5) / (0.9 + 1);
    expect(run(5)).toBeCloseTo((y * (5 - second)) ** 2, 4);
    const third = (0.81 * 2 + 0.9 * 5 + 1) / (0.81 + 0.9 + 1);
    expect(run(1)).toBeCloseTo((y * (1 - third)) ** 2, 4);
    tf.dispose([...states]);
  });

  it("asks for lengths that are alike, not for any length", () => {
    // two examples, slopes 1 and 3: outputs w²/2
    const { penalty, states } = pathLengthPenalty({ decay: 0 });
    const half = (w: tf.Tensor) => tf.mul(tf.square(w), 0.5);
    const uneven = number(penalty(half, tf.tensor2d([[1], [3]]), seeded(1)));
    const [first, second] = [...seeded(1).normals(2)].map(Math.abs);
    expect(uneven).toBeCloseTo(((first - 3 * second) / 2) ** 2, 4); // variance of two numbers
    tf.dispose([...states]);
  });

  it("keeps its mean when told not to remember", () => {
    const { penalty, states } = pathLengthPenalty();
    const run = (by: number, remember: boolean) =>
      number(penalty(scaled(by), latent, seeded(1), { remember }));
    expect(run(2, false)).toBeCloseTo((2 * y) ** 2, 4); // nothing to remember yet: 0
    run(2, true);
    for (let i = 0; i < 2; i++) expect(run(5, false)).toBeCloseTo((3 * y) ** 2, 4);
    tf.dispose([...states]);
  });

  it("counts its mean as a constant", () => {
    const { penalty, states } = pathLengthPenalty({ decay: 0.5 });
    const run = (by: tf.Tensor) => penalty((w) => tf.mul(w, by), latent, seeded(1));
    run(tf.scalar(2)).dispose();
    const gradient = tf.grad((by: tf.Tensor) => run(by))(tf.scalar(5));
    const mean = (0.5 * 2 + 5) / 1.5;
    expect(number(gradient)).toBeCloseTo(2 * y * y * (5 - mean), 4);
    tf.dispose([...states]);
  });

  it("leaves no tensor behind when it remembers", () => {
    const { penalty, states } = pathLengthPenalty();
    const before = tf.memory().numTensors;
    penalty(scaled(2), latent, seeded(1)).dispose();
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([...states]);
  });

  it("goes on from step to step of a compiled training, as eagerly", async () => {
    const run = async (compiled: boolean) => {
      const { penalty, states } = pathLengthPenalty({ decay: 0.9 });
      const weights = tf.variable(tf.clone(matrix));
      const optimizer = tf.train.sgd(0.1);
      const random = seeded(3);
      const fn = ({ w }: Record<string, tf.Tensor>) => {
        const generator = (x: tf.Tensor) => tf.tanh(tf.matMul(x as tf.Tensor2D, weights));
        const loss = () => penalty(generator, w, random);
        return { loss: optimizer.minimize(loss, true, [weights])! };
      };
      const batches = [1, 2, 3].map((seed) => ({ w: seeded(seed).normal([5, 2]) }));
      const losses: number[] = [];
      if (compiled) {
        const step = await compile(fn, { inputs: { w: [5, 2] } });
        for (const batch of batches) losses.push((await step.run(batch)).loss);
        await step.dispose();
      } else {
        for (const batch of batches) losses.push(number(tf.tidy(() => fn(batch)).loss));
      }
      const end = [...weights.dataSync(), ...states.map(number)];
      tf.dispose([weights, ...states]);
      return [...losses, ...end];
    };
    const [found, wanted] = [await run(true), await run(false)];
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i], 4);
    });
  });

  it("refuses a decay that is not in [0, 1)", () => {
    expect(() => pathLengthPenalty({ decay: 1 })).toThrow(RangeError);
    expect(() => pathLengthPenalty({ decay: 1 })).toThrow(/decay: wanted a number at least 0/);
    expect(() => pathLengthPenalty({ decay: -0.1 })).toThrow(RangeError);
  });
});
