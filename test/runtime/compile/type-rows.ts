import * as tf from "@tensorflow/tfjs";

// For every kernel of the table: what it takes, and how to call it with one or two tensors of any type.

type Inputs = Record<string, tf.Tensor> | tf.Tensor[];
type Attrs = Record<string, unknown>;

export interface TypeRow {
  /** The types that it has a compiled form for: f, i, b. Any other is refused. */
  readonly takes: string;
  /** Whether it takes two tensors of different types. */
  readonly mixed?: boolean;
  /** From x (n) alone; or from x (n, 1) and y (1, n), which broadcast together. */
  readonly inputs: (x: tf.Tensor, y: tf.Tensor) => Inputs;
  readonly attrs?: readonly Attrs[];
  /** Numbers for it: all; no NaN and no infinity; whole ones of one digit. */
  readonly numbers?: "all" | "finite" | "small";
  /** What int32 has to give, where the plain engine rounds it to float32 or loses digits in float64. */
  readonly right?: (x: number, y: number) => number;
}

const alone = (x: tf.Tensor) => ({ x });
const both = (a: tf.Tensor, b: tf.Tensor) => ({ a, b });
const unary = (takes: string, more: Partial<TypeRow> = {}): TypeRow => ({ takes, inputs: alone, ...more }); // prettier-ignore
const binary = (takes: string, more: Partial<TypeRow> = {}): TypeRow => ({ takes, inputs: both, ...more }); // prettier-ignore

const rows = (names: string, row: TypeRow) =>
  Object.fromEntries(names.split(" ").map((name) => [name, row]));

const whole = (values: readonly number[], shape: number[] = [values.length]) =>
  tf.tensor([...values], shape, "int32");
/** (1, 1, n, 1) */
const picture = (x: tf.Tensor) => tf.reshape(x, [1, 1, x.size, 1]);
/** As many places along x as there are in (a, b). */
const spread = (a: tf.Tensor, b: tf.Tensor) => {
  const shape = [a.size, b.size];
  return [a, b].map((t) => tf.broadcastTo(t, shape));
};
/** Every third place. */
const condition = (shape: number[]) =>
  tf.tensor(Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Number(i % 3 === 0)), shape, "bool"); // prettier-ignore

const window = { filterSize: [1, 2], strides: [1, 1], pad: "same", dimRoundingMode: undefined };
const blocks = { ...window, strides: [1, 2], pad: "valid" };
const conv = { strides: [1, 1], pad: "same", dilations: [1, 1], dataFormat: "NHWC" };
const size = { size: [2, 5], alignCorners: false, halfPixelCenters: false };
const onAxis = [{ axis: 0, keepDims: false }];
const lastOfTwo = [{ axis: [1], reductionIndices: [1], keepDims: false }];
const inRows = (x: tf.Tensor) => ({ x: tf.tile(tf.reshape(x, [1, x.size]), [2, 1]) });
const finite: Partial<TypeRow> = { numbers: "finite" };
const small: Partial<TypeRow> = { numbers: "small" };

export const typeRows: Readonly<Record<string, TypeRow>> = {
  ...rows("Log Sqrt Tanh Reciprocal Sin Cos Tan Atan Sinh Cosh Erf Floor Ceil Rsqrt Log1p Expm1", unary("f")), // prettier-ignore
  ...rows("Sigmoid Softplus Selu Elu", unary("f")),
  ...rows("Neg Sign Round Relu Relu6", unary("fi")),
  ...rows("Exp Identity ZerosLike OnesLike IsNan IsInf IsFinite", unary("fib")),
  Abs: unary("fi", { right: Math.abs }),
  Square: unary("fi", { right: (x) => Math.imul(x, x) }),
  Step: unary("fi", { attrs: [0, 0.2, 1, -1, 2].map((alpha) => ({ alpha })) }),
  LeakyRelu: unary("fib", { attrs: [0.2, 0, -0.5, 2].map((alpha) => ({ alpha })) }),
  ClipByValue: unary("fi", {
    attrs: [
      { clipValueMin: -1.5, clipValueMax: 2.5 },
      { clipValueMin: 1.5, clipValueMax: Infinity },
    ],
  }),
  Cast: unary("fib", { attrs: ["float32", "int32", "bool"].map((dtype) => ({ dtype })) }),
  LogicalNot: unary("b"),
  ...rows("Add Sub Maximum Minimum Mod", binary("fi")),
  ...rows("Greater GreaterEqual Less LessEqual Equal NotEqual", binary("fib")),
  ...rows("LogicalAnd LogicalOr", binary("b")),
  Multiply: binary("fib", { right: Math.imul }),
  RealDiv: binary("f"),
  FloorDiv: binary("i"),
  SquaredDifference: binary("fi", { right: (x, y) => Math.imul(x - y, x - y) }),
  Pow: binary("fi", small),
  EluGrad: { takes: "f", inputs: (a, b) => ({ dy: spread(a, b)[0], y: spread(a, b)[1] }) },
  Prelu: { takes: "fib", mixed: true, inputs: (x, alpha) => ({ x, alpha }) },
  AddN: { takes: "fi", inputs: (a, b) => spread(a, b) },
  Select: {
    takes: "fib",
    mixed: true,
    inputs: (a, b) => {
      const [t, e] = spread(a, b);
      return { condition: condition(t.shape), t, e };
    },
  },
  ...rows("Max Min", unary("fib", { inputs: inRows, attrs: lastOfTwo })),
  ...rows("Sum Mean", unary("fib", { inputs: inRows, attrs: [...lastOfTwo, { axis: [0] }] })),
  Prod: unary("fib", { ...small, inputs: inRows, attrs: [{ axis: [0] }, { axis: [1] }] }),
  ...rows("All Any", unary("b", { attrs: onAxis })),
  ...rows("ArgMax ArgMin", unary("fib", { attrs: onAxis })),
  Cumsum: unary("fib", {
    attrs: [
      { axis: 0, exclusive: false, reverse: false },
      { axis: 0, exclusive: true, reverse: true },
    ],
  }),
  Softmax: {
    takes: "f",
    inputs: (x) => ({ logits: tf.reshape(x, [1, x.size]) }),
    attrs: [{ dim: -1 }],
  },
  Reshape: unary("fib", { attrs: [{ shape: [1, -1] }] }),
  ExpandDims: { takes: "fib", inputs: (input) => ({ input }), attrs: [{ dim: 0 }] },
  Transpose: unary("fib", { inputs: inRows, attrs: [{ perm: [1, 0] }] }),
  Tile: unary("fib", { attrs: [{ reps: [3] }] }),
  Concat: { takes: "fib", mixed: true, inputs: (a, b) => spread(a, b), attrs: [{ axis: 0 }] },
  Pack: { takes: "fib", inputs: (a, b) => spread(a, b), attrs: [{ axis: 1 }] },
  SplitV: unary("fib", { inputs: inRows, attrs: [{ axis: 0, numOrSizeSplits: [1, 1] }] }),
  Unpack: { takes: "fib", inputs: (x) => ({ value: inRows(x).x }), attrs: [{ axis: 0 }] },
  Slice: unary("fib", { attrs: [{ begin: [1], size: [2] }] }),
  StridedSlice: unary("fib", {
    attrs: [
      { begin: [2], end: [0], strides: [-1], beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 }, // prettier-ignore
    ],
  }),
  Reverse: unary("fib", { attrs: [{ dims: [0] }] }),
  PadV2: unary("fib", { attrs: [{ paddings: [[1, 2]], constantValue: 1 }] }),
  MirrorPad: unary("fib", {
    attrs: ["reflect", "symmetric"].map((mode) => ({ paddings: [[1, 1]], mode })),
  }),
  BatchMatMul: {
    takes: "fi",
    ...small,
    inputs: (a, b) => ({ a, b }),
    attrs: [{ transposeA: false, transposeB: false }],
  },
  Einsum: { takes: "fi", ...small, inputs: (a, b) => [a, b], attrs: [{ equation: "ij,jk->ik" }] },
  FusedBatchNorm: unary("f", {
    inputs: (x) => ({ x: picture(x), mean: tf.cast(whole([2]), x.dtype), variance: tf.cast(whole([4]), x.dtype) }), // prettier-ignore
    attrs: [{ varianceEpsilon: 0.001 }],
  }),
  GatherV2: {
    takes: "fib",
    inputs: (x) => ({ x, indices: whole([2, 0, 2]) }),
    attrs: [{ axis: 0, batchDims: 0 }],
  },
  GatherNd: { takes: "fib", inputs: (x) => ({ params: x, indices: whole([2, 0], [2, 1]) }) },
  ScatterNd: {
    takes: "fi",
    inputs: (x) => ({ updates: tf.slice(x, 0, 3), indices: whole([4, 0, 4], [3, 1]) }),
    attrs: [{ shape: [5] }],
  },
  UnsortedSegmentSum: {
    takes: "f",
    ...finite,
    inputs: (x) => ({ x: tf.slice(x, 0, 3), segmentIds: whole([2, 0, 2]) }),
    attrs: [{ numSegments: 3 }],
  },
  OneHot: {
    takes: "i",
    inputs: (indices) => ({ indices }),
    attrs: ["float32", "int32", "bool"].map((dtype) => ({ depth: 6, onValue: 1, offValue: 0, dtype })), // prettier-ignore
  },
  TopK: unary("fib", { ...finite, attrs: [{ k: 3, sorted: true }] }),
  Range: {
    takes: "fib",
    inputs: () => ({}),
    attrs: [{ start: 5, stop: 0, step: -2, dtype: "int32" }],
  },
  LinSpace: { takes: "fib", inputs: () => ({}), attrs: [{ start: 0, stop: 1, num: 7 }] },
  Fill: {
    takes: "fib",
    inputs: () => ({}),
    attrs: [
      { shape: [2], value: -1.7, dtype: "float32" },
      { shape: [2], value: -1.7, dtype: "int32" },
      { shape: [2], value: true, dtype: "bool" },
    ],
  },
  ResizeNearestNeighbor: {
    takes: "fi",
    ...small,
    inputs: (x) => ({ images: picture(x) }),
    attrs: [size, { ...size, size: [1, 26] }],
  },
  ResizeBilinear: {
    takes: "fi",
    ...finite,
    inputs: (x) => ({ images: picture(x) }),
    attrs: [size],
  },
  ...rows("ResizeNearestNeighborGrad ResizeBilinearGrad", {
    takes: "f",
    ...small,
    inputs: (x) => ({ images: picture(x), dy: tf.tile(picture(x), [1, 2, 1, 1]) }),
    attrs: [{ alignCorners: false }],
  }),
  Conv2D: { takes: "f", ...small, inputs: (x) => ({ x: picture(x), filter: picture(tf.slice(x, 0, 1)) }), attrs: [conv] }, // prettier-ignore
  DepthwiseConv2dNative: { takes: "f", ...small, inputs: (x) => ({ x: picture(x), filter: picture(tf.slice(x, 0, 1)) }), attrs: [conv] }, // prettier-ignore
  ...Object.fromEntries(
    ["Conv2D", "DepthwiseConv2dNative"].flatMap((kernel): [string, TypeRow][] => [
      [
        `${kernel}BackpropInput`,
        {
          takes: "f",
          ...small,
          inputs: (x) => ({ dy: tf.reshape(tf.slice(x, 0, 3), [1, 1, 3, 1]), filter: picture(tf.slice(x, 0, 1)) }), // prettier-ignore
          attrs: [{ ...conv, inputShape: [1, 1, 3, 1] }],
        },
      ],
      [
        `${kernel}BackpropFilter`,
        {
          takes: "f",
          ...small,
          inputs: (x) => ({ x: picture(x), dy: picture(x) }),
          attrs: [{ ...conv, filterShape: [1, 1, 1, 1] }],
        },
      ],
    ]),
  ),
  AvgPool: unary("f", { inputs: (x) => ({ x: picture(x) }), ...finite, attrs: [window, blocks] }),
  MaxPool: unary("fi", { inputs: (x) => ({ x: picture(x) }), ...finite, attrs: [window, blocks] }),
  MaxPoolWithArgmax: unary("fi", {
    inputs: (x) => ({ x: picture(x) }),
    ...finite,
    attrs: [{ ...blocks, includeBatchInIndex: false }],
  }),
  ...rows("AvgPoolGrad", {
    takes: "f",
    ...finite,
    inputs: (x) => ({ dy: picture(tf.slice(x, 0, 1)), input: picture(tf.slice(x, 0, 2)) }),
    attrs: [blocks],
  }),
  MaxPoolGrad: {
    takes: "f",
    ...finite,
    inputs: (x) => ({ dy: picture(tf.slice(x, 0, 1)), input: picture(tf.slice(x, 0, 2)), output: picture(tf.slice(x, 0, 1)) }), // prettier-ignore
    attrs: [blocks],
  },
  DepthToSpace: {
    takes: "f",
    inputs: (x) => ({ x: tf.tile(picture(x), [1, 1, 1, 4]) }),
    attrs: [{ blockSize: 2, dataFormat: "NHWC" }],
  },
  FlipLeftRight: { takes: "fib", inputs: (x) => ({ image: picture(x) }) },
  SpaceToBatchND: unary("fib", { inputs: (x) => ({ x: picture(x) }), attrs: [{ blockShape: [1, 1], paddings: [[0, 0], [1, 0]] }] }), // prettier-ignore
  BatchToSpaceND: unary("fib", { inputs: (x) => ({ x: picture(x) }), attrs: [{ blockShape: [1, 1], crops: [[0, 0], [1, 0]] }] }), // prettier-ignore
  _FusedMatMul: {
    takes: "f",
    ...small,
    inputs: (a, b) => ({ a, b }),
    attrs: [{ transposeA: false, transposeB: false, activation: "relu" }],
  },
  FusedConv2D: { takes: "f", ...small, inputs: (x) => ({ x: picture(x), filter: picture(tf.slice(x, 0, 1)) }), attrs: [{ ...conv, activation: "elu" }] }, // prettier-ignore
};
