import * as tf from "@tensorflow/tfjs";
import { activationGradients } from "./activations";
import { arrayGradients } from "./arrays";
import { convolutionGradients } from "./convolutions";
import { comparisonGradients, extremaGradients } from "./extrema";
import { poolingGradients } from "./pooling";
import { resizingGradients } from "./resizing";
import { keepSavedOutputs } from "./tape";

// TensorFlow.js's gradients, made exact to the second order. The gradient of a gradient needs three things:
// the first gradient is made of operations that have gradients themselves; what it reuses is still linked
// to the input; and nothing in it is wrong. The corrections below see to the first and the third, and
// keepSavedOutputs() to the second (tanh, sigmoid, exp, softmax, logSoftmax, elu, pow, max …).
const corrections: readonly tf.GradConfig[] = [
  ...activationGradients,
  ...extremaGradients,
  ...comparisonGradients,
  ...convolutionGradients,
  ...poolingGradients,
  ...resizingGradients,
  ...arrayGradients,
];

interface Installed {
  /** What TensorFlow.js itself had under each corrected name. */
  readonly stock: ReadonlyMap<string, tf.GradConfig | undefined>;
  end: () => void;
}

// One in a process, even where this module is loaded twice, as TensorFlow.js itself is.
const key = Symbol.for("gan-clinic exact gradients");
const place = globalThis as { [key]?: Installed };

/** Puts the exact gradients in the place of TensorFlow.js's own. Doing it again does nothing. */
export function installExactGradients(): void {
  if (place[key]) return;
  const names = corrections.map(({ kernelName }) => kernelName);
  const stock = new Map(
    names.map((name) => [name, tf.getGradient(name) as tf.GradConfig | undefined]),
  );
  corrections.forEach(replace);
  place[key] = { stock, end: keepSavedOutputs() };
}

/**
 * Runs `work`, which does not wait for anything, with TensorFlow.js's own gradients; the exact ones are back
 * afterwards, whatever happens.
 */
export function withStockGradients<T>(work: () => T): T {
  const installed = place[key];
  if (!installed) return work();
  installed.end();
  try {
    for (const [name, config] of installed.stock) {
      tf.unregisterGradient(name);
      if (config) tf.registerGradient(config);
    }
    return work();
  } finally {
    corrections.forEach(replace);
    installed.end = keepSavedOutputs();
  }
}

function replace(config: tf.GradConfig): void {
  // as unregisterGradient does, it would warn of a name that is not registered
  if ((tf.getGradient(config.kernelName) as tf.GradConfig | undefined) !== undefined) {
    tf.unregisterGradient(config.kernelName);
  }
  tf.registerGradient(config);
}

installExactGradients();
