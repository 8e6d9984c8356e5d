import * as tf from "@tensorflow/tfjs";
import { withTape } from "../runtime/gradients/tape";
import type { StepExtras } from "./steps";
import type { Gradients } from "./update";

/** A batch with all that goes with it. */
export type StepBatch = StepExtras & { readonly latent: tf.Tensor };

interface Loss<R> {
  readonly total: tf.Scalar;
  readonly results: R;
}

/**
 * The gradients of a batch's loss, and what it measured. In several parts, one after the other, the
 * activations of one part alone are held at a time; the mean of the parts' gradients is that of the whole,
 * as long as no layer mixes the batch.
 */
export function accumulated<R extends Record<string, tf.Tensor>>(
  parts: number | undefined,
  variables: readonly tf.Variable[],
  batch: StepBatch,
  lossOf: (batch: StepBatch) => Loss<R>,
): { gradients: Gradients; results: R } {
  if (parts === undefined || parts === 1) return gradientsOf(variables, batch, lossOf);
  const all = split(batch, parts).map((part) => gradientsOf(variables, part, lossOf));
  const gradients = Object.fromEntries(
    variables.map(({ name }) => [name, mean(all.map((part) => part.gradients[name]))]),
  );
  const results = Object.fromEntries(
    Object.keys(all[0].results).map((key) => {
      const pieces = all.map((part) => part.results[key]);
      const whole = pieces[0].rank === 0 ? mean(pieces) : tf.concat(pieces, 0);
      tf.dispose(pieces);
      return [key, whole];
    }),
  );
  return { gradients, results: results as R };
}

function gradientsOf<R extends Record<string, tf.Tensor>>(
  variables: readonly tf.Variable[],
  batch: StepBatch,
  lossOf: (batch: StepBatch) => Loss<R>,
): { gradients: Gradients; results: R } {
  // what the loss measured has to outlive the gradient's own tidy: copies of it are kept for as long
  const kept: Record<string, tf.Tensor> = {};
  try {
    const { grads } = withTape(() =>
      tf.variableGrads(() => {
        const { total, results } = lossOf(batch);
        for (const [name, tensor] of Object.entries(results))
          kept[name] = tf.keep(tf.clone(tensor));
        return total;
      }, [...variables]),
    );
    const results = Object.entries(kept).map(([name, tensor]) => [name, tf.clone(tensor)]);
    return { gradients: grads, results: Object.fromEntries(results) as R };
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith("Cannot find a connection"))
      throw error;
    throw new TypeError(
      `loss: wanted one that depends on the weights that it is to change (${variables[0].name.replace(/#\d+$/, "")}, …), found one that ` +
        "depends on none of them: it is constant, or made of plain numbers (dataSync) instead of tensors",
      { cause: error },
    );
  } finally {
    tf.dispose(Object.values(kept));
  }
}

function mean(tensors: tf.Tensor[]): tf.Tensor {
  return tf.div(tf.addN(tensors), tensors.length);
}

/**
 * Parts of equal size, in order; each draws from a stream of its own. Of the best fakes each part has its
 * share.
 */
function split(batch: StepBatch, parts: number): StepBatch[] {
  const pieces = (tensor: tf.Tensor | undefined) => tensor && tf.split(tensor, parts);
  const { random, best } = batch;
  const [real, latent] = [pieces(batch.real), pieces(batch.latent)!];
  const [realLabels, fakeLabels] = [pieces(batch.realLabels), pieces(batch.fakeLabels)];
  return latent.map((piece, i) => ({
    ...batch,
    latent: piece,
    ...(real && { real: real[i] }),
    ...(realLabels && { realLabels: realLabels[i] as tf.Tensor1D }),
    ...(fakeLabels && { fakeLabels: fakeLabels[i] as tf.Tensor1D }),
    ...(best !== undefined && { best: Math.max(1, Math.round(best / parts)) }),
    ...(random && { random: random.stream(`part ${i + 1}`) }),
  }));
}
