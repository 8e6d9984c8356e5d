import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { startEngine } from "../../src/runtime/engine";
import { gradientsOf } from "../../src/runtime/gradients/tape";
import { expectSameCompiled } from "./compiled";
import { regularizers, terms } from "./tables";

beforeAll(() => startEngine("wasm"));

const numbers = (tensors: readonly tf.Tensor[]) => tensors.flatMap((t) => [...t.dataSync()]);

describe.each([...terms, ...regularizers])("$file, $name", ({ name, make }) => {
  it("is a scalar, or one number for each example", () => {
    const { fn, inputs, variables = [], states = [] } = make();
    expect(fn(...inputs).shape).toEqual(name === "pathLengths" ? [inputs[0].shape[0]] : []);
    tf.dispose([...variables, ...states]);
  });

  it("is finite, with its gradients, for numbers of any size and for zeros", () => {
    for (const size of [0, 1, 20]) {
      const { fn, inputs, variables = [], states = [] } = make();
      const sized = inputs.map((input) => tf.mul(input, size));
      variables.forEach((variable) => {
        variable.assign(tf.mul(variable, size));
      });
      const gradients = gradientsOf(() => tf.sum(fn(...sized)), [...sized, ...variables]);
      const found = numbers([fn(...sized), ...gradients]);
      expect(found.filter((value) => !Number.isFinite(value))).toEqual([]);
      tf.dispose([...variables, ...states]);
    }
  });

  it("changes none of its inputs and leaves no tensor behind but its result", () => {
    const { fn, inputs, variables = [], states = [] } = make();
    const before = numbers([...inputs, ...variables]);
    const count = tf.memory().numTensors;
    const result = fn(...inputs);
    expect(tf.memory().numTensors).toBe(count + 1);
    expect(numbers([...inputs, ...variables])).toEqual(before);
    tf.dispose([result, ...variables, ...states]);
  });

  it("is the same in a compiled step, with its gradients", async () => {
    const inputs = Object.fromEntries(make().inputs.map((input, i) => [`${i}`, input]));
    const made: tf.Variable[] = [];
    const step = () => {
      const { fn, variables = [], states = [] } = make();
      made.push(...variables, ...states);
      return (given: Record<string, tf.Tensor>) => {
        const xs = Object.values(given);
        const gradients = gradientsOf(() => tf.sum(fn(...xs)), [...xs, ...variables]);
        const named = gradients.map((gradient, i): [string, tf.Tensor] => [
          `gradient ${i}`,
          gradient,
        ]);
        return { value: fn(...xs), ...Object.fromEntries(named) };
      };
    };
    await expectSameCompiled(step, inputs);
    tf.dispose(made);
  });
});
