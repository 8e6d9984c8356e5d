// ---
// says: takes Q as it comes, so that some rotations never come up
// tells: Q is taken as it comes, with the signs that the decomposition chose
// loses: [orthogonal]
// ---

// %% task="orthogonal"
import { tf } from "gan-clinic";

function orthogonalWeights(normals: tf.Tensor, gain: number): tf.Tensor {
  const outputs = normals.shape[normals.rank - 1];
  const matrix = normals.reshape([-1, outputs]) as tf.Tensor2D;
  const wide = matrix.shape[0] < outputs;
  const [q] = tf.linalg.qr(wide ? matrix.transpose() : matrix);
  return (wide ? q.transpose() : q).mul(gain).reshape(normals.shape);
}
