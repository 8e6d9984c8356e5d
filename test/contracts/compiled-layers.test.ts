import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { expectSameCompiled, type Step } from "./compiled";
import { contextOf, inputsOf, layers, type LayerRow } from "./tables";

beforeAll(() => startEngine("wasm"));

/** Output, gradients by inputs and variables, and what the states are afterwards. */
function stepOf(row: LayerRow, training: boolean): Step {
  const layer = row.make();
  const context = contextOf(row, training);
  // of the loss by the outputs; the square of a normalised output would have none by the input
  const slopes = seeded(7).normal([...row.output] as [number]);
  const whole = inputsOf(row)[0].dtype === "int32";
  return (given) => {
    const inputs = Object.keys(given)
      .sort()
      .map((name) => given[name]);
    const loss = (...xs: tf.Tensor[]) =>
      tf.sum<tf.Scalar>(tf.mul(layer.run(whole ? inputs : xs, context), slopes));
    const results: Record<string, tf.Tensor> = { output: layer.run(inputs, context) };
    if (!whole) {
      tf.grads(loss)(inputs).forEach((gradient, i) => (results[`input ${i}`] = gradient));
    }
    if (layer.variables.length > 0) {
      const { grads } = tf.variableGrads(() => loss(...inputs), [...layer.variables]);
      layer.variables.forEach(({ name }, i) => (results[`variable ${i}`] = grads[name]));
    }
    layer.states?.forEach((state, i) => (results[`state ${i}`] = tf.clone(state)));
    return results;
  };
}

describe.each(layers)("layer $name", (row) => {
  it.each([false, true])("gives the same numbers compiled (training: %s)", async (training) => {
    const inputs = Object.fromEntries(inputsOf(row).map((x, i) => [`x${i}`, x]));
    await expectSameCompiled(() => stepOf(row, training), inputs, 1e-5);
    expect(tf.getBackend()).toBe("wasm");
  });
});
