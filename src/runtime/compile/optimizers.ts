import * as tf from "@tensorflow/tfjs";
import { patch } from "../patch";
import type { Recorder } from "./recorder";
import { UntraceableError } from "./refusals";

// An optimiser of TensorFlow.js updates one variable after the other, with a dozen kernel calls for each.
// While a step is recorded, the same update is written over one flat vector: all gradients one after
// the other, all of Adam's first moments, and so on. Every number meets the same operations in the same
// order as in TensorFlow.js's own code. The state stays the optimiser's: its slots are variables, held
// by one cell together. Rates, momenta and decays are read before every run, so they can be scheduled.

/** The update of a flat vector; returns what is to be added to the variables. */
type FlatUpdate<O> = (optimizer: O, gradient: tf.Tensor, state: FlatState) => tf.Tensor;

interface FlatState {
  /** A number of the optimiser that is read before every run. */
  live(key: string, read: () => number): tf.Tensor;
  /** One of the optimiser's lists of slots, as one flat vector. */
  slot(list: () => Slot[], suffix: string): FlatSlot;
}

interface FlatSlot {
  readonly value: tf.Tensor;
  assign(value: tf.Tensor): void;
}

interface Slot {
  originalName: string;
  variable: tf.Variable;
}

// What TensorFlow.js declares as protected or private.
interface Sgd {
  learningRate: number;
}
interface Momentum extends Sgd {
  momentum: number;
  useNesterov: boolean;
  m: tf.Tensor;
  accumulations: Slot[];
}
interface RmsProp extends Sgd {
  decay: number;
  momentum: number;
  epsilon: number;
  centered: boolean;
  accumulatedMeanSquares: Slot[];
  accumulatedMoments: Slot[];
  accumulatedMeanGrads: Slot[];
}
interface Adam extends Sgd {
  beta1: number;
  beta2: number;
  epsilon: number;
  accBeta1: tf.Variable;
  accBeta2: tf.Variable;
  accumulatedFirstMoment: Slot[];
  accumulatedSecondMoment: Slot[];
}

/** θ ← θ - η g */
const sgd: FlatUpdate<Sgd> = (optimizer, gradient, state) =>
  tf.mul(
    state.live("-rate", () => -optimizer.learningRate),
    gradient,
  );

/** a ← m a + g;  θ ← θ - η a  (Nesterov: θ ← θ - η (g + m a)) */
const momentum: FlatUpdate<Momentum> = (optimizer, gradient, state) => {
  const rate = state.live("-rate", () => -optimizer.learningRate);
  const m = state.live("momentum", () => optimizer.momentum);
  const accumulation = state.slot(() => optimizer.accumulations, "momentum");
  const next = tf.add(tf.mul(m, accumulation.value), gradient);
  accumulation.assign(next);
  return tf.mul(rate, optimizer.useNesterov ? tf.add(gradient, tf.mul(next, m)) : next);
};

/** s ← d s + (1 - d) g²;  a ← m a + η g / √(s + ε);  θ ← θ - a  (centred: √(s - (ḡ² + ε))) */
const rmsProp: FlatUpdate<RmsProp> = (optimizer, gradient, state) => {
  const rate = state.live("rate", () => optimizer.learningRate);
  const m = state.live("momentum", () => optimizer.momentum);
  const { decay, epsilon } = optimizer;
  const blend = (slot: FlatSlot, fresh: tf.Tensor) => {
    const next = tf.add(tf.mul(slot.value, decay), tf.mul(fresh, 1 - decay));
    slot.assign(next);
    return next;
  };
  const square = blend(
    state.slot(() => optimizer.accumulatedMeanSquares, "rms"),
    tf.square(gradient),
  );
  let size = tf.add(square, epsilon);
  if (optimizer.centered) {
    const mean = blend(
      state.slot(() => optimizer.accumulatedMeanGrads, "mg"),
      gradient,
    );
    size = tf.sub(square, tf.add(tf.square(mean), epsilon));
  }
  const moment = state.slot(() => optimizer.accumulatedMoments, "momentum");
  const next = tf.add(tf.mul(moment.value, m), tf.div(tf.mul(gradient, rate), tf.sqrt(size)));
  moment.assign(next);
  return tf.neg(next);
};

/** Kingma and Ba 2015, algorithm 1; `accBeta` is βᵗ, so 1 - βᵗ removes the pull to the zeros at the start. */
const adam: FlatUpdate<Adam> = (optimizer, gradient, state) => {
  const { beta1, beta2, epsilon, accBeta1, accBeta2 } = optimizer;
  const first = state.slot(() => optimizer.accumulatedFirstMoment, "m");
  const second = state.slot(() => optimizer.accumulatedSecondMoment, "v");
  const m = tf.add(tf.mul(first.value, beta1), tf.mul(gradient, 1 - beta1));
  const v = tf.add(tf.mul(second.value, beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const size = tf.add(tf.sqrt(tf.div(v, tf.sub(1, accBeta2))), epsilon);
  const direction = tf.div(tf.div(m, tf.sub(1, accBeta1)), size);
  first.assign(m);
  second.assign(v);
  accBeta1.assign(tf.mul(accBeta1, beta1));
  accBeta2.assign(tf.mul(accBeta2, beta2));
  return tf.mul(
    direction,
    state.live("-rate", () => -optimizer.learningRate),
  );
};

const flatUpdates = new Map<object, FlatUpdate<never>>([
  [tf.SGDOptimizer, sgd],
  [tf.MomentumOptimizer, momentum],
  [tf.RMSPropOptimizer, rmsProp],
  [tf.AdamOptimizer, adam],
]);
const otherOptimizers = [tf.AdagradOptimizer, tf.AdadeltaOptimizer, tf.AdamaxOptimizer];

type Gradients = Parameters<tf.Optimizer["applyGradients"]>[0];

/** Runs `work` with the optimisers' updates recorded as flat ones; the others are refused by name. */
export function withFlatOptimizers(recorder: Recorder, work: () => void): void {
  const classes = [...flatUpdates.keys(), ...otherOptimizers] as { prototype: tf.Optimizer }[];
  const undo = classes.map((optimizerClass) => {
    const update = flatUpdates.get(optimizerClass) as FlatUpdate<tf.Optimizer> | undefined;
    const record = function (this: tf.Optimizer, gradients: Gradients) {
      if (!update) refuse(this);
      applyFlat(recorder, this, update, gradients);
    };
    return patch(optimizerClass.prototype, "applyGradients", record);
  });
  try {
    work();
  } finally {
    for (const each of undo) each();
  }
}

function refuse(optimizer: tf.Optimizer): never {
  const name = `tf.train.${optimizer.getClassName().toLowerCase()}`;
  throw new UntraceableError(
    name,
    `${name} has no compiled form. Use tf.train.sgd, momentum, rmsprop or adam, or run the step eagerly`,
  );
}

function applyFlat(
  recorder: Recorder,
  optimizer: tf.Optimizer,
  update: FlatUpdate<tf.Optimizer>,
  gradients: Gradients,
): void {
  const named = Array.isArray(gradients)
    ? gradients.map(({ name, tensor }) => [name, tensor] as const)
    : Object.entries(gradients);
  // a variable that the loss does not depend on has no gradient
  const pairs = named.filter(([, gradient]) => (gradient as tf.Tensor | null) != null);
  const variables = pairs.map(([name]) => tf.engine().registeredVariables[name]);
  const slots = named.map(([name]) => tf.engine().registeredVariables[name]);
  tf.tidy(() => {
    const gradient = flat(pairs.map(([, tensor]) => tensor));
    const change = update(optimizer, gradient, {
      live: (key, read) => recorder.live(optimizer, key, read),
      slot: (list, suffix) => flatSlot(recorder, slots, variables, list, suffix),
    });
    const sizes = variables.map(({ size }) => size);
    const parts = variables.length === 1 ? [change] : tf.split(change, sizes);
    variables.forEach((variable, i) => {
      variable.assign(tf.add(tf.reshape(parts[i], variable.shape), variable));
    });
  });
  recorder.updates.set(optimizer, (recorder.updates.get(optimizer) ?? 0) + 1);
}

function flatSlot(
  recorder: Recorder,
  all: readonly tf.Variable[],
  used: readonly tf.Variable[],
  slots: () => Slot[],
  suffix: string,
): FlatSlot {
  const list = slots();
  all.forEach((variable, i) => {
    (list[i] as Slot | undefined) ??= recorder.outside(() => ({
      originalName: `${variable.name}/${suffix}`,
      variable: tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)),
    }));
  });
  const members = all.flatMap((variable, i) => (used.includes(variable) ? [list[i].variable] : []));
  const { current } = recorder.cell(members);
  recorder.guards.set(list, () => {
    if (members.every((variable) => slots().some((slot) => slot.variable === variable))) return;
    throw new Error(
      `The state "${suffix}" of an optimiser has been replaced since the step was compiled (setWeights ` +
        "does that). Compile the step again",
    );
  });
  return {
    value: tf.reshape(recorder.tensor(current), [-1]),
    assign(value) {
      const [{ shape }] = members;
      recorder.assign(members, members.length === 1 ? tf.reshape(value, shape) : value);
    },
  };
}

function flat(tensors: readonly tf.Tensor[]): tf.Tensor {
  const vectors = tensors.map((tensor) => tf.reshape<tf.Rank.R1>(tensor, [-1]));
  return vectors.length === 1 ? vectors[0] : tf.concat1d(vectors);
}
