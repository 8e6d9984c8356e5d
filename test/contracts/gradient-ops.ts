import * as tf from "@tensorflow/tfjs";
import { seeded } from "../../src/random";

/** Operations of TensorFlow.js that the course uses, each as a function of float32 tensors. */
export interface OpRow {
  readonly name: string;
  readonly fn: (...inputs: tf.Tensor[]) => tf.Tensor;
  /** Shapes of the inputs, which are standard normal; or the inputs. */
  readonly inputs: readonly (readonly number[] | tf.Tensor)[];
  /** Checked in float64 too; not where a kernel itself is an approximation. */
  readonly inFloat64: boolean;
  /** The wasm engine has all its kernels; else float32 is checked on the plain cpu engine. */
  readonly onWasm: boolean;
}

type Inputs = OpRow["inputs"];

// of the plain cpu engine only
const missingOnWasm = /onv2d|gather|Segment/;

function row(name: string, inputs: Inputs, fn: (...inputs: never[]) => tf.Tensor): OpRow {
  return {
    name,
    inputs,
    fn: fn as OpRow["fn"],
    inFloat64: name !== "erf", // a polynomial, right to 1.5e-7
    onWasm: !missingOnWasm.test(name),
  };
}

/** Numbers from .5 to 2.5: for logarithms, roots and powers. */
const positive = (shape: number[]) => seeded(3).uniform(shape, 0.5, 2.5);

const each = (name: string, fn: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor | number[] = [3, 4]) =>
  row(name, [x], fn);
const picture = [2, 6, 6, 2];

/** Numbers of one kind, each by itself. */
const elementwise: OpRow[] = [
  each("relu", tf.relu),
  each("leakyRelu", (x) => tf.leakyRelu(x, 0.3)),
  row("prelu", [[3, 4], [4]], (x: tf.Tensor, a: tf.Tensor) => tf.prelu(x, a)),
  each("elu", tf.elu),
  each("selu", tf.selu),
  each("relu6", (x) => tf.relu6(tf.mul(x, 5)), [4, 4]),
  each("tanh", tf.tanh),
  each("sigmoid", tf.sigmoid),
  each("softplus", tf.softplus),
  each("logSigmoid", tf.logSigmoid),
  each("swish", (x) => tf.mul(x, tf.sigmoid(x))),
  each("exp", tf.exp),
  each("expm1", tf.expm1),
  each("log", tf.log, positive([3, 4])),
  each("log1p", tf.log1p, positive([3, 4])),
  each("sqrt", tf.sqrt, positive([3, 4])),
  each("rsqrt", tf.rsqrt, positive([3, 4])),
  each("square", tf.square),
  each("reciprocal", tf.reciprocal, positive([3, 4])),
  each("abs", tf.abs),
  each("neg", tf.neg),
  each("sin", tf.sin),
  each("cos", tf.cos),
  each("tan", tf.tan, positive([3, 4]).sub(1.2)),
  each("sinh", tf.sinh),
  each("cosh", tf.cosh),
  each("atan", tf.atan),
  each("erf", tf.erf),
  each("sign", (x) => tf.mul(tf.sign(x), x)),
  each("floor, ceil and round", (x) => tf.mul(tf.addN([tf.floor(x), tf.ceil(x), tf.round(x)]), x)),
  each("step", (x) => tf.mul(tf.step(x, 0.2), x)),
  each("clipByValue", (x) => tf.clipByValue(x, -0.7, 0.9)),
  each("cast", (x) => tf.cast(tf.mul(x, x), "float32")),
  each("clone", (x) => tf.mul(tf.clone(x), x)),
  each("pow 3", (x) => tf.pow(x, 3)),
  row("pow", [positive([3, 4]), [4]], (a: tf.Tensor, b: tf.Tensor) => tf.pow(a, b)),
  row("add", [[3, 4], [4]], (a: tf.Tensor, b: tf.Tensor) => tf.add(tf.square(a), b)),
  row(
    "sub",
    [
      [3, 4],
      [3, 1],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.sub(tf.square(a), b),
  ),
  row("mul", [[3, 4], [4]], (a: tf.Tensor, b: tf.Tensor) => tf.mul(a, b)),
  row("div", [[3, 4], positive([4])], (a: tf.Tensor, b: tf.Tensor) => tf.div(a, b)),
  row(
    "squaredDifference",
    [
      [3, 4],
      [3, 4],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.squaredDifference(a, b),
  ),
  row("maximum", [[3, 4], [4]], (a: tf.Tensor, b: tf.Tensor) => tf.maximum(tf.square(a), b)),
  row(
    "minimum",
    [
      [3, 4],
      [3, 1],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.minimum(tf.square(a), b),
  ),
  row(
    "addN",
    [
      [3, 4],
      [3, 4],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.addN([a, tf.mul(a, b), b]),
  ),
  row(
    "where",
    [
      [3, 4],
      [3, 4],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.where(tf.greater(a, b), tf.square(a), tf.mul(a, b)),
  ),
  row(
    "where, by any comparison",
    [
      [3, 4],
      [3, 4],
    ],
    (a: tf.Tensor, b: tf.Tensor) => {
      const odd = tf.logicalOr(tf.logicalAnd(tf.less(a, b), tf.lessEqual(a, 0)), tf.equal(a, 1));
      const even = tf.logicalNot(tf.logicalAnd(tf.notEqual(a, b), tf.greaterEqual(b, 0.5)));
      return tf.add(tf.where(odd, tf.square(a), b), tf.where(even, tf.mul(a, b), a));
    },
  ),
  each("zerosLike and onesLike", (x) =>
    tf.mul(tf.add(tf.zerosLike(x), tf.onesLike(x)), tf.square(x)),
  ),
];

const reductions: OpRow[] = [
  each("sum", (x) => tf.square(tf.sum(x, 1))),
  each("mean", (x) => tf.square(tf.mean(x, 0, true))),
  each("max of an axis", (x) => tf.square(tf.max(x, 1))),
  each("max of all, kept", (x) => tf.square(tf.max(x, undefined, true))),
  each("min of an axis", (x) => tf.square(tf.min(x, 0))),
  each("cumsum", (x) => tf.square(tf.cumsum(x, 1))),
  each("cumsum of the first axis", (x) => tf.square(tf.cumsum(x, 0, true, true))),
  each("norm", (x) => tf.norm(x, 2, 1)),
  each("moments", (x) => tf.mul(tf.moments(x, 0).mean, tf.moments(x, 0).variance)),
  each("logSumExp", (x) => tf.logSumExp(x, 1)),
  each("softmax", (x) => tf.softmax(x)),
  each("logSoftmax", (x) => tf.logSoftmax(x)),
];

const shapes: OpRow[] = [
  each("reshape", (x) => tf.square(tf.reshape(x, [2, 6]))),
  each("expandDims", (x) => tf.square(tf.expandDims(x, 1))),
  each("squeeze", (x) => tf.square(tf.squeeze(tf.expandDims(x, 1)))),
  each("transpose", (x) => tf.square(tf.transpose(x))),
  row(
    "concat",
    [
      [3, 4],
      [3, 2],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.square(tf.concat([a, tf.square(b)], 1)),
  ),
  row(
    "stack",
    [
      [3, 4],
      [3, 4],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.square(tf.stack([a, tf.mul(a, b)])),
  ),
  each("unstack", (x) => tf.mul(tf.unstack(x)[0], tf.unstack(x)[2])),
  each("split", (x) => tf.mul(...(tf.split(x, 2, 1) as [tf.Tensor, tf.Tensor]))),
  each("slice", (x) => tf.square(tf.slice(x, [1, 1], [2, 2]))),
  each("pad", (x) =>
    tf.square(
      tf.pad(
        x,
        [
          [1, 0],
          [2, 1],
        ],
        0.5,
      ),
    ),
  ),
  each(
    "mirrorPad reflect",
    (x) =>
      tf.square(
        tf.mirrorPad(
          x as tf.Tensor2D,
          [
            [1, 2],
            [2, 3],
          ],
          "reflect",
        ),
      ),
    [4, 5],
  ),
  each(
    "mirrorPad symmetric",
    (x) =>
      tf.square(
        tf.mirrorPad(
          x as tf.Tensor2D,
          [
            [1, 2],
            [0, 5],
          ],
          "symmetric",
        ),
      ),
    [4, 5],
  ),
  each("reverse", (x) => tf.square(tf.reverse(x, 1))),
  each("tile", (x) => tf.square(tf.tile(x, [2, 3]))),
  each("broadcastTo", (x) => tf.square(tf.broadcastTo(x, [2, 3, 4]))),
  each("gather", (x) => tf.square(tf.gather(x, tf.tensor1d([2, 0, 2], "int32")))),
  each("gather along columns", (x) => tf.square(tf.gather(x, tf.tensor1d([3, 3, 1], "int32"), 1))),
  each("unsortedSegmentSum", (x) =>
    tf.square(tf.unsortedSegmentSum(x, tf.tensor1d([1, 0, 1], "int32"), 2)),
  ),
  each(
    "spaceToBatchND",
    (x) =>
      tf.square(
        tf.spaceToBatchND(
          x,
          [2, 2],
          [
            [0, 0],
            [0, 0],
          ],
        ),
      ),
    picture,
  ),
];

const products: OpRow[] = [
  row(
    "matMul of one matrix and a stack",
    [
      [1, 3, 4],
      [2, 4, 5],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.square(tf.matMul(a, b)),
  ),
  row(
    "matMul of a stack and one matrix, transposed",
    [
      [2, 4, 3],
      [1, 5, 4],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.square(tf.matMul(a, b, true, true)),
  ),
  row("fused.matMul", [[3, 4], [4, 2], [2]], (a: tf.Tensor, b: tf.Tensor, bias: tf.Tensor) =>
    tf.square(tf.fused.matMul({ a, b, bias })),
  ),
  row(
    "matMul",
    [
      [3, 4],
      [4, 2],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.square(tf.matMul(a, b)),
  ),
  row(
    "matMul, transposed",
    [
      [4, 3],
      [2, 4],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.square(tf.matMul(a, b, true, true)),
  ),
  row(
    "matMul of stacks",
    [
      [2, 3, 4],
      [2, 5, 4],
    ],
    (a: tf.Tensor, b: tf.Tensor) => tf.square(tf.matMul(a, b, false, true)),
  ),
  row(
    "attention",
    [
      [2, 3, 4],
      [2, 5, 4],
      [2, 5, 3],
    ],
    (q: tf.Tensor, k: tf.Tensor, v: tf.Tensor) =>
      tf.matMul(tf.softmax(tf.mul(tf.matMul(q, k, false, true), 0.5)), v),
  ),
  row("dot", [[3, 4], [4]], (a: tf.Tensor, b: tf.Tensor) => tf.square(tf.dot(a, b))),
  row("outerProduct", [[3], [4]], (a: tf.Tensor1D, b: tf.Tensor1D) =>
    tf.square(tf.outerProduct(a, b)),
  ),
];

type Four = tf.Tensor4D;
const convolution = (
  name: string,
  filter: number[],
  strides: number,
  pad: "same" | "valid" | number,
) =>
  row(`conv2d ${name}`, [picture, filter], (x: Four, f: Four) =>
    tf.square(tf.conv2d(x, f, strides, pad)),
  );
const pictures: OpRow[] = [
  each("depthToSpace", (x) => tf.square(tf.depthToSpace(x as Four, 2)), [2, 3, 2, 8]),
  each("image.flipLeftRight", (x) => tf.square(tf.image.flipLeftRight(x as Four)), picture),
  row("fused.conv2d", [picture, [3, 3, 2, 3], [3]], (x: Four, filter: Four, bias: tf.Tensor) =>
    tf.square(tf.fused.conv2d({ x, filter, strides: 2, pad: "same", bias })),
  ),
  row("fused.conv2d with an activation", [picture, [3, 3, 2, 3]], (x: Four, filter: Four) =>
    tf.fused.conv2d({ x, filter, strides: 1, pad: "valid", activation: "sigmoid" }),
  ),
  convolution("same", [3, 3, 2, 3], 1, "same"),
  convolution("stride 2, same", [5, 5, 2, 3], 2, "same"),
  convolution("stride 2, valid", [4, 4, 2, 3], 2, "valid"),
  convolution("padded by 1", [4, 4, 2, 3], 2, 1),
  convolution("1x1", [1, 1, 2, 3], 1, "valid"),
  row(
    "conv2dTranspose",
    [
      [2, 3, 3, 2],
      [4, 4, 3, 2],
    ],
    (x: Four, f: Four) => tf.square(tf.conv2dTranspose(x, f, [2, 6, 6, 3], 2, "same")),
  ),
  row("depthwiseConv2d", [picture, [3, 3, 2, 2]], (x: Four, f: Four) =>
    tf.square(tf.depthwiseConv2d(x, f, 1, "same")),
  ),
  row("depthwiseConv2d, stride 2", [picture, [3, 3, 2, 1]], (x: Four, f: Four) =>
    tf.square(tf.depthwiseConv2d(x, f, 2, "valid")),
  ),
  row("separableConv2d", [picture, [3, 3, 2, 1], [1, 1, 2, 3]], (x: Four, d: Four, p: Four) =>
    tf.square(tf.separableConv2d(x, d, p, 1, "same")),
  ),
  each("avgPool", (x) => tf.square(tf.avgPool(x as Four, 2, 2, "valid")), picture),
  each("avgPool, overlapping", (x) => tf.square(tf.avgPool(x as Four, 3, 2, "same")), picture),
  each("maxPool", (x) => tf.square(tf.maxPool(x as Four, 2, 2, "valid")), picture),
  each("maxPool, overlapping", (x) => tf.square(tf.maxPool(x as Four, 3, 2, "same")), picture),
  each("resizeBilinear up", (x) => tf.square(tf.image.resizeBilinear(x as Four, [9, 12])), picture),
  each(
    "resizeBilinear down, corners",
    (x) => tf.square(tf.image.resizeBilinear(x as Four, [4, 5], true)),
    picture,
  ),
  each(
    "resizeBilinear, half pixels",
    (x) => tf.square(tf.image.resizeBilinear(x as Four, [12, 9], false, true)),
    picture,
  ),
  each(
    "resizeBilinear down, half pixels",
    (x) => tf.square(tf.image.resizeBilinear(x as Four, [3, 4], false, true)),
    picture,
  ),
  each(
    "resizeNearestNeighbor up",
    (x) => tf.square(tf.image.resizeNearestNeighbor(x as Four, [12, 12])),
    picture,
  ),
  each(
    "resizeNearestNeighbor down",
    (x) => tf.square(tf.image.resizeNearestNeighbor(x as Four, [4, 5])),
    picture,
  ),
  each(
    "resizeNearestNeighbor, corners",
    (x) => tf.square(tf.image.resizeNearestNeighbor(x as Four, [9, 8], true)),
    picture,
  ),
  each(
    "resizeNearestNeighbor, half pixels",
    (x) => tf.square(tf.image.resizeNearestNeighbor(x as Four, [9, 8], false, true)),
    picture,
  ),
  row(
    "batchNorm",
    [picture, [2], positive([2]), [2], [2]],
    (x: Four, m: tf.Tensor1D, v: tf.Tensor1D, b: tf.Tensor1D, s: tf.Tensor1D) =>
      tf.square(tf.batchNorm(x, m, v, b, s, 1e-3)),
  ),
];

export const opRows: OpRow[] = [...elementwise, ...reductions, ...shapes, ...products, ...pictures];
