import type { GraphBuilder } from "../graph";
import type { KernelAttrs } from "../values";
import { geometryOf, outputShape } from "./conv-geometry";
import { lowerConv } from "./conv";
import { matrixShape, product } from "./matrix";
import type { KernelRow, Lowering, Operand } from "./row";
import { floats, refuseKernel } from "./types";

// A product or a convolution with a bias and an activation in one kernel, which tf.layers and tf.fused call.

function activated(
  b: GraphBuilder,
  x: string,
  attrs: KernelAttrs,
  prelu: string | undefined,
  kernel: string,
): string {
  const { activation, leakyreluAlpha } = attrs as { activation?: string; leakyreluAlpha?: number };
  switch (activation) {
    case "relu":
      return b.emit("Relu", [x]);
    case "relu6":
      return b.emit("Clip", [x, b.scalar(0), b.scalar(6)]);
    case "elu":
      return b.emit("Elu", [x]);
    case "sigmoid":
      return b.emit("Sigmoid", [x]);
    case "leakyrelu":
      return b.emit("LeakyRelu", [x], { alpha: { float: leakyreluAlpha ?? 0.2 } });
    case "prelu":
      return b.emit("PRelu", [x, prelu!]);
    case undefined:
    case "linear":
      return x;
    default:
      return refuseKernel(kernel, `with the activation ${activation}`, "Call it by itself");
  }
}

function finished({ b, inputs, attrs, get }: Lowering, made: string, kernel: string): string {
  const bias = inputs.bias as Operand | undefined;
  const prelu = inputs.preluActivationWeights as Operand | undefined;
  const sum = bias ? b.emit("Add", [made, get(bias)]) : made;
  return activated(b, sum, attrs, prelu && get(prelu), kernel);
}

export const fusedKernels: KernelRow[] = [
  {
    kernel: "_FusedMatMul",
    types: floats,
    shape: matrixShape,
    lower: (lowering) => {
      const { inputs, attrs } = lowering;
      const transposed = attrs as { transposeA: boolean; transposeB: boolean };
      return finished(
        lowering,
        product(lowering, [inputs.a, inputs.b], transposed),
        "_FusedMatMul",
      );
    },
  },
  {
    kernel: "FusedConv2D",
    types: floats,
    shape: ({ x, filter }, attrs) => ({
      shape: outputShape(geometryOf(x.shape, filter.shape, attrs)),
      dtype: x.dtype,
    }),
    lower: (lowering) => {
      const { b, inputs, attrs, full } = lowering;
      const { x, filter } = inputs;
      const g = geometryOf(x.shape, filter.shape, attrs);
      return finished(lowering, lowerConv(b, full(x), full(filter), g), "FusedConv2D");
    },
  },
];
