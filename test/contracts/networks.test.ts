import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import type { ApplyContext } from "../../src/layers/layer";
import type { Network } from "../../src/networks/network";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { contentsOfFolder } from "../contents";
import { networks, type NetworkRow } from "./tables/networks";

beforeAll(() => startEngine("wasm"));

const batch = 4;

/** Draws the same numbers each time. */
const contextOf = ({ traits }: NetworkRow, training: boolean): ApplyContext => ({
  training,
  random: seeded(9),
  ...(traits.classes !== undefined && { labels: tf.tensor1d([2, 0, 1, 2], "int32") }),
});

const inputOf = ({ inputs }: NetworkRow) => seeded(2).normal<tf.Rank.R2>([batch, inputs]);

const owned = ({ variables, states = [] }: Network) => [...variables, ...states];

/** Runs `test` with a network of the row, and frees it. */
function withNetwork(row: NetworkRow, test: (network: Network) => void): void {
  const network = row.make();
  try {
    tf.tidy(() => {
      test(network);
    });
  } finally {
    network.dispose();
  }
}

describe.each(networks)("$name", (row) => {
  it.each([false, true])(
    "is flat at both ends, and so are its features (training: %s)",
    (training) => {
      withNetwork(row, (network) => {
        expect([network.inputs, network.outputs]).toEqual([row.inputs, row.outputs]);
        const context = contextOf(row, training);
        const output = network.apply(inputOf(row), context);
        expect(output.shape).toEqual([batch, row.outputs]);
        expect([...output.dataSync()].every(Number.isFinite)).toBe(true);
        const features = network.features?.(inputOf(row), context).shape;
        expect(features).toEqual(row.features === undefined ? undefined : [batch, row.features]);
      });
    },
  );

  it("learns as many numbers as were counted by hand, and its summary says so", () => {
    withNetwork(row, (network) => {
      const sizes = network.variables.map(({ size }) => size);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(row.parameters);
      const rows = network.summary();
      expect(rows.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(row.parameters);
      for (const { shape } of rows) expect(shape[0]).toBeNull();
      const numbers = rows
        .at(-1)!
        .shape.slice(1)
        .reduce<number>((size, side) => size * side!, 1);
      if (row.features !== undefined) expect(numbers).toBe(row.outputs);
      expect(new Set(rows.map(({ layer }) => layer)).size).toBe(rows.length);
    });
  });

  it("is what its traits say", () => {
    withNetwork(row, (network) => {
      expect(network.traits).toEqual(row.traits);
      const far = tf.mul(inputOf(row), 100);
      const [low, high] = row.traits.outputRange ?? [-Infinity, Infinity];
      const numbers = [...network.apply(far, contextOf(row, true)).dataSync()];
      expect(numbers.filter((value) => value < low || value > high)).toEqual([]);
    });
  });

  it("mixes the batch if and only if it says so", () => {
    const [first, second] = [2, 3].map((seed) =>
      seeded(seed).normal<tf.Rank.R2>([batch, row.inputs]),
    );
    const other = tf.concat([first.slice([0, 0], [1, -1]), second.slice([1, 0], [-1, -1])]);
    const [a, b] = [first, other].map((x) => {
      const network = row.make(); // a new one, since states move
      const y = network.apply(x, contextOf(row, true));
      network.dispose();
      return y.slice([0, 0], [1, -1]);
    });
    const difference = a.sub(b).abs().max().dataSync()[0];
    if (row.traits.mixesBatch === undefined) expect(difference).toBeLessThan(1e-6);
    else expect(difference).toBeGreaterThan(1e-5);
  });

  it("has a gradient that is not 0 for every variable", () => {
    withNetwork(row, (network) => {
      network.variables.forEach((variable, i) => {
        const shape = variable.shape as [number]; // gains and strengths that start at 0 hold others back
        variable.assign(tf.add(variable, tf.mul(seeded(i).normal(shape), 0.1)));
      });
      const { grads } = tf.variableGrads(
        () => tf.sum(tf.square(network.apply(inputOf(row), contextOf(row, true)))),
        [...network.variables],
      );
      const zero = network.variables.filter(
        ({ name }) => !(grads[name].abs().max().dataSync()[0] > 0),
      );
      expect(zero.map(({ name }) => name)).toEqual([]);
    });
  });

  it("leaves one tensor, its result, and none when it is disposed", () => {
    const before = tf.memory().numTensors;
    const [x, context] = [inputOf(row), contextOf(row, true)];
    const given = tf.memory().numTensors - before;
    const network = row.make();
    expect(tf.memory().numTensors).toBe(before + given + owned(network).length);
    const [y, features] = [network.apply(x, context), network.features?.(x, context)];
    network.summary();
    const made = owned(network).length + 1 + (features ? 1 : 0);
    expect(tf.memory().numTensors).toBe(before + given + made);
    tf.dispose([x, y, features ?? [], context.labels ?? []]);
    network.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("can be made twice: other names, equal numbers", () => {
    const [first, second] = [row.make(), row.make()];
    const names = (network: Network) => owned(network).map(({ name }) => name);
    expect(new Set([...names(first), ...names(second)]).size).toBe(2 * names(first).length);
    expect(names(first).filter((name) => !name.startsWith(`${first.name}/`))).toEqual([]);
    const [a, b] = [first, second].map((network) =>
      network.apply(inputOf(row), contextOf(row, true)).dataSync(),
    );
    expect(a).toEqual(b);
    first.dispose();
    second.dispose();
    const again = row.make();
    expect(names(again)).toEqual(names(first));
    again.dispose();
  });

  it("refuses another width, and names itself; a conditional one wants labels", () => {
    withNetwork(row, (network) => {
      const wide = tf.zeros([batch, row.inputs + 1]);
      expect(() => network.apply(wide, contextOf(row, false))).toThrow(TypeError);
      expect(() => network.apply(wide, contextOf(row, false))).toThrow(`${network.name} input`);
      if (row.traits.classes !== undefined) {
        expect(() => network.apply(inputOf(row))).toThrow(TypeError);
        expect(() => network.apply(inputOf(row))).toThrow(/labels/);
        const labels = tf.zeros<tf.Rank.R1>([batch - 1], "int32");
        expect(() => network.apply(inputOf(row), { labels })).toThrow(/wanted shape \(4\)/);
      }
    });
  });

  it("says what was found in place of a batch", () => {
    withNetwork(row, (network) => {
      for (const found of [undefined, null, "x", [[1, 2]]] as unknown as tf.Tensor[]) {
        expect(() => network.apply(found)).toThrow(TypeError);
        expect(() => network.apply(found)).toThrow(/wanted a tensor of shape .*, found /);
      }
    });
  });
});

it("every network of the library has a row", () => {
  const names = contentsOfFolder("networks")
    .filter(({ isType }) => !isType)
    .map(({ file, name }) => `${file}.ts ${name}`);
  const others =
    /residual$|summaryText$|Pairing$|featureCount$|mixedStyles$|truncation\.ts |pretrained-file\.ts |withoutDraws$/;
  const found = new Set(networks.map(({ file, name }) => `${file} ${name.split(/[ ,]/)[0]}`));
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !others.test(name) && !found.has(name))).toEqual([]);
});
