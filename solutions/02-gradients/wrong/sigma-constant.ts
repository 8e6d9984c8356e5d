// ---
// says: reads σ out as a number, so that no gradient passes through it
// tells: σ is read out as a number, so that no gradient passes through it
// loses: [spectral]
// ---

// %% task="spectral"
import { tf } from "gan-clinic";

function spectralWeights(weights: tf.Tensor2D, u: tf.Variable): tf.Tensor2D {
  const unit = (x: tf.Tensor) => detached(x.div(x.norm()));
  const v = unit(tf.matMul(u as tf.Tensor, weights, false, true));
  u.assign(unit(v.matMul(weights)));
  const sigma = detached(v.matMul(weights).mul(u).sum()).dataSync()[0];
  return weights.div(sigma);
}
