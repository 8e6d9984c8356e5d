// ---
// says: starts every time from the same u
// loses: [spectral]
// ---

// %% task="spectral"
import { tf } from "gan-clinic";

function spectralWeights(weights: tf.Tensor2D, u: tf.Variable): tf.Tensor2D {
  const unit = (x: tf.Tensor) => detached(x.div(x.norm()));
  const v = unit(tf.matMul(u as tf.Tensor, weights, false, true));
  const next = unit(v.matMul(weights));
  return weights.div(v.matMul(weights).mul(next).sum());
}
