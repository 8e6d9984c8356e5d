import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { expectSameCompiled } from "./compiled";
import { losses } from "./tables";

beforeAll(() => startEngine("wasm"));

const column = (...scores: number[]) => tf.tensor2d(scores, [scores.length, 1]);
const number = (scalar: tf.Scalar) => scalar.dataSync()[0];
const random = () => seeded(1);

/** Equal but for float32's rounding. */
function expectClose(found: number, wanted: number): void {
  expect(Math.abs(found - wanted)).toBeLessThan(2e-6 * (1 + Math.abs(wanted)));
}

describe.each(losses)("$name", ({ loss, atZero, discriminator, generator }) => {
  const lossesAt = (real: number[], fake: number[]) => {
    const parts = loss.discriminator(column(...real), column(...fake), random());
    return { real: number(parts.real), fake: number(parts.fake) };
  };
  const generatorAt = (fake: number[], real: number[]) =>
    number(loss.generator(column(...fake), column(...real)));

  it("is as derived at zero scores", () => {
    const { real, fake } = lossesAt([0, 0, 0], [0, 0, 0]);
    expect(real + fake).toBeCloseTo(atZero[0], 6);
    expect(generatorAt([0, 0, 0], [0, 0, 0])).toBeCloseTo(atZero[1], 6);
  });

  it.each([
    [
      [-1, 0.5, 2],
      [1.5, -0.25],
    ],
    [[30, 4], [-30]],
    [[-30], [30, -3, 0.25]],
  ])("has the values of the definition at real scores %j and fake scores %j", (real, fake) => {
    const found = lossesAt(real, fake);
    const wanted = discriminator(real, fake, random());
    expectClose(found.real, wanted[0]);
    expectClose(found.fake, wanted[1]);
    expectClose(generatorAt(fake, real), generator(fake, real));
  });

  it("is made of scalars", () => {
    const scores = column(-1, 0.5, 2);
    const { real, fake } = loss.discriminator(scores, column(1, 2), random());
    expect([real.shape, fake.shape, loss.generator(scores, scores).shape]).toEqual([[], [], []]);
  });

  it("falls for the discriminator when it is right: real up, fake down", () => {
    const right = lossesAt([1, 0.75], [0, -0.5]);
    const wrong = lossesAt([0, -0.5], [1, 0.75]);
    expect(right.real).toBeLessThan(wrong.real);
    expect(right.fake).toBeLessThan(wrong.fake);
  });

  it("falls for the generator when the scores of fakes rise", () => {
    expect(generatorAt([1], [0])).toBeLessThan(generatorAt([-1], [0]));
  });

  it("needs the real scores for the generator just where it says so", () => {
    const scores = column(1, 2);
    if (loss.comparesReal) expect(() => loss.generator(scores)).toThrow(TypeError);
    else expectClose(number(loss.generator(scores)), generator([1, 2], []));
  });

  it("is at its equilibrium where all scores are one number, and that is the best for it", () => {
    const { equilibrium } = loss;
    expect(equilibrium).toBeDefined();
    // over many examples a share of the labels that is flipped is the same on both sides
    const at = (s: number) => {
      const n = 4000;
      const same = Array<number>(n).fill(s);
      const { real, fake } = lossesAt(same, same);
      return { discriminator: real + fake, generator: generatorAt([s], [s]) };
    };
    const scores = Array.from({ length: 49 }, (_, i) => -3 + i / 8);
    const best = scores.map(at).reduce((a, b) => (b.discriminator < a.discriminator ? b : a));
    // on a grid of 1/8, and with labels that are drawn
    expect(Math.abs(best.discriminator - equilibrium!.discriminator)).toBeLessThan(0.005);
    if (equilibrium!.generator !== undefined) {
      expect(Math.abs(best.generator - equilibrium!.generator)).toBeLessThan(0.05);
    }
  });

  it("and its gradient are finite at scores of ±10,000", () => {
    const scores = column(-1e4, -100, 100, 1e4);
    const parts = (r: tf.Tensor, f: tf.Tensor) => loss.discriminator(r, f, random());
    const { real, fake } = parts(scores, scores);
    const values = [
      real,
      fake,
      loss.generator(scores, scores),
      tf.grad((s) => loss.generator(s, scores))(scores),
      ...tf.grads((r, f) => tf.add(parts(r, f).real, parts(r, f).fake))([scores, tf.clone(scores)]),
    ].flatMap((tensor) => [...tensor.dataSync()]);
    expect(values.filter((value) => !Number.isFinite(value))).toEqual([]);
  });

  it("has the gradient that central differences of the definition give", () => {
    const [fake, real] = [
      [-2, -0.3, 0.4, 1.7],
      [0.6, -1.1],
    ];
    const gradient = tf
      .grad((s) => loss.generator(s, column(...real)))(column(...fake))
      .dataSync();
    fake.forEach((_, i) => {
      const moved = (by: number) => fake.map((s, j) => (i === j ? s + by : s));
      const [up, down] = [1e-5, -1e-5].map((by) => generator(moved(by), real));
      expect(gradient[i]).toBeCloseTo((up - down) / 2e-5, 5);
    });
  });

  it("leaves no tensor behind but its results", () => {
    const scores = column(1, 2);
    const before = tf.memory().numTensors;
    const generated = loss.generator(scores, scores);
    const { real, fake } = loss.discriminator(scores, scores, random());
    expect(tf.memory().numTensors).toBe(before + 3);
    tf.dispose([generated, real, fake]);
  });

  it("is the same in a compiled step, with its gradients", async () => {
    const make = () => {
      const draws = seeded(5);
      return ({ real, fake }: Record<string, tf.Tensor>) => {
        const parts = loss.discriminator(real, fake, draws);
        const [byReal, byFake] = tf.grads((r, f) =>
          tf.add(loss.discriminator(r, f, draws).real, loss.discriminator(r, f, draws).fake),
        )([real, fake]);
        const bySample = tf.grad((f) => loss.generator(f, real))(fake);
        return { ...parts, generated: loss.generator(fake, real), byReal, byFake, bySample };
      };
    };
    await expectSameCompiled(make, { real: column(-1, 0.5, 2), fake: column(1.5, -0.2, 0.1) });
  });
});
