import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { lecam } from "../../src/penalties";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const scores = (...values: number[]) => tf.tensor2d(values, [values.length, 1]);
const value = (penalty: tf.Scalar) => penalty.dataSync()[0];

describe("lecam", () => {
  it("is 0 before anything has been recorded", () => {
    const { penalty, states } = lecam();
    expect(value(penalty(scores(1, 2), scores(3)))).toBe(0);
    tf.dispose([...states]);
  });

  it("draws each side to the other side's mean, by hand", () => {
    const { penalty, record, states } = lecam();
    record(scores(1, 3), scores(-2, 0, -1)); // averages 2 and -1
    // ((0 + 1)² + (2 + 1)²) / 2 + (1 - 2)²
    expect(value(penalty(scores(0, 2), scores(1)))).toBeCloseTo(5 + 1, 5);
    // at the other side's average there is nothing to draw
    expect(value(penalty(scores(-1), scores(2)))).toBeCloseTo(0, 5);
    tf.dispose([...states]);
  });

  it("forgets by the decay, with weights that are 1 together", () => {
    const { penalty, record, states } = lecam({ decay: 0.5 });
    record(scores(0), scores(0));
    record(scores(3), scores(6)); // weights 1/3 and 2/3: averages 2 and 4
    expect(value(penalty(scores(4), scores(0)))).toBeCloseTo(0 + 4, 5);
    expect(value(penalty(scores(1), scores(2)))).toBeCloseTo(9 + 0, 5);
    tf.dispose([...states]);
  });

  it.each([-0.1, 1, NaN])("refuses the decay %j", (decay) => {
    expect(() => lecam({ decay })).toThrow("lecam decay");
  });

  it("leaves no tensor behind", () => {
    const { penalty, record, states } = lecam();
    const [real, fake] = [scores(1, 2), scores(3)];
    const before = tf.memory().numTensors;
    record(real, fake);
    penalty(real, fake).dispose();
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([real, fake, ...states]);
  });
});
