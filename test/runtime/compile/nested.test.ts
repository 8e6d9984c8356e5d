import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../../src/runtime/compile";
import { startEngine } from "../../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const vector = { shape: [2], dtype: "float32" } as const;

describe("nested records", () => {
  it("go into a step and come out of it as records", async () => {
    const step = await compile(
      ({ players, rate }) => ({
        sums: {
          first: tf.sum<tf.Scalar>(players.first.x),
          second: { all: tf.mul(players.second.x, rate) },
        },
        rate: rate.asScalar(),
      }),
      { inputs: { players: { first: { x: [2] }, second: { x: vector } }, rate: [] } },
    );
    const batch = (a: number) => ({
      players: { second: { x: Float32Array.of(3, 4) }, first: { x: Float32Array.of(a, 2) } },
      rate: 10,
    });
    const wanted = { sums: { first: 3, second: { all: Float32Array.of(30, 40) } }, rate: 10 };
    expect(await step.run(batch(1))).toEqual(wanted);
    const both = await step.runMany([batch(1), batch(5)]);
    expect(both.map(({ sums }) => sums.first)).toEqual([3, 7]);
    await step.dispose();
  });

  it("keep apart a name with a dot and a record in a record", async () => {
    const inputs = { "a.b": [2], a: { b: [2] }, "a\\": { b: [2] } } as const;
    const step = await compile(
      (given) => ({ "x.y": given["a.b"], x: { y: given.a.b }, z: given["a\\"].b }),
      { inputs },
    );
    const [one, two, three] = [1, 2, 3].map((n) => Float32Array.of(n, n));
    const result = await step.run({ "a.b": one, a: { b: two }, "a\\": { b: three } });
    expect(result).toEqual({ "x.y": one, x: { y: two }, z: three });
    await step.dispose();
  });

  it("name an input by the way to it when it does not fit", async () => {
    const step = await compile(({ a }) => ({ sum: tf.sum(a.b) }), { inputs: { a: { b: [2] } } });
    await expect(step.run({ a: { b: Float32Array.of(1) } })).rejects.toThrow(
      "step.run a.b: wanted 2 numbers of float32, found 1",
    );
    await expect(step.run({ b: Float32Array.of(1, 2) })).rejects.toThrow(
      "wanted the inputs a.b, found b",
    );
    await step.dispose();
  });

  it("may have inputs that are called shape and dtype", async () => {
    const step = await compile(({ a }) => ({ sum: tf.add(a.shape, a.dtype) }), {
      inputs: { a: { shape: [2], dtype: [2] } },
    });
    const { sum } = await step.run({
      a: { shape: Float32Array.of(1, 2), dtype: Float32Array.of(3, 4) },
    });
    expect(sum).toEqual(Float32Array.of(4, 6));
    await step.dispose();
  });

  it.each([3, "x", null, [1.5], [-1]])("refuse %j as a shape", async (shape) => {
    const refused = compile(() => ({}), { inputs: { a: { b: shape as never } } });
    await expect(refused).rejects.toThrow("compile inputs a.b: wanted a shape such as [64, 2]");
  });

  it("hold tensors and nothing else", async () => {
    const numbers = compile((() => ({ a: { b: 1 } })) as never);
    await expect(numbers).rejects.toThrow('what compile\'s fn gives as "a.b"');
  });
});
