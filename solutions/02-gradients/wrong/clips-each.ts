// ---
// says: clips the length of each tensor by itself, which changes the direction
// tells: each tensor is clipped by itself
// loses: [clip]
// ---

// %% task="clip"
import { tf } from "gan-clinic";

function clipGradients(gradients: Record<string, tf.Tensor>, limit: number) {
  const lengthOf = (g: tf.Tensor) => Math.sqrt([...g.dataSync()].reduce((s, v) => s + v * v, 0));
  const lengths = Object.values(gradients).map(lengthOf);
  const norm = Math.sqrt(lengths.reduce((s, v) => s + v * v, 0));
  const clipped: Record<string, tf.Tensor> = {};
  for (const name of Object.keys(gradients)) {
    const length = lengthOf(gradients[name]);
    clipped[name] = Number.isFinite(norm)
      ? gradients[name].mul(Math.min(1, limit / length || 1))
      : tf.zerosLike(gradients[name]);
  }
  return { norm: norm, clipped: clipped };
}
