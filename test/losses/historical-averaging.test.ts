import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { historicalAveraging } from "../../src/losses";
import { namedVariable } from "../../src/layers/layer";
import { compile } from "../../src/runtime/compile";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const number = (scalar: tf.Tensor) => scalar.dataSync()[0];

describe("historicalAveraging", () => {
  const make = () => {
    const a = namedVariable(tf.tensor1d([1, 2]), "history/a");
    const b = namedVariable(tf.scalar(0), "history/b");
    const history = historicalAveraging([a, b], "history");
    const free = () => {
      tf.dispose([a, b, ...history.states]);
    };
    return { a, b, history, free };
  };

  it("is the squared distance from the mean of the values that were recorded", () => {
    const { a, b, history, free } = make();
    for (const [first, second, third] of [
      [1, 2, 0],
      [3, 2, 6],
      [8, 5, 0],
    ]) {
      a.assign(tf.tensor1d([first, second]));
      b.assign(tf.scalar(third));
      history.record();
    }
    // means (4, 3) and 2; now (8, 5) and 0
    expect(number(history.penalty())).toBeCloseTo(4 ** 2 + 2 ** 2 + 2 ** 2, 4);
    free();
  });

  it("is 0 before anything was recorded, and the first record takes the start's place", () => {
    const { a, history, free } = make();
    expect(number(history.penalty())).toBe(0);
    a.assign(tf.tensor1d([5, 5]));
    expect(number(history.penalty())).toBe(4 ** 2 + 3 ** 2);
    history.record();
    expect(number(history.penalty())).toBe(0);
    free();
  });

  it("pulls the weights to their mean, which is a constant", () => {
    const { a, b, history, free } = make();
    history.record();
    a.assign(tf.tensor1d([3, 2]));
    const { grads } = tf.variableGrads(() => history.penalty(), [a, b]);
    expect([...grads[a.name].dataSync()]).toEqual([2 * (3 - 1), 0]);
    expect(history.states.every(({ trainable }) => !trainable)).toBe(true);
    free();
  });

  it("leaves no tensor behind when it records", () => {
    const { history, free } = make();
    const before = tf.memory().numTensors;
    history.record();
    expect(tf.memory().numTensors).toBe(before);
    free();
  });

  it("goes on from step to step of a compiled training", async () => {
    const { a, history, free } = make();
    const step = await compile(
      ({ to }) => {
        a.assign(to);
        history.record();
        return { penalty: history.penalty() };
      },
      { inputs: { to: [2] } },
    );
    await step.run({ to: tf.tensor1d([1, 2]) });
    const { penalty } = await step.run({ to: tf.tensor1d([3, 8]) });
    expect(penalty).toBeCloseTo(1 ** 2 + 3 ** 2, 5); // the mean is (2, 5)
    expect([...history.states[0].dataSync()]).toEqual([2, 5]);
    await step.dispose();
    free();
  });
});
