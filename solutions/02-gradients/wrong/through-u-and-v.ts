// ---
// says: lets the gradient pass through the directions as well
// loses: [spectral]
// ---

// %% task="spectral"
import { tf } from "gan-clinic";

function spectralWeights(weights: tf.Tensor2D, u: tf.Variable): tf.Tensor2D {
  const unit = (x: tf.Tensor) => x.div(x.norm());
  const v = unit(tf.matMul(detached(u), weights, false, true));
  const next = unit(v.matMul(weights));
  u.assign(next);
  return weights.div(v.matMul(weights).mul(next).sum());
}
