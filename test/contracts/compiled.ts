import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";
import { compile } from "../../src/runtime/compile";

export type Step = (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>;

/**
 * Runs a step compiled and eagerly, on the same inputs, and compares all numbers.
 *
 * @param make called once for each of the two, so that neither sees what the other has changed
 * @param tolerance how far a number may be off, as a share of the largest of its tensor
 */
export async function expectSameCompiled(
  make: () => Step,
  inputs: Record<string, tf.Tensor>,
  tolerance = 1e-4,
): Promise<void> {
  const shapes = Object.entries(inputs).map(([name, { shape, dtype }]) => [
    name,
    { shape, dtype: dtype as "float32" },
  ]);
  const step = make();
  const compiled = await compile((given) => tf.tidy(() => step(given)), {
    inputs: Object.fromEntries(shapes) as Record<string, { shape: number[]; dtype: "float32" }>,
  });
  const found = (await compiled.run(inputs)) as unknown as Record<string, Float32Array | number>;
  await compiled.dispose();
  const eager = tf.tidy(() => make()(inputs));
  expect(Object.keys(found).sort()).toEqual(Object.keys(eager).sort());
  for (const [name, tensor] of Object.entries(eager)) {
    const wanted = tensor.dataSync();
    const size = Math.max(...wanted.map(Math.abs));
    const values = [found[name]].flatMap((value) =>
      typeof value === "number" ? [value] : [...value],
    );
    expect(values).toHaveLength(wanted.length);
    values.forEach((value, i) => {
      expect(Math.abs(value - wanted[i])).toBeLessThanOrEqual(tolerance * size);
    });
  }
  tf.dispose(eager);
}
