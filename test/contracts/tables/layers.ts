import * as tf from "@tensorflow/tfjs";
import {
  elu,
  gelu,
  leakyRelu,
  linear,
  relu,
  relu6,
  selu,
  sigmoid,
  softplus,
  swish,
  tanh,
  type Activation,
} from "../../../src/layers/activations";
import { batchNorm, conditionalBatchNorm } from "../../../src/layers/batch-norm";
import { conv2d, convTranspose2d } from "../../../src/layers/conv";
import { dense } from "../../../src/layers/dense";
import { dropout } from "../../../src/layers/dropout";
import { embedding } from "../../../src/layers/embedding";
import { gumbelSoftmax } from "../../../src/layers/gumbel-softmax";
import {
  badInit,
  fanInUniform,
  heNormal,
  heUniform,
  normalInit,
  orthogonal,
  xavierUniform,
  type Initializer,
} from "../../../src/layers/init";
import { instanceNoise } from "../../../src/layers/instance-noise";
import {
  namedVariable,
  type ApplyContext,
  type Layer,
  type StyledLayer,
} from "../../../src/layers/layer";
import { minibatchDiscrimination, minibatchStddev } from "../../../src/layers/minibatch";
import { instanceNorm, layerNorm, pixelNorm } from "../../../src/layers/norms";
import { phaseShuffle } from "../../../src/layers/phase-shuffle";
import { avgPool2d, upsampleConv2d } from "../../../src/layers/resample";
import { selfAttention } from "../../../src/layers/self-attention";
import { maxout, softmax } from "../../../src/layers/softmax";
import { adaptiveInstanceNorm, modulatedConv2d } from "../../../src/layers/styled";
import { seeded } from "../../../src/random";
import { expectShape } from "../../../src/shape";
import type { DifferentiableRow, Row } from "./row";

export interface InitializerRow extends Row {
  readonly init: Initializer;
  /** Variance of a weight of a [60, 40] layer, as derived by hand. */
  readonly variance: number;
  /** The largest weight that is possible. */
  readonly bound: number;
}

export const initializers: InitializerRow[] = [
  // U(±a) has variance a²/3: a² = 6/100
  { name: "xavierUniform", init: xavierUniform, variance: 2 / 100, bound: Math.sqrt(6 / 100) },
  { name: "heNormal", init: heNormal, variance: 2 / 60, bound: 6.8 * Math.sqrt(2 / 60) },
  { name: "fanInUniform", init: fanInUniform, variance: 1 / 180, bound: 1 / Math.sqrt(60) },
  { name: "normalInit(.02)", init: normalInit(0.02), variance: 0.0004, bound: 6.8 * 0.02 },
  // 40 columns of length .8 in 60 dimensions: .64 / 60 for each number
  { name: "orthogonal(.8)", init: orthogonal(0.8), variance: 0.64 / 60, bound: 0.8 },
  { name: "heUniform", init: heUniform, variance: 2 / 60, bound: Math.sqrt(6 / 60) },
  { name: "badInit(too large)", init: badInit("too large"), variance: 1, bound: 6.8 },
  { name: "badInit(too small)", init: badInit("too small"), variance: 1e-4, bound: 0.068 },
].map((row) => ({ file: "layers/init.ts", ...row }));

/** Files without a function that is differentiated or draws: they have tests of their own only. */
export const layerHelpers: Row[] = [{ file: "layers/lsuv.ts", name: "lsuv" }];

export interface ActivationRow extends DifferentiableRow {
  readonly activation: Activation;
  readonly value: (x: number) => number;
}

export const activations: ActivationRow[] = [
  { name: "relu", activation: relu, value: (x: number) => Math.max(x, 0) },
  {
    name: "leakyRelu",
    activation: (x: tf.Tensor) => leakyRelu(x),
    value: (x: number) => (x > 0 ? x : 0.2 * x),
  },
  { name: "tanh", activation: tanh, value: Math.tanh },
  { name: "sigmoid", activation: sigmoid, value: (x: number) => 1 / (1 + Math.exp(-x)) },
  { name: "linear", activation: linear, value: (x: number) => x },
  { name: "softplus", activation: softplus, value: (x: number) => Math.log1p(Math.exp(x)) },
  { name: "elu", activation: elu, value: (x: number) => (x > 0 ? x : Math.expm1(x)) },
  {
    name: "selu",
    activation: selu,
    value: (x: number) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  },
  { name: "relu6", activation: relu6, value: (x: number) => Math.min(Math.max(x, 0), 6) },
  { name: "swish", activation: swish, value: (x: number) => x / (1 + Math.exp(-x)) },
  {
    name: "gelu",
    activation: gelu,
    value: (x: number) =>
      (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  },
].map((row) => ({ file: "layers/activations.ts", ...row }));

/** A layer of the table, as a function of all its inputs: x, and for a styled layer the style. */
export interface LayerCase extends Pick<Layer, "name" | "variables" | "states"> {
  readonly run: (inputs: tf.Tensor[], context?: ApplyContext) => tf.Tensor;
}

interface Shapes {
  /** Shapes of the inputs, which are standard normal; or the inputs. */
  readonly inputs: readonly (readonly number[] | tf.Tensor)[];
  readonly output: readonly number[];
  /** Classes of the five examples, for layers that want them. */
  readonly labels?: readonly number[];
  /** The highest order at which gradients are checked in training; left out where training changes nothing. */
  readonly trainingOrder?: 1 | 2;
}

export interface LayerRow extends DifferentiableRow, Shapes {
  readonly make: () => LayerCase;
}

const random = () => seeded(1);
const flat: Shapes = { inputs: [[5, 3]], output: [5, 2] };
const flatSame: Shapes = { inputs: [[5, 3]], output: [5, 3] };
const picture: Shapes = { inputs: [[2, 4, 4, 3]], output: [2, 4, 4, 2] };
const pictureSame: Shapes = { inputs: [[2, 4, 4, 3]], output: [2, 4, 4, 3] };
const channels = { inputs: 3, outputs: 2 };
const labels = [2, 0, 1, 2, 2];

const plain: (Row & Shapes & { readonly order?: 1 | 2; readonly make: () => Layer })[] = [
  {
    file: "layers/layer.ts",
    name: "a layer by hand",
    ...flat,
    make: () => {
      const scale = namedVariable(tf.ones([3, 2]), "hand/scale");
      return {
        name: "hand",
        variables: [scale],
        apply: (x) => tf.matMul(expectShape(x, [null, 3], "hand input"), scale),
      };
    },
  },
  {
    file: "layers/dense.ts",
    name: "dense",
    ...flat,
    make: () => dense({ name: "dense", ...channels, random: random() }),
  },
  {
    file: "layers/weights.ts",
    name: "equalised dense without bias",
    ...flat,
    make: () =>
      dense({ name: "dense", ...channels, equalized: true, bias: false, random: random() }),
  },
  // In training u and v move with the weights, and are constants to the gradient: so differences of the function
  // are not its gradient. test/layers/spectral-norm.test.ts holds that gradient against the exact one.
  {
    file: "layers/spectral-norm.ts",
    name: "spectral dense",
    ...flat,
    make: () => dense({ name: "dense", ...channels, spectral: true, random: random() }),
  },
  {
    file: "layers/spectral-norm.ts",
    name: "spectral conv2d",
    ...picture,
    make: () => conv2d({ name: "conv", ...channels, kernel: 3, spectral: true, random: random() }),
  },
  {
    file: "layers/conv.ts",
    name: "conv2d",
    ...picture,
    make: () => conv2d({ name: "conv", ...channels, kernel: 3, random: random() }),
  },
  {
    file: "layers/conv.ts",
    name: "conv2d of stride 2 without bias",
    ...picture,
    output: [2, 2, 2, 2],
    make: () =>
      conv2d({ name: "conv", ...channels, kernel: 4, stride: 2, bias: false, random: random() }),
  },
  {
    file: "layers/conv.ts",
    name: "conv2d without padding",
    ...picture,
    output: [2, 2, 2, 2],
    make: () =>
      conv2d({ name: "conv", ...channels, kernel: 3, padding: "valid", random: random() }),
  },
  {
    file: "layers/conv.ts",
    name: "convTranspose2d of stride 2",
    ...picture,
    output: [2, 8, 8, 2],
    make: () =>
      convTranspose2d({ name: "conv", ...channels, kernel: 4, stride: 2, random: random() }),
  },
  {
    file: "layers/resample.ts",
    name: "upsampleConv2d",
    ...picture,
    output: [2, 8, 8, 2],
    make: () => upsampleConv2d({ name: "conv", ...channels, kernel: 3, random: random() }),
  },
  {
    file: "layers/resample.ts",
    name: "avgPool2d",
    ...picture,
    output: [2, 2, 2, 3],
    make: () => avgPool2d({ name: "pool" }),
  },
  {
    file: "layers/batch-norm.ts",
    name: "batchNorm",
    ...flatSame,
    trainingOrder: 2,
    make: () => batchNorm({ name: "norm", channels: 3 }),
  },
  {
    file: "layers/batch-norm.ts",
    name: "batchNorm of pictures",
    ...pictureSame,
    trainingOrder: 2,
    make: () => batchNorm({ name: "norm", channels: 3 }),
  },
  {
    file: "layers/batch-norm.ts",
    name: "conditionalBatchNorm",
    ...flatSame,
    labels,
    trainingOrder: 2,
    make: () => conditionalBatchNorm({ name: "norm", channels: 3, classes: 3 }),
  },
  {
    file: "layers/batch-norm.ts",
    name: "conditionalBatchNorm of pictures",
    inputs: [[5, 2, 2, 3]],
    output: [5, 2, 2, 3],
    labels,
    trainingOrder: 2,
    make: () => conditionalBatchNorm({ name: "norm", channels: 3, classes: 3 }),
  },
  {
    file: "layers/norms.ts",
    name: "layerNorm",
    ...flatSame,
    make: () => layerNorm({ name: "norm", channels: 3 }),
  },
  {
    file: "layers/norms.ts",
    name: "layerNorm of pictures",
    ...pictureSame,
    make: () => layerNorm({ name: "norm", channels: 3 }),
  },
  {
    file: "layers/norms.ts",
    name: "instanceNorm",
    ...pictureSame,
    make: () => instanceNorm({ name: "norm", channels: 3 }),
  },
  {
    file: "layers/norms.ts",
    name: "pixelNorm",
    ...pictureSame,
    make: () => pixelNorm({ name: "norm" }),
  },
  {
    file: "layers/minibatch.ts",
    name: "minibatchDiscrimination",
    ...flat,
    output: [5, 5],
    make: () =>
      minibatchDiscrimination({ name: "mbd", inputs: 3, kernels: 2, dims: 4, random: random() }),
  },
  {
    file: "layers/minibatch.ts",
    name: "minibatchStddev",
    ...flat,
    output: [5, 4],
    make: () => minibatchStddev({ name: "stddev" }),
  },
  {
    file: "layers/minibatch.ts",
    name: "minibatchStddev of pictures in groups",
    inputs: [[4, 2, 2, 3]],
    output: [4, 2, 2, 4],
    make: () => minibatchStddev({ name: "stddev", group: 2 }),
  },
  {
    file: "layers/dropout.ts",
    name: "dropout",
    ...flatSame,
    trainingOrder: 2,
    make: () => dropout({ name: "dropout", rate: 0.4 }),
  },
  {
    file: "layers/instance-noise.ts",
    name: "instanceNoise",
    ...flatSame,
    trainingOrder: 2,
    make: () => instanceNoise({ name: "noise", std: 0.5 }),
  },
  {
    file: "layers/gumbel-softmax.ts",
    name: "gumbelSoftmax",
    ...flatSame,
    trainingOrder: 2,
    make: () => gumbelSoftmax({ name: "choice", temperature: 0.7 }),
  },
  {
    file: "layers/phase-shuffle.ts",
    name: "phaseShuffle",
    inputs: [[5, 1, 6, 2]],
    output: [5, 1, 6, 2],
    trainingOrder: 2,
    make: () => phaseShuffle({ name: "shuffle", shift: 2 }),
  },
  {
    file: "layers/embedding.ts",
    name: "embedding",
    inputs: [tf.tensor1d(labels, "int32")],
    output: [5, 2],
    make: () => embedding({ name: "rows", classes: 3, size: 2, random: random() }),
  },
  {
    file: "layers/self-attention.ts",
    name: "selfAttention",
    ...pictureSame,
    make: () => {
      const layer = selfAttention({ name: "attention", channels: 3, inner: 2, random: random() });
      layer.variables.at(-1)!.assign(tf.scalar(0.5)); // at 0 all gradients but its own are 0
      return layer;
    },
  },
  {
    file: "layers/softmax.ts",
    name: "softmax",
    ...flatSame,
    make: () => ({ name: "softmax", variables: [], apply: softmax }),
  },
  {
    file: "layers/softmax.ts",
    name: "maxout",
    inputs: [[5, 6]],
    output: [5, 2],
    make: () => ({ name: "maxout", variables: [], apply: maxout(3) }),
  },
];

const styled: (Row & Shapes & { readonly make: () => StyledLayer })[] = [
  {
    file: "layers/styled.ts",
    name: "adaptiveInstanceNorm",
    inputs: [
      [2, 4, 4, 3],
      [2, 4],
    ],
    output: [2, 4, 4, 3],
    make: () => adaptiveInstanceNorm({ name: "adain", channels: 3, style: 4, random: random() }),
  },
  ...[true, false].map((demodulate) => ({
    file: "layers/styled.ts",
    name: `modulatedConv2d, ${demodulate ? "demodulated" : "plain"}`,
    inputs: [
      [2, 4, 4, 3],
      [2, 4],
    ],
    output: [2, 4, 4, 2],
    make: () =>
      modulatedConv2d({
        name: "modulated",
        ...channels,
        kernel: 3,
        style: 4,
        demodulate,
        random: random(),
      }),
  })),
];

export const layers: LayerRow[] = [
  ...plain.map(({ make, ...row }) => ({
    ...row,
    make: () => {
      const layer = make();
      return {
        ...layer,
        run: ([x]: tf.Tensor[], context?: ApplyContext) => layer.apply(x, context),
      };
    },
  })),
  ...styled.map(({ make, ...row }) => ({
    ...row,
    make: () => {
      const layer = make();
      return {
        ...layer,
        run: ([x, style]: tf.Tensor[], context?: ApplyContext) => layer.apply(x, style, context),
      };
    },
  })),
];

/** Fresh inputs of a row. */
export function inputsOf({ inputs }: LayerRow): tf.Tensor[] {
  return inputs.map((input, i) =>
    input instanceof tf.Tensor ? tf.clone(input) : seeded(i + 1).normal([...input] as [number]),
  );
}

/** A context in which the row's layer can be applied. The same one always draws the same numbers. */
export function contextOf({ labels: classes }: LayerRow, training: boolean): ApplyContext {
  return {
    training,
    random: seeded(9),
    ...(classes && { labels: tf.tensor1d([...classes], "int32") }),
  };
}
