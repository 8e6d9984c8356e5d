// ---
// says: one norm over the whole batch
// tells: one length is taken over the whole batch
// loses: [penalty]
// ---

// %% task="penalty"
import { tf, type Random } from "gan-clinic";

function slopePenalty(
  critic: (x: tf.Tensor) => tf.Tensor,
  real: tf.Tensor,
  fake: tf.Tensor,
  random: Random,
): { penalty: tf.Tensor; norms: tf.Tensor } {
  const axes = real.shape.map((_, axis) => axis).slice(1);
  const epsilon = random.uniform([real.shape[0], ...axes.map(() => 1)]);
  const between = real.mul(epsilon).add(fake.mul(tf.sub(1, epsilon)));
  const slopes = tf.grad((x: tf.Tensor) => critic(x))(between);
  const norms = slopes.square().sum().add(tiny).sqrt();
  return { penalty: norms.sub(1).square().mean(), norms: norms };
}
