// ---
// says: decomposes wide matrices as they are, though their columns cannot be at right angles
// loses: [orthogonal]
// ---

// %% task="orthogonal"
import { tf } from "gan-clinic";

function orthogonalWeights(normals: tf.Tensor, gain: number): tf.Tensor {
  const matrix = normals.reshape([-1, normals.shape[normals.rank - 1]]) as tf.Tensor2D;
  const [q, r] = tf.linalg.qr(matrix);
  const size = Math.min(...r.shape);
  const signs = r.slice([0, 0], [size, size]).mul(tf.eye(size)).sum(0).sign();
  const turned = q.mul(signs).mul(gain);
  return turned.size === normals.size ? turned.reshape(normals.shape) : turned;
}
