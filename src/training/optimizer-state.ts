import * as tf from "@tensorflow/tfjs";

/** All that an optimiser keeps from update to update. */
export interface OptimizerState {
  /** Moments and the like, in the optimiser's own order; its variables. */
  readonly slots: readonly tf.Tensor[];
  readonly counter: {
    readonly iterations: number;
    /** Adam's β₁ᵗ and β₂ᵗ, which its own saving computes anew, not to the last bit. */
    readonly powers?: readonly [number, number];
  };
}

/** Private to TensorFlow.js's Adam: the powers of β that the next update uses. */
interface Powers {
  readonly accBeta1?: tf.Variable;
  readonly accBeta2?: tf.Variable;
}

export async function optimizerState(optimizer: tf.Optimizer): Promise<OptimizerState> {
  const [count, ...slots] = await optimizer.getWeights();
  count.tensor.dispose(); // made for the answer; the slots are the optimiser's own
  const { accBeta1, accBeta2 } = optimizer as unknown as Powers;
  const powers = accBeta1 && accBeta2 && ([accBeta1, accBeta2].map(first) as [number, number]);
  return {
    slots: slots.map(({ tensor }) => tensor),
    counter: { iterations: optimizer.iterations, ...(powers && { powers }) },
  };
}

export async function restoreOptimizer(
  optimizer: tf.Optimizer,
  { slots, counter: { iterations, powers } }: OptimizerState,
): Promise<void> {
  const count = tf.scalar(iterations, "int32");
  const named = [count, ...slots].map((tensor, i) => ({ name: `slot ${i}`, tensor }));
  await optimizer.setWeights(named);
  count.dispose();
  const { accBeta1, accBeta2 } = optimizer as unknown as Powers;
  [accBeta1, accBeta2].forEach((variable, i) => {
    if (!variable || !powers) return;
    const power = tf.scalar(powers[i]);
    variable.assign(power);
    power.dispose();
  });
}

function first(tensor: tf.Tensor): number {
  return tensor.dataSync()[0];
}
