import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { seeded } from "../../../src/random";
import { compile } from "../../../src/runtime/compile";
import { kernelTable } from "../../../src/runtime/compile/kernels/table";
import { startEngine } from "../../../src/runtime/engine";
import { Draw, kernelCases, type KernelCall } from "./kernel-cases";

beforeAll(() => startEngine("cpu"));

/** What a call returns, by name. */
function call(kernel: string, { inputs, attrs = {} }: KernelCall): Record<string, tf.Tensor> {
  const made: tf.Tensor | tf.Tensor[] = tf
    .engine()
    .runKernel(kernel, inputs as never, attrs as never);
  return Object.fromEntries([made].flat().map((tensor, i) => [`out ${i}`, tensor]));
}

it("has a case for every row, and a row for every case", () => {
  expect([...kernelTable.keys()].sort()).toEqual(Object.keys(kernelCases).sort());
});

it.each(Object.keys(kernelCases))("%s gives what the eager engine gives", async (kernel) => {
  for (let round = 0; round < (/Conv|Pool/.test(kernel) ? 25 : 6); round++) {
    const { inputs, attrs } = kernelCases[kernel](new Draw(seeded(round).stream(kernel)));
    const wanted = call(kernel, { inputs, ...(attrs && { attrs }) });
    const names = Object.keys(inputs);
    const list = Object.values(inputs);
    const step = await compile(
      (tensors) => {
        const values = names.map((name) => [name, tensors[name]] as const);
        const again = Array.isArray(inputs)
          ? values.map(([, tensor]) => tensor)
          : Object.fromEntries(values);
        return call(kernel, { inputs: again, ...(attrs && { attrs }) });
      },
      {
        inputs: Object.fromEntries(
          names.map((name, i) => [
            name,
            { shape: list[i].shape, dtype: list[i].dtype as "float32" },
          ]),
        ),
      },
    );
    const found = await step.run(Object.fromEntries(names.map((name, i) => [name, list[i]])));
    await step.dispose();
    for (const [name, tensor] of Object.entries(wanted)) {
      expectClose([found[name]].flat(), tensor.dataSync(), `${kernel} ${round} ${name}`);
    }
  }
});

// Step asks where its input is positive, and takes the output of an activation there, if there is one.
it.each([
  ["relu", (x: tf.Tensor) => tf.relu(x)],
  ["leakyRelu", (x: tf.Tensor) => tf.leakyRelu(x, 0.1)],
])("%s is itself, with a step of the same value before it or after", async (_, activation) => {
  for (const alpha of [0, 0.5, 2]) {
    const step = await compile(
      ({ x }) => ({
        before: tf.mul(tf.step(x, alpha), activation(x)),
        after: tf.add(activation(x), tf.step(x, alpha)),
      }),
      { inputs: { x: [4] } },
    );
    const x = tf.tensor1d([-2, -1, 0, 3]);
    const found = (await step.run({ x })) as unknown as Record<string, Float32Array>;
    const wanted = {
      before: tf.mul(tf.step(x, alpha), activation(x)),
      after: tf.add(activation(x), tf.step(x, alpha)),
    };
    expectClose(Array.from(found.before), wanted.before.dataSync(), `before, ${alpha}`);
    expectClose(Array.from(found.after), wanted.after.dataSync(), `after, ${alpha}`);
    await step.dispose();
  }
});

function expectClose(
  found: (number | ArrayLike<number>)[],
  wanted: ArrayLike<number>,
  what: string,
) {
  const values = typeof found[0] === "number" ? (found as number[]) : Array.from(found[0]);
  expect(values.length, what).toBe(wanted.length);
  values.forEach((value, i) => {
    const same = Object.is(value, wanted[i]) || value === wanted[i];
    const close = Math.abs(value - wanted[i]) <= 2e-5 * (1 + Math.abs(wanted[i]));
    expect(same || close, `${what}[${i}]: found ${value}, wanted ${wanted[i]}`).toBe(true);
  });
}
