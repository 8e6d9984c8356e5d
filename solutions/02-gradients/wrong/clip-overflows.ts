// ---
// says: squares in float32, where huge gradients become infinite and are then dropped
// tells: the squares are summed in float32, where they become infinite
// loses: [clip]
// ---

// %% task="clip"
import { tf } from "gan-clinic";

function clipGradients(gradients: Record<string, tf.Tensor>, limit: number) {
  const squares = Object.values(gradients).map((g) => g.square().sum());
  const norm = tf.addN(squares).sqrt().dataSync()[0];
  const clipped: Record<string, tf.Tensor> = {};
  for (const name of Object.keys(gradients)) {
    clipped[name] = Number.isFinite(norm)
      ? gradients[name].mul(limit / Math.max(norm, limit))
      : tf.zerosLike(gradients[name]);
  }
  return { norm: norm, clipped: clipped };
}
