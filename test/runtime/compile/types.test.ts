import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { compile, UntraceableError } from "../../../src/runtime/compile";
import { kernelTable } from "../../../src/runtime/compile/kernels/table";
import type { DType } from "../../../src/runtime/compile/values";
import { startEngine } from "../../../src/runtime/engine";
import { typeRows, type TypeRow } from "./type-rows";

// Every kernel of the table, with every type, from inputs and from constants of many numbers and of one: the
// eager engine's numbers and type, or a refusal that names the kernel. Eager is the plain engine, whose float32
// is rounded here (it keeps the whole numbers that a float was cast from); `right` is for what it has wrong.

beforeAll(() => startEngine("cpu"));

const all = {
  float32: [-2.5, -1, -0.3, -0, 0, 0.4, 0.5, 1, 1.5, 2.5, 7.9, NaN, Infinity, -Infinity, 1e-40, -1e-40, 3e9, -3e9, 100, 1e20], // prettier-ignore
  int32: [-2147483648, -2147483647, -16777217, -3, -1, 0, 1, 2, 5, 10, 46341, 16777217, 123456789, 2147483647], // prettier-ignore
  bool: [0, 1, 1, 0],
};
const small = { float32: [-2.5, -1, 0, 0.5, 1, 3], int32: [-3, -1, 0, 1, 2, 7], bool: all.bool };
const letters: Record<DType, string> = { float32: "f", int32: "i", bool: "b" };
const types = Object.keys(all) as DType[];

function numbersOf({ numbers = "all" }: TypeRow, dtype: DType): number[] {
  if (numbers === "small") return small[dtype];
  return numbers === "finite" ? all[dtype].filter(Number.isFinite) : all[dtype];
}

/** One tensor (n), or two (n, 1) and (1, m). */
function operands(row: TypeRow, pair: readonly DType[], values: readonly number[][]): tf.Tensor[] {
  return row.inputs.length === 2
    ? pair.map((dtype, i) => tf.tensor(values[i], i === 0 ? [values[i].length, 1] : [1, values[i].length], dtype)) // prettier-ignore
    : [tf.tensor(values[0], [values[0].length], pair[0])];
}

/** All results of a kernel, with all its attributes. */
function call(kernel: string, row: TypeRow, tensors: readonly tf.Tensor[]): tf.Tensor[] {
  const inputs = (row.inputs as (...all: readonly tf.Tensor[]) => object)(...tensors);
  return (row.attrs ?? [{}]).flatMap((attrs) =>
    [
      tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(kernel, inputs as never, attrs as never),
    ].flat(),
  );
}

interface Result {
  readonly dtype: string;
  readonly values: readonly number[];
}

const arrayTypes: Record<string, string> = { Float32Array: "float32", Int32Array: "int32", Uint8Array: "bool" }; // prettier-ignore

/** What a compiled step gives for several sets of tensors, which are its inputs or constants in it. */
async function compiled(
  kernel: string,
  row: TypeRow,
  sets: readonly tf.Tensor[][],
  asInputs: boolean,
): Promise<Result[]> {
  const named = sets.flatMap((set, i) => set.map((tensor, j) => [`${i} ${j}`, tensor] as const));
  const step = await compile(
    (given) => {
      const results = sets.flatMap((set, i) =>
        call(kernel, row, asInputs ? set.map((_, j) => given[`${i} ${j}`]) : set),
      );
      return Object.fromEntries(results.map((tensor, i) => [`out ${i}`, tf.reshape(tensor, [tensor.size])])); // prettier-ignore
    },
    {
      inputs: Object.fromEntries(
        asInputs ? named.map(([name, { shape, dtype }]) => [name, { shape, dtype: dtype as DType }]) : [], // prettier-ignore
      ),
    },
  );
  const found = await step.run(asInputs ? Object.fromEntries(named) : {});
  await step.dispose();
  return Object.values(found as unknown as Record<string, Float32Array>).map((array) => ({
    dtype: arrayTypes[array.constructor.name],
    values: Array.from(array),
  }));
}

function eager(kernel: string, row: TypeRow, set: readonly tf.Tensor[]): Result[] {
  return call(kernel, row, set).map((tensor) => {
    const values = Array.from(tensor.dataSync());
    const { right } = row;
    if (right && set.every(({ dtype }) => dtype === "int32")) {
      const [xs, ys = [0]] = set.map((operand) => Array.from(operand.dataSync()));
      return { dtype: "int32", values: xs.flatMap((x) => ys.map((y) => right(x, y) | 0)) };
    }
    return { dtype: tensor.dtype, values: tensor.dtype === "float32" ? values.map(Math.fround) : values }; // prettier-ignore
  });
}

/** Equal, NaN too, or as near as float32 rounds; 0 and -0 are the same. */
function same(found: number, wanted: number): boolean {
  if (Object.is(found, wanted) || found === wanted) return true;
  return Math.abs(found - wanted) <= 2e-5 * Math.max(1, Math.abs(wanted));
}

function expectSame(found: readonly Result[], wanted: readonly Result[], what: string): void {
  expect(found.map(({ dtype }) => dtype), what).toEqual(wanted.map(({ dtype }) => dtype)); // prettier-ignore
  wanted.forEach(({ values }, i) => {
    expect(found[i].values.length, what).toBe(values.length);
    const off = values.flatMap(
      (value, j) =>
      same(found[i].values[j], value) ? [] : [`${i}[${j}]: found ${found[i].values[j]}, wanted ${value}`], // prettier-ignore
    );
    expect(off, what).toEqual([]);
  });
}

/** Pairs of types for two tensors, single ones for one. */
function pairsOf(row: TypeRow): DType[][] {
  if (row.inputs.length < 2) return types.map((dtype) => [dtype]);
  return types.flatMap((a) => types.map((b) => [a, b]));
}

function isTaken(kernel: string, row: TypeRow, pair: readonly DType[]): boolean {
  const known = pair.every((dtype) => row.takes.includes(letters[dtype]));
  const bools = kernel === "Concat" && pair[0] === "bool" && pair[1] !== "bool"; // numbers are no bools
  return known && (row.mixed === true || new Set(pair).size === 1) && !bools;
}

it("has a row for every kernel of the table, and a kernel for every row", () => {
  expect(Object.keys(typeRows).sort()).toEqual([...kernelTable.keys()].sort());
});

describe.each(Object.entries(typeRows))("%s", (kernel, row) => {
  const pairs = pairsOf(row);
  const taken = row.inputs.length === 0 ? pairs.slice(0, 1) : pairs.filter((p) => isTaken(kernel, row, p)); // prettier-ignore
  const refused = row.inputs.length === 0 ? [] : pairs.filter((p) => !isTaken(kernel, row, p));

  it.each(taken.map((pair) => [pair.join(" and "), pair] as const))(
    "on %s gives the eager numbers and type, from inputs and constants",
    async (_, pair) => {
      const whole = operands(row, pair, pair.map((dtype) => numbersOf(row, dtype))); // prettier-ignore
      const wanted = eager(kernel, row, whole);
      expectSame(await compiled(kernel, row, [whole], true), wanted, "inputs");
      expectSame(await compiled(kernel, row, [whole], false), wanted, "constants");
      // the same number everywhere, which the compiler computes by itself where it can
      const [xs, ys = [0]] = pair.map((dtype) => numbersOf(row, dtype));
      const sets = xs.flatMap(
        (x) =>
        ys.map((y) => operands(row, pair, pair.map((_, i) => Array<number>(6).fill([x, y][i])))), // prettier-ignore
      );
      const each = sets.flatMap((set) => eager(kernel, row, set));
      expectSame(await compiled(kernel, row, sets, false), each, "one number everywhere");
    },
  );

  if (refused.length > 0) {
    it.each(refused.map((pair) => [pair.join(" and "), pair] as const))(
      "on %s is refused by name",
      async (_, pair) => {
        const set = operands(row, pair, pair.map((dtype) => numbersOf(row, dtype))); // prettier-ignore
        for (const asInputs of [true, false]) {
          const error: unknown = await compiled(kernel, row, [set], asInputs).catch(
            (e: unknown) => e,
          );
          expect(error).toBeInstanceOf(UntraceableError);
          expect((error as UntraceableError).what).toBe(kernel);
          expect((error as UntraceableError).message).toMatch(/(float32|int32|bool).*cannot be compiled\. .*(tf\.cast|tf\.floor)/); // prettier-ignore
        }
      },
    );
  }
});
