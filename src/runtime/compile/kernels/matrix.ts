import type { ShapeRule } from "../values";
import { broadcast, like, type KernelRow, type Lowering, type Operand } from "./row";
import { floats, numbers } from "./types";

// Matrix products, and the kernels that normalise along an axis.

/**
 * A product of two matrices, plus a bias: ONNX's Gemm does all in one pass. Of stacks of matrices:
 * MatMul, which has no transposing of its own.
 */
export function product(
  { b, full, get }: Pick<Lowering, "b" | "full" | "get">,
  [x, y]: readonly Operand[],
  transposed: { transposeA: boolean; transposeB: boolean },
  bias?: Operand,
): string {
  const { transposeA, transposeB } = transposed;
  const rank = Math.max(x.shape.length, y.shape.length);
  if (rank === 2 && x.dtype === "float32") {
    const names = [full(x), full(y), ...(bias ? [get(bias)] : [])];
    return b.emit("Gemm", names, { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 });
  }
  const turned = (operand: Operand, turn: boolean) => {
    if (!turn) return full(operand);
    const axes = operand.shape.map((_, i) => i);
    const perm = [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!];
    return b.emit("Transpose", [full(operand)], { perm });
  };
  return b.emit("MatMul", [turned(x, transposeA), turned(y, transposeB)]);
}

/** (…, rows, columns) of a product. */
export const matrixShape: ShapeRule = ({ a, b }, { transposeA, transposeB }) => ({
  shape: [
    ...broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)),
    a.shape.at(transposeA ? -1 : -2)!,
    b.shape.at(transposeB ? -2 : -1)!,
  ],
  dtype: a.dtype,
});

const batchMatMul: KernelRow = {
  kernel: "BatchMatMul",
  types: numbers,
  shape: matrixShape,
  lower: (lowering) =>
    product(
      lowering,
      lowering.list,
      lowering.attrs as { transposeA: boolean; transposeB: boolean },
    ),
};

const einsum: KernelRow = {
  kernel: "Einsum",
  types: numbers,
  shape: (inputs, { equation }) => {
    const [terms, result] = (equation as string).replace(/\s/g, "").split("->");
    const sizes = new Map<string, number>();
    Object.values(inputs).forEach(({ shape }, i) => {
      Array.from(terms.split(",")[i]).forEach((letter, axis) => sizes.set(letter, shape[axis]));
    });
    return {
      shape: Array.from(result).map((letter) => sizes.get(letter)!),
      dtype: Object.values(inputs)[0].dtype,
    };
  },
  lower: ({ b, list, attrs, full }) =>
    b.emit("Einsum", list.map(full), { equation: attrs.equation as string }),
};

const softmax: KernelRow = {
  kernel: "Softmax",
  types: floats,
  shape: like("logits"),
  lower: ({ b, inputs: { logits }, full }) => b.emit("Softmax", [full(logits)], { axis: -1 }),
};

/** (x - mean) / √(variance + ε) · scale + offset; all but x broadcast along the channels. */
const batchNorm: KernelRow = {
  kernel: "FusedBatchNorm",
  types: floats,
  shape: like(),
  lower: ({ b, inputs, attrs, get }) => {
    const { x, mean, variance } = inputs;
    const scale = inputs.scale as Operand | undefined;
    const offset = inputs.offset as Operand | undefined;
    const epsilon = b.scalar(attrs.varianceEpsilon as number);
    const deviation = b.emit("Sqrt", [b.emit("Add", [get(variance), epsilon])]);
    const factor = b.emit("Div", [scale ? get(scale) : b.scalar(1), deviation]);
    const scaled = b.emit("Mul", [b.emit("Sub", [get(x), get(mean)]), factor]);
    const held = [x, mean, variance, scale, offset]
      .map((operand) => operand?.held ?? [])
      .reduce(broadcast, []);
    return { name: offset ? b.emit("Add", [scaled, get(offset)]) : scaled, held };
  },
};

export const matrixKernels: KernelRow[] = [batchMatMul, einsum, softmax, batchNorm];
