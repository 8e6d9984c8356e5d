// ---
// says: measures along the claimed gradient, which cannot see what it leaves out
// tells: the step goes along the claimed gradient, not along a random direction
// loses: [trust]
// ---

// %% task="trust"
import { tf, type Random } from "gan-clinic";

function slopeAlong(
  loss: () => tf.Scalar,
  variable: tf.Variable,
  gradient: tf.Tensor,
  step: number,
  random: Random,
) {
  const start = tf.clone(variable as tf.Tensor);
  const direction = gradient.div(gradient.norm());
  variable.assign(start.add(direction.mul(step)));
  const above = loss().dataSync()[0];
  variable.assign(start.sub(direction.mul(step)));
  const below = loss().dataSync()[0];
  variable.assign(start);
  const claimed = gradient.mul(direction).sum().dataSync()[0];
  return { measured: (above - below) / (2 * step), claimed: claimed };
}
