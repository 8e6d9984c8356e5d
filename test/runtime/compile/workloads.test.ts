import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { seeded } from "../../../src/random";
import { compile } from "../../../src/runtime/compile";
import { startEngine } from "../../../src/runtime/engine";
import { allKinds, type Workload } from "../../bench/workloads";

// Twenty steps of every workload of the benchmark, and of the small ones that hold the other parts of the
// course, eager and compiled, from the same weights and the same random numbers.
//
// The eager state is copied into the compiled one before each step. Two runs that go on by themselves part
// where a sample lies so near to a leaky ReLU's kink that rounding puts it on the other side; two eager
// engines part there too.

beforeAll(() => startEngine("cpu"));

/** All that lasts from step to step, the optimisers' own too. */
function stateOf({ variables, optimizers }: Workload): tf.Variable[] {
  const own = optimizers.flatMap((optimizer) =>
    Object.values(optimizer).flatMap((value: unknown) => {
      if (value instanceof tf.Variable) return [value as tf.Variable];
      return Array.isArray(value)
        ? value.map((slot: { variable: tf.Variable }) => slot.variable)
        : [];
    }),
  );
  return [...variables, ...own];
}

const numbersOf = (variables: tf.Variable[]) =>
  variables.map((variable) => variable.dataSync<"float32">().slice());

/** The largest difference, as a share of the largest number of each tensor. */
function difference(found: Float32Array[], wanted: Float32Array[]): number {
  const shares = wanted.map((numbers, i) => {
    const largest = numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-3);
    return numbers.reduce((most, x, j) => Math.max(most, Math.abs(x - found[i][j])), 0) / largest;
  });
  expect(shares.every(Number.isFinite)).toBe(true);
  return Math.max(...shares);
}

it.each(allKinds)("$kind: 20 compiled steps are the eager ones", async (kind) => {
  const make = () => {
    const random = seeded(1);
    return { random, ...kind.make(random, kind.tiny) };
  };
  const [eager, compiled] = [make(), make()];
  const step = await compile((inputs) => compiled.fn(inputs), {
    inputs: compiled.inputs,
    rng: compiled.random,
  });
  const data = seeded(2);
  const worst = { losses: 0, state: 0 };
  for (let k = 1; k <= 20; k++) {
    const batch = eager.batch(data.stream(`${k}`));
    const losses = eager.fn(batch);
    const found = await step.run(batch);
    for (const name of ["discriminatorLoss", "generatorLoss"] as const) {
      const [wanted] = losses[name].dataSync();
      worst.losses = Math.max(
        worst.losses,
        Math.abs(found[name] - wanted) / (1 + Math.abs(wanted)),
      );
    }
    const [a, b] = [stateOf(eager), stateOf(compiled)];
    worst.state = Math.max(worst.state, difference(numbersOf(b), numbersOf(a)));
    a.forEach((variable, i) => {
      b[i].assign(variable);
    });
    tf.dispose([losses, batch]);
  }
  expect(worst.losses).toBeLessThan(1e-6);
  expect(worst.state).toBeLessThan(2e-4);
  expect(compiled.random.state).toEqual(eager.random.state);
  await step.dispose();
});
