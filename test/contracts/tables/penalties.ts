import * as tf from "@tensorflow/tfjs";
import { namedVariable } from "../../../src/layers/layer";
import {
  clipByNorm,
  clipByValue,
  clipWeights,
  consensus,
  dragan,
  globalNorm,
  gradientPenalty,
  lecam,
  orthogonalPenalty,
  pathLengthPenalty,
  pathLengths,
  r1,
  r2,
  type Critic,
} from "../../../src/penalties";
import { seeded } from "../../../src/random";
import type { DifferentiableRow, Row } from "./row";
import type { TermRow } from "./term";

export interface PenaltyRow extends DifferentiableRow {
  /** The penalty of a critic. Its own gradient is a second one already, so it is used at order 1. */
  readonly penalty: (critic: Critic, real: tf.Tensor, fake: tf.Tensor) => tf.Scalar;
  /** Its value for a critic whose slope has norm 5 everywhere, by hand. */
  readonly atSlope5: number;
}

const slopePenalties: Omit<PenaltyRow, "order">[] = [
  {
    file: "penalties/gradient-penalty.ts",
    name: "gradientPenalty",
    penalty: (critic, real, fake) => gradientPenalty(critic, real, fake, seeded(1)),
    atSlope5: (5 - 1) ** 2,
  },
  {
    file: "penalties/gradient-penalty.ts",
    name: "gradientPenalty(one-sided)",
    penalty: (critic, real, fake) =>
      gradientPenalty(critic, real, fake, seeded(1), { oneSided: true }),
    atSlope5: (5 - 1) ** 2,
  },
  {
    file: "penalties/gradient-penalty.ts",
    name: "gradientPenalty(zero-centred)",
    penalty: (critic, real, fake) => gradientPenalty(critic, real, fake, seeded(1), { target: 0 }),
    atSlope5: 5 ** 2,
  },
  {
    file: "penalties/r1.ts",
    name: "r1",
    penalty: (critic, real) => r1(critic, real),
    atSlope5: 5 ** 2 / 2,
  },
  {
    file: "penalties/r1.ts",
    name: "r2",
    penalty: (critic, _real, fake) => r2(critic, fake),
    atSlope5: 5 ** 2 / 2,
  },
  {
    file: "penalties/dragan.ts",
    name: "dragan",
    penalty: (critic, real) => dragan(critic, real, seeded(1)),
    atSlope5: (5 - 1) ** 2,
  },
];
export const penalties: PenaltyRow[] = slopePenalties.map((row) => ({ order: 1, ...row }));

const normal = (seed: number, ...shape: number[]) => seeded(seed).normal(shape);
/** A network from 3 numbers to 4, of two weights. */
const network = (x: tf.Tensor, first: tf.Tensor, second: tf.Tensor) =>
  tf.matMul(tf.tanh(tf.matMul(x, first)), second);

export const regularizers: TermRow[] = [
  {
    file: "penalties/path-length.ts",
    name: "pathLengths",
    order: 1,
    make: () => ({
      inputs: [normal(1, 6, 3), normal(2, 3, 5), normal(3, 5, 4)],
      fn: (latent, a, b) => pathLengths((x) => network(x, a, b), latent, seeded(4)),
    }),
  },
  {
    file: "penalties/path-length.ts",
    name: "pathLengthPenalty",
    order: 1,
    make() {
      const { states, penalty } = pathLengthPenalty({ name: "row" });
      const inputs = [normal(1, 6, 3), normal(2, 3, 5), normal(3, 5, 4)];
      const [latent, ...weights] = inputs;
      penalty((x) => network(x, weights[0], weights[1]), latent, seeded(5)).dispose();
      return {
        inputs,
        states,
        fn: (w, a, b) => penalty((x) => network(x, a, b), w, seeded(4), { remember: false }),
      };
    },
  },
  {
    file: "penalties/lecam.ts",
    name: "lecam",
    make() {
      const { states, penalty, record } = lecam({ name: "row", decay: 0.5 });
      record(normal(3, 6, 1), normal(4, 6, 1));
      record(normal(5, 6, 1), normal(6, 6, 1));
      return { inputs: [normal(1, 6, 1), normal(2, 6, 1)], states, fn: penalty };
    },
  },
  {
    file: "penalties/consensus.ts",
    name: "consensus",
    order: 1,
    make() {
      const shapes = [
        [3, 5],
        [5, 4],
        [4, 5],
        [5, 3],
      ];
      const [a, b, c, d] = shapes.map((shape, i) => namedVariable(normal(i, ...shape), "row"));
      const [latent, real] = [normal(5, 6, 3), normal(6, 6, 4)];
      const scores = (x: tf.Tensor) => tf.mean(network(x, c, d), 1);
      const fakes = () => scores(network(latent, a, b));
      return {
        inputs: [],
        variables: [a, b, c, d],
        fn: () =>
          consensus(
            {
              loss: () =>
                tf.add(tf.mean(tf.softplus(tf.neg(scores(real)))), tf.mean(tf.softplus(fakes()))),
              variables: [c, d],
            },
            { loss: () => tf.mean(tf.softplus(tf.neg(fakes()))), variables: [a, b] },
          ),
      };
    },
  },
  {
    file: "penalties/orthogonality.ts",
    name: "orthogonalPenalty",
    make: () => ({
      inputs: [normal(1, 4, 3), normal(2, 2, 2, 2, 3), normal(3, 3)],
      fn: (...weights) => orthogonalPenalty(weights),
    }),
  },
  {
    file: "penalties/orthogonality.ts",
    name: "orthogonalPenalty(unit length)",
    make: () => ({
      inputs: [normal(1, 4, 3), normal(2, 3, 5)],
      fn: (...weights) => orthogonalPenalty(weights, { unitLength: true }),
    }),
  },
  {
    file: "penalties/clipping.ts",
    name: "globalNorm",
    make: () => ({ inputs: [normal(1, 4, 3), normal(2, 3)], fn: (a, b) => globalNorm({ a, b }) }),
  },
];

export interface LimitRow extends Row {
  /** What becomes of two tensors. */
  readonly apply: (a: tf.Tensor, b: tf.Tensor, limit: number) => [tf.Tensor, tf.Tensor];
  /** What the limit is one of. */
  readonly measure: (numbers: readonly number[]) => number;
}

const largest = (numbers: readonly number[]) => Math.max(...numbers.map(Math.abs));

export const limits: LimitRow[] = [
  {
    file: "penalties/clipping.ts",
    name: "clipByValue",
    apply(a, b, limit) {
      const clipped = clipByValue({ a, b }, limit);
      return [clipped.a, clipped.b];
    },
    measure: largest,
  },
  {
    file: "penalties/clipping.ts",
    name: "clipByNorm",
    apply(a, b, limit) {
      const clipped = clipByNorm({ a, b }, limit);
      return [clipped.a, clipped.b];
    },
    measure: (numbers) => Math.hypot(...numbers),
  },
  {
    file: "penalties/weight-clipping.ts",
    name: "clipWeights",
    apply(a, b, limit) {
      const variables = [a, b].map((tensor) => namedVariable(tf.clone(tensor), "row"));
      clipWeights(variables, limit);
      const [first, second] = variables.map((variable) => tf.clone(variable));
      tf.dispose(variables);
      return [first, second];
    },
    measure: largest,
  },
];
