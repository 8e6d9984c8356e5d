import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";
import { firstWeights, type Initializer } from "./init";
import { namedVariable, type ApplyContext } from "./layer";
import { spectralWeights } from "./spectral-norm";

/** How a layer's weights are kept and read: plain when all of it is left out. */
export interface WeightOptions {
  /** Divided by their spectral norm: {@link spectralWeights}. */
  readonly spectral?: boolean;
  /**
   * Equalised learning rate (Karras et al. 2018, section 4.1): the weights are kept at size 1 and multiplied by
   * their layer's constant when they are used.
   */
  readonly equalized?: boolean;
}

export interface LayerWeightsOptions extends WeightOptions {
  /** Begins the names of its variables, and stands in messages. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly init: Initializer;
  /** Draws the first weights. */
  readonly random: Random;
}

export interface LayerWeights {
  readonly variable: tf.Variable;
  readonly states: readonly tf.Variable[];
  /** As the layer uses them. */
  readonly value: (context?: ApplyContext) => tf.Tensor;
}

/**
 * The weights of a layer, `${name}/weights`. They depend on the name and `random` only.
 *
 * Equalised weights start as `init` makes them, and are kept divided by their root mean square c: w = c ŵ. Adam
 * moves every number by about its rate, however large the gradient is. So plain weights of size c change by
 * the share rate / c, which is faster in wide layers, whose c is small. ŵ changes by the share rate in
 * every layer. (With spectral norm c makes no difference to the value: it cancels in W / σ(W).)
 */
export function layerWeights(options: LayerWeightsOptions): LayerWeights {
  const { name, shape, init, spectral = false, equalized = false, random } = options;
  let initial = firstWeights(init, random.stream(name), shape, name);
  let size = 1;
  if (equalized) {
    const plain = initial;
    const root = tf.tidy(() => tf.sqrt(tf.mean(tf.square(plain))));
    [size] = root.dataSync();
    if (size === 0) size = 1; // weights that start at 0 have no size to keep
    initial = tf.div(plain, size);
    tf.dispose([plain, root]);
  }
  const variable = namedVariable(initial, `${name}/weights`);
  if (spectral) {
    const { states, value } = spectralWeights({ name, weights: variable, random });
    return { variable, states, value };
  }
  return { variable, states: [], value: () => (equalized ? tf.mul(variable, size) : variable) };
}
