import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { gradcheck, type GradcheckOptions } from "../../src/runtime/gradcheck";
import { exactOps } from "../../src/runtime/gradients/exact-ops";
import { nodesBetween } from "../../src/runtime/gradients/tape";
import { opRows, type OpRow } from "./gradient-ops";
import {
  activations,
  contextOf,
  inputsOf,
  layers,
  losses,
  penalties,
  regularizers,
  terms,
  type LayerCase,
  type LayerRow,
} from "./tables";

beforeAll(() => startEngine("wasm"));

const precisions = ["float32", "float64"] as const;

/** Fails with the worst entry. */
function check(
  fn: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
  options: GradcheckOptions,
): void {
  expect(gradcheck(fn, inputs, options)).toMatchObject({ passed: true });
}

describe.each(activations)("activation $name", ({ activation, order = 2 }) => {
  it.each(precisions)("has exact gradients in %s", (precision) => {
    check(activation, [seeded(1).normal([4, 3])], { order, precision });
  });
});

describe.each(losses)("loss $name", ({ loss, order = 2 }) => {
  const scores = () => [1, 2].map((seed) => seeded(seed).normal([5, 1]));

  it.each(precisions)("has exact gradients in %s", (precision) => {
    const options = { order, precision };
    const parts = (real: tf.Tensor, fake: tf.Tensor) => loss.discriminator(real, fake, seeded(3));
    check((real, fake) => loss.generator(fake, real), scores(), options);
    check((real, fake) => parts(real, fake).real, scores(), options);
    check((real, fake) => parts(real, fake).fake, scores(), options);
  });
});

describe.each([...terms, ...regularizers])("term $name", ({ make, order = 2 }) => {
  it.each(precisions)("has exact gradients by its inputs and variables in %s", (precision) => {
    const { fn, inputs, variables = [], states = [] } = make();
    check(fn, [...inputs], { order, precision, variables });
    tf.dispose([...variables, ...states]);
  });
});

describe.each(layers)("layer $name", (row) => {
  const { make, order = 2, trainingOrder } = row;

  it.each(precisions)("has exact gradients by its inputs and its weights in %s", (precision) => {
    checkLayer(row, make(), { order, precision }, false);
  });

  it.runIf(trainingOrder)("… and in training", () => {
    const layer = make();
    // gradcheck wants the same function every time: states stay as they are
    for (const state of layer.states ?? []) state.assign = () => state;
    checkLayer(row, layer, { order: trainingOrder!, precision: "float64" }, true);
  });
});

function checkLayer(
  row: LayerRow,
  layer: LayerCase,
  options: GradcheckOptions,
  training: boolean,
): void {
  const inputs = inputsOf(row);
  const context = contextOf(row, training);
  const { variables, states = [] } = layer;
  if (inputs[0].dtype === "float32") {
    const fn = (...xs: tf.Tensor[]) => tf.square(layer.run(xs, context));
    check(fn, inputs, { ...options, variables, entries: 3 });
  } else {
    check(() => tf.square(layer.run(inputs, context)), [], { ...options, variables });
  }
  tf.dispose([...variables, ...states]);
}

describe.each(penalties)("penalty $name", ({ penalty, order = 1 }) => {
  const sizes = [
    [3, 5],
    [5, 5],
    [5, 1],
  ];
  it.each(
    activations.flatMap(({ name, activation }) =>
      precisions.map((precision) => ({ name, activation, precision })),
    ),
  )("has exact gradients for a $name critic in $precision", ({ activation, precision }) => {
    const [real, fake, ...weights] = [[4, 3], [4, 3], ...sizes].map((shape, i) =>
      seeded(i).normal<tf.Rank.R2>(shape as [number, number]),
    );
    const critic = (x: tf.Tensor, [first, second, third]: tf.Tensor[]) => {
      const h = activation(tf.matMul(x, first));
      const k = activation(tf.matMul(h, second));
      return tf.matMul(k, third);
    };
    check((...ws) => penalty((x) => critic(x, ws), real, fake), weights, { order, precision });
  });
});

const opInputsOf = ({ inputs }: OpRow) =>
  inputs.map((input, i) =>
    input instanceof tf.Tensor
      ? input
      : seeded(1)
          .stream(`${i}`)
          .normal([...input] as [number]),
  );

describe.each(opRows)("tf.$name", (row) => {
  it("has exact gradients of first and second order in the engine's float32", async () => {
    await tf.setBackend(row.onWasm ? "wasm" : "cpu");
    check(row.fn, opInputsOf(row), { order: 2 });
    await tf.setBackend("wasm");
  });

  it.runIf(row.inFloat64)("… and in float64", () => {
    check(row.fn, opInputsOf(row), { order: 2, precision: "float64" });
  });

  it("is made of operations that a penalty may meet", () => {
    expect(tapeOf(row).filter((kernel) => !exactOps.has(kernel))).toEqual([]);
  });
});

it("every operation that a penalty may meet is proved by a row", () => {
  const proved = new Set(opRows.flatMap(tapeOf));
  expect([...exactOps].filter((kernel) => !proved.has(kernel))).toEqual([]);
});

/** The operations between the inputs and the result. */
function tapeOf(row: OpRow): string[] {
  const inputs = opInputsOf(row);
  let names: string[] = [];
  void tf.setBackend("cpu");
  tf.grads((...xs: tf.Tensor[]) => {
    const y = row.fn(...xs);
    names = xs.flatMap((x) => nodesBetween(x, y).map(({ kernelName }) => kernelName));
    return y;
  })(inputs);
  void tf.setBackend("wasm");
  return names;
}
