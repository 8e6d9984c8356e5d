import * as tf from "@tensorflow/tfjs";
import type { Random } from "../../../src/random";

// One case for each kernel of the table: random inputs and attributes, for the eager engine and the
// compiled graph alike.

export interface KernelCall {
  readonly inputs: Record<string, tf.Tensor> | tf.Tensor[];
  readonly attrs?: object;
}

export type KernelCase = (draw: Draw) => KernelCall;

/** Draws shapes and tensors. */
export class Draw {
  constructor(readonly random: Random) {}

  integer(from: number, to: number): number {
    return from + this.random.integers(1, to - from + 1)[0];
  }

  choose<T>(...options: readonly T[]): T {
    return options[this.integer(0, options.length - 1)];
  }

  shape(rank = this.integer(1, 4)): number[] {
    return Array.from({ length: rank }, () => this.integer(1, 5));
  }

  /** Some axes of that many, at least one; sometimes counted from the end. */
  axes(rank: number): number[] {
    const count = this.integer(1, rank);
    const axes = [...this.random.shuffle(rank)].slice(0, count).sort((a, b) => a - b);
    return this.choose(true, false) ? axes : axes.map((axis) => axis - rank);
  }

  axis(rank: number): number {
    return this.integer(-rank, rank - 1);
  }

  normal(shape = this.shape()): tf.Tensor {
    return tf.tensor(this.random.normals(tf.util.sizeFromShape(shape), 0, 2), shape);
  }

  positive(shape = this.shape()): tf.Tensor {
    return tf.tensor(this.random.uniforms(tf.util.sizeFromShape(shape), 0.1, 3), shape);
  }

  integers(shape: number[], limit: number): tf.Tensor {
    return tf.tensor(this.random.integers(tf.util.sizeFromShape(shape), limit), shape, "int32");
  }

  booleans(shape: number[]): tf.Tensor {
    return tf.cast(this.integers(shape, 2), "bool");
  }

  /** Two shapes that broadcast together. */
  pair(): [number[], number[]] {
    const a = this.shape();
    const b = a.map((size) => (this.choose(true, false) ? size : 1));
    const shorter = b.slice(this.integer(0, b.length - 1));
    return this.choose<[number[], number[]]>([a, shorter], [shorter, a]);
  }
}

const unary: KernelCase = (draw) => ({ inputs: { x: draw.normal() } });
const unaryPositive: KernelCase = (draw) => ({ inputs: { x: draw.positive() } });

const binary: KernelCase = (draw) => {
  const [a, b] = draw.pair();
  return { inputs: { a: draw.normal(a), b: draw.normal(b) } };
};
const binaryPositive: KernelCase = (draw) => {
  const [a, b] = draw.pair();
  return { inputs: { a: draw.positive(a), b: draw.positive(b) } };
};
/** Small whole numbers, so that equal ones occur. */
const comparison: KernelCase = (draw) => {
  const [a, b] = draw.pair();
  const floats = draw.choose(true, false);
  const make = (shape: number[]) =>
    floats ? tf.cast(draw.integers(shape, 3), "float32") : draw.integers(shape, 3);
  return { inputs: { a: make(a), b: make(b) } };
};
const logical: KernelCase = (draw) => {
  const [a, b] = draw.pair();
  return { inputs: { a: draw.booleans(a), b: draw.booleans(b) } };
};
const sumOfFew: KernelCase = (draw) => {
  const shape = draw.shape();
  return { inputs: [1, 2, 3].slice(draw.integer(0, 1)).map(() => draw.normal(shape)) };
};

const reduction: KernelCase = (draw) => {
  // few rows and many
  const many = draw.choose(true, false);
  const x = many ? draw.normal([5, 20, draw.integer(1, 3)]) : draw.normal();
  const axis = many ? draw.choose([0, 1], [-3, -2], [0]) : draw.axes(x.rank);
  return {
    inputs: { x },
    attrs: { axis, reductionIndices: axis, keepDims: draw.choose(true, false) },
  };
};
// the cpu engine reduces the last axes only in some kernels, and axes from the front
const logicalReduction: KernelCase = (draw) => {
  const x = draw.booleans(draw.shape());
  return {
    inputs: { x },
    attrs: { axis: [draw.axis(x.rank)], keepDims: draw.choose(true, false) },
  };
};
const argReduction: KernelCase = (draw) => {
  const x = draw.normal();
  return { inputs: { x }, attrs: { axis: draw.integer(0, x.rank - 1) } };
};

const strange = (x: tf.Tensor) =>
  tf.where(
    tf.greater(x, 2),
    tf.fill(x.shape, NaN),
    tf.where(tf.less(x, -2), tf.fill(x.shape, Infinity), x),
  );
const unaryStrange: KernelCase = (draw) => ({ inputs: { x: strange(draw.normal()) } });

const picture = (draw: Draw) => [
  draw.integer(1, 3),
  draw.integer(1, 6),
  draw.integer(1, 6),
  draw.integer(1, 3),
];
const resizeAttrs = (draw: Draw, [, height, width]: number[]) => {
  const factor = draw.integer(1, 3);
  return {
    alignCorners: draw.choose(true, false),
    halfPixelCenters: false,
    size: draw.choose([height * factor, width * factor], [draw.integer(1, 9), draw.integer(1, 9)]),
  };
};
const resize: KernelCase = (draw) => {
  const shape = picture(draw);
  const attrs = resizeAttrs(draw, shape);
  const halfPixelCenters = !attrs.alignCorners && draw.choose(true, false);
  return { inputs: { images: draw.normal(shape) }, attrs: { ...attrs, halfPixelCenters } };
};
const resizeGrad = (draw: Draw, batch = draw.integer(1, 3)): KernelCall => {
  // the cpu engine's gradient never ends when a single row is stretched corner to corner
  const shape = [batch, draw.integer(2, 7), draw.integer(2, 7), draw.integer(1, 3)];
  const attrs = resizeAttrs(draw, shape);
  const dy = draw.normal([shape[0], ...attrs.size, shape[3]]);
  return { inputs: { images: draw.normal(shape), dy }, attrs };
};

interface ConvCase {
  readonly x: number[];
  readonly filter: number[];
  readonly attrs: Record<string, unknown>;
  readonly out: number[];
}

/** A window of any size, stride, padding; channels on both sides of where the lowerings change. */
function convCase(draw: Draw, depthwise: boolean, gradient: boolean): ConvCase {
  for (;;) {
    const channels = draw.choose(1, 2, 3, 5, 16, 17);
    const x = [draw.integer(1, 3), draw.integer(1, 9), draw.integer(1, 9), channels];
    const filter = [draw.integer(1, 5), draw.integer(1, 4), channels, draw.choose(1, 2, 4, 5)];
    const strides = [draw.integer(1, 3), draw.integer(1, 2)];
    const dilations = [draw.choose(1, 1, 2), 1];
    const pad = draw.choose<unknown>("same", "valid", 1, [
      [0, 0],
      [1, 0],
      [0, 2],
      [0, 0],
    ]);
    // TensorFlow.js takes a padding that is a number for square windows only
    if (pad === 1) {
      filter[1] = filter[0];
      strides[1] = strides[0];
      dilations[0] = 1;
    }
    // TensorFlow.js has no gradients of dilated convolutions, and no strides for depthwise ones
    if (dilations[0] > 1 && (gradient || (depthwise && Math.max(...strides) > 1))) continue;
    const attrs = { strides, dilations, pad, dataFormat: "NHWC", dimRoundingMode: "floor" };
    const info = tf.backend_util.computeConv2DInfo(
      x as [number, number, number, number],
      filter as [number, number, number, number],
      strides as [number, number],
      dilations as [number, number],
      pad as "same",
      "floor",
      depthwise,
    );
    if (info.outHeight > 0 && info.outWidth > 0) return { x, filter, attrs, out: info.outShape };
  }
}

const convInput =
  (depthwise: boolean): KernelCase =>
  (draw) => {
    const { x, filter, attrs, out } = convCase(draw, depthwise, true);
    return {
      inputs: { dy: draw.normal(out), filter: draw.normal(filter) },
      attrs: { ...attrs, inputShape: x },
    };
  };
const convFilter =
  (depthwise: boolean): KernelCase =>
  (draw) => {
    const { x, filter, attrs, out } = convCase(draw, depthwise, true);
    return {
      inputs: { x: draw.normal(x), dy: draw.normal(out) },
      attrs: { ...attrs, filterShape: filter },
    };
  };
const convForward =
  (depthwise: boolean): KernelCase =>
  (draw) => {
    const { x, filter, attrs } = convCase(draw, depthwise, false);
    return { inputs: { x: draw.normal(x), filter: draw.normal(filter) }, attrs };
  };

/** The bias and the activation of a fused kernel. */
function fusedInputs(draw: Draw, channels: number) {
  const activation = draw.choose("linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu", "prelu");
  const preluActivationWeights = draw.positive([channels]);
  return {
    activation,
    bias: draw.normal([channels]),
    ...(activation === "prelu" && { preluActivationWeights }),
  };
}

function poolCase(draw: Draw, pads = ["same", "valid"]) {
  const shape = [
    draw.integer(1, 3),
    draw.integer(2, 4) * 2,
    draw.integer(2, 4) * 2,
    draw.integer(1, 3),
  ];
  const blocks = { filterSize: [2, 2], strides: [2, 2], pad: "valid" };
  const other = {
    filterSize: [draw.integer(1, 3), draw.integer(2, 3)],
    strides: [draw.integer(1, 3), 1],
    pad: draw.choose(...pads),
  };
  const attrs = draw.choose(blocks, other);
  const { outShape } = tf.backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    attrs.filterSize as [number, number],
    attrs.strides as [number, number],
    1,
    attrs.pad as "same",
  );
  return { x: draw.normal(shape), attrs, out: outShape };
}
const poolForward: KernelCase = (draw) => {
  const { x, attrs } = poolCase(draw);
  return { inputs: { x }, attrs };
};

export const kernelCases: Readonly<Record<string, KernelCase>> = {
  ...Object.fromEntries(
    [
      [
        "Abs",
        "Neg",
        "Exp",
        "Relu",
        "Sigmoid",
        "Tanh",
        "Softplus",
        "Sign",
        "Reciprocal",
        "Sin",
        "Cos",
      ],
      ["Tan", "Atan", "Sinh", "Cosh", "Erf", "Floor", "Ceil", "Round", "Selu", "Elu", "Square"],
      ["Relu6", "Expm1", "Identity", "ZerosLike", "OnesLike"],
    ]
      .flat()
      .map((kernel) => [kernel, unary]),
  ),
  ...Object.fromEntries(["Log", "Sqrt", "Rsqrt", "Log1p"].map((kernel) => [kernel, unaryPositive])),
  ...Object.fromEntries(["IsNan", "IsInf", "IsFinite"].map((kernel) => [kernel, unaryStrange])),
  ...Object.fromEntries(
    ["Add", "Sub", "Multiply", "RealDiv", "Maximum", "Minimum", "SquaredDifference", "Mod"].map(
      (kernel) => [kernel, binary],
    ),
  ),
  Pow: binaryPositive,
  FloorDiv: (draw) => {
    const [a, b] = draw.pair();
    const below = tf.sub(draw.integers(a, 20), tf.scalar(10, "int32"));
    return { inputs: { a: below, b: tf.add(draw.integers(b, 3), tf.scalar(1, "int32")) } };
  },
  ...Object.fromEntries(
    ["Greater", "GreaterEqual", "Less", "LessEqual", "Equal", "NotEqual"].map((kernel) => [
      kernel,
      comparison,
    ]),
  ),
  LogicalAnd: logical,
  LogicalOr: logical,
  LogicalNot: (draw) => ({ inputs: { x: draw.booleans(draw.shape()) } }),
  AddN: sumOfFew,
  Prelu: (draw) => {
    const x = draw.normal();
    return { inputs: { x, alpha: draw.positive(x.shape.slice(-1)) } };
  },
  Step: (draw) => ({ inputs: { x: draw.normal() }, attrs: { alpha: draw.choose(0, 0.2, 1, -1) } }),
  LeakyRelu: (draw) => ({ inputs: { x: draw.normal() }, attrs: { alpha: 0.2 } }),
  ClipByValue: (draw) => ({
    inputs: { x: draw.normal() },
    attrs: { clipValueMin: -0.5, clipValueMax: 1 },
  }),
  Cast: (draw) => ({
    inputs: { x: draw.choose(draw.normal(), draw.integers([3], 5), draw.booleans([2, 2])) },
    attrs: { dtype: draw.choose("float32", "int32", "bool") },
  }),
  EluGrad: (draw) => {
    const y = draw.normal();
    return { inputs: { dy: draw.normal(y.shape), y } };
  },
  Select: (draw) => {
    const shape = draw.shape();
    return {
      inputs: { condition: draw.booleans(shape), t: draw.normal(shape), e: draw.normal(shape) },
    };
  },
  ...Object.fromEntries(["Sum", "Mean", "Max", "Min", "Prod"].map((kernel) => [kernel, reduction])),
  All: logicalReduction,
  Any: logicalReduction,
  ArgMax: argReduction,
  ArgMin: argReduction,
  Cumsum: (draw) => {
    const x = draw.normal();
    const [exclusive, reverse] = [draw.choose(true, false), draw.choose(true, false)];
    return { inputs: { x }, attrs: { axis: x.rank - 1, exclusive, reverse } };
  },
  Reshape: (draw) => {
    const [a, b, c] = draw.shape(3);
    const shape = draw.choose([a * b, c], [-1, b], [c, b, a, 1], [a * b * c]);
    return { inputs: { x: draw.normal([a, b, c]) }, attrs: { shape } };
  },
  ExpandDims: (draw) => {
    const input = draw.normal();
    return { inputs: { input }, attrs: { dim: draw.integer(-input.rank - 1, input.rank) } };
  },
  Transpose: (draw) => {
    const x = draw.normal();
    return { inputs: { x }, attrs: { perm: [...draw.random.shuffle(x.rank)] } };
  },
  Tile: (draw) => {
    const x = draw.normal();
    return { inputs: { x }, attrs: { reps: draw.shape(x.rank).map((n) => Math.min(n, 3)) } };
  },
  Concat: (draw) => {
    const shape = draw.shape();
    const axis = draw.integer(0, shape.length - 1);
    const part = () => draw.normal(shape.map((n, i) => (i === axis ? draw.integer(1, 4) : n)));
    return { inputs: [part(), part(), part()], attrs: { axis } };
  },
  Pack: (draw) => {
    const shape = draw.shape(draw.integer(1, 3));
    return {
      inputs: [draw.normal(shape), draw.normal(shape)],
      attrs: { axis: draw.integer(0, shape.length) },
    };
  },
  SplitV: (draw) => {
    const shape = draw.shape();
    const axis = draw.integer(0, shape.length - 1);
    const sizes = [draw.integer(1, 3), draw.integer(1, 3), draw.integer(1, 3)];
    shape[axis] = sizes[0] + sizes[1] + sizes[2];
    const numOrSizeSplits = draw.choose(sizes, [sizes[0], -1, sizes[2]]);
    return { inputs: { x: draw.normal(shape) }, attrs: { axis, numOrSizeSplits } };
  },
  Unpack: (draw) => {
    const value = draw.normal(draw.shape(draw.integer(2, 4)));
    return { inputs: { value }, attrs: { axis: draw.axis(value.rank) } };
  },
  Slice: (draw) => {
    const x = draw.normal();
    const begin = x.shape.map((n) => draw.integer(0, n - 1));
    const size = x.shape.map((n, i) => draw.choose(-1, draw.integer(1, n - begin[i])));
    return { inputs: { x }, attrs: { begin, size } };
  },
  // the cpu engine looks up other numbers when an axis is dropped and another one is stepped over
  StridedSlice: (draw) => {
    const x = draw.normal(draw.shape(3).map((n) => n + 2));
    const strides = [1, 1, 1].map(() => draw.choose(1, 2, -1));
    const begin = strides.map((stride, i) => (stride > 0 ? 0 : x.shape[i] - 1));
    const end = strides.map((stride, i) => (stride > 0 ? x.shape[i] - 1 : 0));
    const masks = { beginMask: draw.choose(0, 1), endMask: draw.choose(0, 2), ellipsisMask: 0 };
    return {
      inputs: { x },
      attrs: { begin, end, strides, ...masks, newAxisMask: 0, shrinkAxisMask: 0 },
    };
  },
  Reverse: (draw) => {
    const x = draw.normal();
    return { inputs: { x }, attrs: { dims: draw.axes(x.rank) } };
  },
  PadV2: (draw) => {
    const x = draw.normal();
    const paddings = x.shape.map(() => [draw.integer(0, 2), draw.integer(0, 2)]);
    return { inputs: { x }, attrs: { paddings, constantValue: draw.choose(0, 1.5) } };
  },
  MirrorPad: (draw) => {
    const x = draw.normal(draw.shape(3).map((n) => n + 2));
    const paddings = x.shape.map(() => [draw.integer(0, 2), draw.integer(0, 2)]);
    return { inputs: { x }, attrs: { paddings, mode: draw.choose("reflect", "symmetric") } };
  },
  Fill: (draw) => ({ inputs: {}, attrs: { shape: draw.shape(), value: 1.5, dtype: "float32" } }),
  Range: () => ({ inputs: {}, attrs: { start: 1, stop: 7, step: 2, dtype: "int32" } }),
  LinSpace: () => ({ inputs: {}, attrs: { start: 0, stop: 1, num: 5 } }),
  BatchMatMul: (draw) => {
    const [n, k, m] = draw.shape(3);
    const [transposeA, transposeB] = [draw.choose(true, false), draw.choose(true, false)];
    const lead = draw.shape(draw.integer(0, 2));
    const leadB = lead.map((size) => draw.choose(size, 1));
    const a = draw.normal([...lead, ...(transposeA ? [k, n] : [n, k])]);
    const b = draw.normal([...leadB, ...(transposeB ? [m, k] : [k, m])]);
    // the cpu engine wants stacks of one axis
    const three = (x: tf.Tensor, size: number) => tf.reshape(x, [size, ...x.shape.slice(-2)]);
    const flat = lead.reduce((p, q) => p * q, 1);
    const flatB = flat === leadB.reduce((p, q) => p * q, 1) ? flat : 1;
    const whole = flatB === flat ? b : draw.normal([1, ...b.shape.slice(-2)]);
    return {
      inputs: lead.length === 0 ? { a, b } : { a: three(a, flat), b: three(whole, flatB) },
      attrs: { transposeA, transposeB },
    };
  },
  Einsum: (draw) => {
    const [i, j, k, l] = draw.shape(4);
    return {
      inputs: [draw.normal([i, j, k]), draw.normal([i, k, l])],
      attrs: { equation: "bij,bjk->bik" },
    };
  },
  Softmax: (draw) => ({ inputs: { logits: draw.normal(draw.shape(2)) }, attrs: { dim: -1 } }),
  FusedBatchNorm: (draw) => {
    const x = draw.normal(draw.shape(4));
    const vector = x.shape.slice(-1);
    const [mean, variance] = [draw.normal(vector), draw.positive(vector)];
    const inputs = { x, mean, variance, scale: draw.normal(vector), offset: draw.normal(vector) };
    return { inputs, attrs: { varianceEpsilon: 1e-3 } };
  },
  GatherV2: (draw) => {
    const batchDims = draw.choose(0, 1);
    const x = draw.normal(draw.shape(3));
    const axis = batchDims === 1 ? 1 : draw.integer(0, 2);
    const shape = batchDims === 1 ? [x.shape[0], 3] : draw.shape(draw.integer(1, 2));
    const indices = draw.integers(shape, x.shape[axis]);
    return { inputs: { x, indices }, attrs: { axis, batchDims } };
  },
  UnsortedSegmentSum: (draw) => {
    const x = draw.normal(draw.shape(2));
    return {
      inputs: { x, segmentIds: draw.integers([x.shape[0]], 4) },
      attrs: { numSegments: 4 },
    };
  },
  GatherNd: (draw) => {
    const params = draw.normal(draw.shape(3));
    return {
      inputs: {
        params,
        indices: tf.stack(
          [draw.integers([4], params.shape[0]), draw.integers([4], params.shape[1]!)],
          1,
        ),
      },
    };
  },
  ScatterNd: (draw) => ({
    inputs: { indices: draw.integers([4, 1], 3), updates: draw.normal([4, 2]) },
    attrs: { shape: [3, 2] },
  }),
  OneHot: (draw) => ({
    inputs: { indices: draw.integers(draw.shape(1), 6) },
    attrs: { depth: 5, onValue: 2, offValue: -1, dtype: draw.choose("float32", "int32") },
  }),
  TopK: (draw) => ({ inputs: { x: draw.normal([3, 6]) }, attrs: { k: 3, sorted: true } }),
  Conv2D: convForward(false),
  Conv2DBackpropInput: convInput(false),
  Conv2DBackpropFilter: convFilter(false),
  DepthwiseConv2dNative: convForward(true),
  DepthwiseConv2dNativeBackpropInput: convInput(true),
  DepthwiseConv2dNativeBackpropFilter: convFilter(true),
  FusedConv2D: (draw) => {
    const { x, filter, attrs } = convCase(draw, false, false);
    const { activation, ...own } = fusedInputs(draw, filter[3]);
    const inputs = { x: draw.normal(x), filter: draw.normal(filter), ...own };
    return { inputs, attrs: { ...attrs, activation, leakyreluAlpha: 0.3 } };
  },
  _FusedMatMul: (draw) => {
    const [n, k, m] = draw.shape(3);
    const { activation, ...own } = fusedInputs(draw, m);
    const inputs = { a: draw.normal([1, n, k]), b: draw.normal([1, k, m]), ...own };
    const attrs = { transposeA: false, transposeB: false, activation, leakyreluAlpha: 0.3 };
    return { inputs, attrs };
  },
  DepthToSpace: (draw) => {
    const [n, h, w, c] = draw.shape(4);
    const attrs = { blockSize: draw.choose(2, 3), dataFormat: "NHWC" };
    return { inputs: { x: draw.normal([n, h, w, c * attrs.blockSize ** 2]) }, attrs };
  },
  FlipLeftRight: (draw) => ({ inputs: { image: draw.normal(draw.shape(4)) } }),
  SpaceToBatchND: (draw) => {
    const [n, h, w, c] = draw.shape(4);
    // rows and columns are padded to a multiple of the block
    const paddings = [h, w].map((size) => [1, (size + 1) % 2]);
    const attrs = { blockShape: [2, 2], paddings };
    return { inputs: { x: draw.normal([n, h, w, c]) }, attrs };
  },
  BatchToSpaceND: (draw) => {
    const [n, h, w, c] = draw.shape(4);
    const attrs = { blockShape: [2, 1], crops: [[1, 0], [0, 0]] }; // prettier-ignore
    return { inputs: { x: draw.normal([2 * n, h, w, c]) }, attrs };
  },
  MaxPoolWithArgmax: (draw) => {
    const { x, attrs } = poolCase(draw, ["valid"]);
    return { inputs: { x }, attrs: { ...attrs, includeBatchInIndex: draw.choose(true, false) } };
  },
  AvgPool: poolForward,
  MaxPool: poolForward,
  // the cpu engine's gradient counts the padding, which its pool itself leaves out
  AvgPoolGrad: (draw) => {
    const { x, attrs, out } = poolCase(draw, ["valid"]);
    return { inputs: { dy: draw.normal(out), input: x }, attrs };
  },
  MaxPoolGrad: (draw) => {
    const { x, attrs, out } = poolCase(draw);
    return { inputs: { dy: draw.normal(out), input: x, output: draw.normal(out) }, attrs };
  },
  ResizeNearestNeighbor: resize,
  ResizeBilinear: resize,
  // the cpu engine reads the wrong numbers of the second picture on: its row offset is that of the input
  ResizeNearestNeighborGrad: (draw) => resizeGrad(draw, 1),
  ResizeBilinearGrad: (draw) => resizeGrad(draw),
};
