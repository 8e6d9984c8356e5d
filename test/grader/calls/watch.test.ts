import { describe, expect, it } from "vitest";
import { checked } from "../../../src/arguments/checked";
import { watchCalls } from "../../../src/grader/calls/watch";
import * as index from "../../../src/index";

const clinic = checked(index);
const { tf } = clinic;
const layer = clinic.minibatchStddev({ name: "kept" });
const first = clinic.orthogonal(1);
const batch = () => tf.tensor2d([[1, 2], [3, 4]]); // prettier-ignore

interface Handed {
  readonly apply: (values: number[]) => unknown;
}

async function watched(work: () => unknown) {
  const watch = watchCalls();
  try {
    await work();
  } finally {
    tf.disposeVariables();
  }
  return watch.end();
}

describe("watchCalls hears of", () => {
  it("an export, also kept, bound or applied", async () => {
    const bound = clinic.meanInterval.bind(undefined);
    const { names } = await watched(() => {
      bound([1, 2, 3]);
      Reflect.apply(clinic.seedList, undefined, [2]);
    });
    expect(names).toEqual(["meanInterval", "seedList"]);
  });

  it("an export that the library hands back or on, in a record or a list", async () => {
    const tool = clinic.meanInterval as never;
    const network = clinic.mlp({ name: "n", inputs: 2, hidden: [2], outputs: 1, random: clinic.seeded(1) }); // prettier-ignore
    const back = clinic.frozen({ ...network, apply: tool }, () => true) as unknown as Handed;
    const on: Handed["apply"][] = [];
    const given = { tools: [tool] } as unknown as Record<string, never>;
    clinic.own((inputs) => ({ count: on.push(...(inputs.tools as Handed["apply"][])) }), given);
    for (const call of [back.apply, ...on]) {
      const { names } = await watched(() => call([1, 2, 3]));
      expect(names).toEqual(["meanInterval"]);
    }
    expect(on).toHaveLength(1);
  });

  it("a layer and first weights that were made before, by their files", async () => {
    const { names, parts } = await watched(() => {
      layer.apply(batch());
      first(clinic.seeded(1), [3, 3]);
    });
    expect(names).toEqual(["seeded"]);
    expect(parts).toEqual(["layers/init", "layers/minibatch"]);
  });

  it("a loss's own function, within a gradient too", async () => {
    const { parts } = await watched(() => tf.grad((x) => clinic.hinge.generator(x))(batch()));
    expect(parts).toEqual(["losses/hinge"]);
  });

  it("code that was made of a text, when it computes with tensors", async () => {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what is tested
    const made = new Function("tf", "x", "return tf.square(x)") as (
      of: object,
      x: unknown,
    ) => unknown;
    expect((await watched(() => made(tf, batch()))).operations).toEqual(["eval", "square_"]);
    expect((await watched(() => tf.square(batch()))).operations).toEqual(["square_"]);
  });

  it("what is called after an await", async () => {
    const { parts } = await watched(async () => {
      await Promise.resolve();
      layer.apply(batch());
    });
    expect(parts).toEqual(["layers/minibatch"]);
  });

  it("a call that began before and ends while it is watched", async () => {
    let end: (value: number) => void = () => undefined;
    const experiment = () => new Promise<number>((resolve) => (end = resolve));
    const results = clinic.overSeeds("begun", [1], experiment);
    const { names } = await watched(async () => {
      end(7);
      expect(await results).toEqual([7]);
    });
    expect(names).toEqual(["overSeeds"]);
  });

  it("code that the library calls back", async () => {
    const { names, parts } = await watched(() =>
      clinic.gradientPenalty((x) => tf.sum(layer.apply(x), 1), batch(), batch(), clinic.seeded(1)),
    );
    expect(names).toEqual(["gradientPenalty", "seeded"]);
    expect(parts).toContain("layers/minibatch");
  });

  it("an operation by its name", async () => {
    const { operations } = await watched(() => tf.linalg.gramSchmidt(batch()));
    expect(operations).toContain("gramSchmidt_");
    const plain = await watched(() => tf.linalg.qr(batch()));
    expect(plain.operations).not.toContain("gramSchmidt_");
  });
});

it("plain operations and their gradients are nobody's call", async () => {
  const { names, parts } = await watched(() =>
    tf.grad((x) => tf.mean(tf.sqrt(tf.add(tf.moments(tf.tanh(x), 0).variance, 1))))(batch()),
  );
  expect([...names, ...parts]).toEqual([]);
});

it("hears nothing before it begins and after its end", async () => {
  layer.apply(batch());
  await watched(() => undefined);
  const watch = watchCalls();
  const found = watch.end();
  clinic.seedList(2);
  layer.apply(batch());
  expect([...found.names, ...found.parts]).toEqual([]);
});

it("the trace of an error is as before", () => {
  const before = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  const watch = watchCalls();
  tf.add(1, 2);
  watch.end();
  expect(Object.getOwnPropertyDescriptor(Error, "prepareStackTrace")).toEqual(before);
  expect(new Error("x").stack).toMatch(/^Error: x\n {4}at /);
});
