// ---
// says: steps one way only, and leaves the variable where it went
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
  const drawn = random.normal(variable.shape);
  const direction = drawn.div(drawn.norm());
  const before = loss().dataSync()[0];
  variable.assign(tf.add(variable, direction.mul(step)));
  const after = loss().dataSync()[0];
  const claimed = gradient.mul(direction).sum().dataSync()[0];
  return { measured: (after - before) / step, claimed: claimed };
}
