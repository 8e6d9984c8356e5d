import * as tf from "@tensorflow/tfjs";
import {
  leakyRelu,
  linear,
  relu,
  sigmoid,
  tanh,
  type Activation,
} from "../../../src/layers/activations";
import { dense } from "../../../src/layers/dense";
import {
  fanInUniform,
  heNormal,
  normalInit,
  orthogonal,
  xavierUniform,
  type Initializer,
} from "../../../src/layers/init";
import { namedVariable, type Layer } from "../../../src/layers/layer";
import { seeded } from "../../../src/random";
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
].map((row) => ({ file: "layers/init.ts", ...row }));

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
].map((row) => ({ file: "layers/activations.ts", ...row }));

export interface LayerRow extends DifferentiableRow {
  /** A layer from 3 inputs to 2 outputs. */
  readonly make: () => Layer;
}

export const layers: LayerRow[] = [
  {
    file: "layers/dense.ts",
    name: "dense",
    make: () => dense({ name: "dense", inputs: 3, outputs: 2, random: seeded(1) }),
  },
  {
    file: "layers/layer.ts",
    name: "a layer by hand",
    make: () => {
      const scale = namedVariable(tf.ones([3, 2]), "hand/scale");
      return { name: "hand", variables: [scale], apply: (x) => tf.matMul(x, scale) };
    },
  },
];
