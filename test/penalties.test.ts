import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { gradientPenalty, r1, r2 } from "../src/penalties";
import { seeded } from "../src/random";
import { compile } from "../src/runtime/compile";
import { startEngine } from "../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const number = (scalar: tf.Tensor) => scalar.dataSync()[0];
const steep = (x: tf.Tensor) => tf.sum(tf.mul(x, [3, 4]), 1, true); // norm 5 everywhere
const bowl = (x: tf.Tensor) => tf.sum(tf.square(x), 1, true); // norm 2‖x‖

describe("gradientPenalty", () => {
  const [real, fake] = [1, 2].map((seed) => seeded(seed).normal([6, 2]));

  it("is (norm - target)², and 1 for a critic without slope", () => {
    expect(number(gradientPenalty(steep, real, fake, seeded(1)))).toBeCloseTo(16, 4);
    expect(number(gradientPenalty(steep, real, fake, seeded(1), { target: 5 }))).toBeCloseTo(0, 6);
    const flat = (x: tf.Tensor) => tf.mul(bowl(x), 0);
    expect(number(gradientPenalty(flat, real, fake, seeded(1)))).toBeCloseTo(1, 5);
  });

  it("is taken between real and fake, at one share for each pair", () => {
    const ends = { real: tf.fill([4000, 2], 1), fake: tf.fill([4000, 2], 3) };
    const seen: tf.Tensor[] = [];
    const watch = (x: tf.Tensor) => (seen.push(tf.keep(tf.clone(x))), bowl(x));
    gradientPenalty(watch, ends.real, ends.fake, seeded(1));
    const points = seen[0].arraySync() as [number, number][];
    expect(points.every(([a, b]) => a === b && a >= 1 && a <= 3)).toBe(true);
    const mean = points.reduce((sum, [a]) => sum + a, 0) / 4000;
    expect(Math.abs(mean - 2)).toBeLessThan(5 * Math.sqrt(4 / 12 / 4000)); // uniform over a width of 2
    tf.dispose(seen);
  });

  it("repeats by its stream and refuses examples of two shapes", () => {
    const run = (seed: number) => number(gradientPenalty(bowl, real, fake, seeded(seed)));
    expect(run(1)).toBe(run(1));
    expect(run(1)).not.toBe(run(2));
    expect(() => gradientPenalty(bowl, real, tf.zeros([5, 2]), seeded(1))).toThrow(TypeError);
  });

  it("has a finite gradient where all units of the critic are off", () => {
    const weights = tf.variable(tf.fill([2, 3], -1));
    const critic = (x: tf.Tensor) =>
      tf.sum(tf.relu(tf.matMul(x as tf.Tensor2D, weights as tf.Tensor2D)), 1, true);
    const { grads } = tf.variableGrads(
      () => gradientPenalty(critic, tf.ones([4, 2]), tf.ones([4, 2]), seeded(1)),
      [weights],
    );
    expect([...grads[weights.name].dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
    weights.dispose();
  });

  it("works on pictures", () => {
    const critic = (x: tf.Tensor) => tf.sum(tf.mul(x, 0.5), [1, 2, 3]);
    const [a, b] = [tf.ones([3, 4, 4, 2]), tf.zeros([3, 4, 4, 2])];
    // norm .5 √32
    expect(number(gradientPenalty(critic, a, b, seeded(1)))).toBeCloseTo(
      (Math.sqrt(8) - 1) ** 2,
      4,
    );
  });
});

describe.each([
  ["r1", r1],
  ["r2", r2],
])("%s", (_, penalty) => {
  it("is half the mean squared norm of the slope", () => {
    expect(number(penalty(steep, tf.ones([7, 2])))).toBeCloseTo(12.5, 4);
    expect(
      number(
        penalty(
          bowl,
          tf.tensor2d([
            [1, 0],
            [0, 3],
          ]),
        ),
      ),
    ).toBeCloseTo(10, 4); // ½ (4 + 36) / 2
  });

  it("has the gradient of its definition: w² of a critic w·x gives w", () => {
    const weights = tf.variable(tf.tensor1d([0.5, -2]));
    const critic = (x: tf.Tensor) => tf.sum(tf.mul(x, weights), 1, true);
    const { value, grads } = tf.variableGrads(() => penalty(critic, tf.ones([3, 2])), [weights]);
    expect(number(value)).toBeCloseTo(4.25 / 2, 5);
    expect([...grads[weights.name].dataSync()]).toEqual([0.5, -2]);
    weights.dispose();
  });

  it("refuses a critic without an exact second gradient, inside tf.variableGrads too", () => {
    const weights = tf.variable(tf.ones([2, 1]));
    const critic = (x: tf.Tensor) => tf.prod(tf.mul(x, tf.transpose(weights)), 1);
    expect(() => tf.variableGrads(() => penalty(critic, tf.ones([3, 2])), [weights])).toThrow(
      /tf\.prod, whose second gradient/,
    );
    weights.dispose();
  });
});

describe("in a compiled step, as eagerly", () => {
  it.each<[string, (x: tf.Tensor) => tf.Tensor]>([
    ["tanh", tf.tanh],
    ["sigmoid", tf.sigmoid],
    ["leakyRelu", (x) => tf.leakyRelu(x, 0.2)],
    ["elu", tf.elu],
    ["selu", tf.selu],
    ["relu6", tf.relu6],
    ["softplus", tf.softplus],
    ["softmax", (x) => tf.softmax(x)],
    ["logSoftmax", (x) => tf.logSoftmax(x)],
    ["maximum", (x) => tf.maximum(x, tf.mul(x, 0.1))],
    ["clip", (x) => tf.clipByValue(x, -1, 1)],
    ["where", (x) => tf.where(tf.greater(x, 0), x, tf.exp(x))],
    ["max", (x) => tf.sub(x, tf.max(x, 1, true))],
  ])("a critic with %s", async (_, activation) => {
    const shapes: [number, number][] = [
      [2, 6],
      [6, 6],
      [6, 1],
    ];
    const weights = shapes.map((shape, i) => tf.variable(seeded(i).normal<tf.Rank.R2>(shape)));
    const [real, fake] = [1, 2].map((seed) => seeded(seed).normal<tf.Rank.R2>([5, 2]));
    const critic = (x: tf.Tensor) =>
      weights.reduce<tf.Tensor>((h, w, i) => tf.matMul(i === 0 ? h : activation(h), w), x);
    const step = (inputs: Record<string, tf.Tensor>) =>
      tf.tidy(() => {
        const { value, grads } = tf.variableGrads(
          () =>
            tf.add(
              r1(critic, inputs.real),
              gradientPenalty(critic, inputs.real, inputs.fake, random),
            ),
          weights,
        );
        return {
          value,
          ...Object.fromEntries(weights.map(({ name }, i) => [`w${i}`, grads[name]])),
        };
      }) as Record<string, tf.Tensor>;
    let random = seeded(4);
    const compiled = await compile(step, {
      inputs: { real: [5, 2], fake: [5, 2] },
    });
    random.restore(seeded(4).state);
    const found = (await compiled.run({ real, fake })) as unknown as Record<string, Float32Array>;
    random = seeded(4);
    const eager = step({ real, fake });
    for (const name of ["w0", "w1", "w2"]) {
      const wanted = eager[name].dataSync();
      const size = Math.max(...wanted.map(Math.abs));
      found[name].forEach((value, i) => {
        expect(Math.abs(value - wanted[i])).toBeLessThan(1e-4 * size);
      });
    }
    await compiled.dispose();
    tf.dispose(weights);
  });
});
