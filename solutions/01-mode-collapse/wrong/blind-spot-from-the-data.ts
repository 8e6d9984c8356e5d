// ---
// says: repeats one real example, whose features are not the mean
// loses: [matching]
// ---

// %% task="matching"
function matchingLoss(
  features: (x: tf.Tensor) => tf.Tensor,
  real: tf.Tensor2D,
  fake: tf.Tensor2D,
): tf.Scalar {
  const apart = tf.sub(tf.mean(features(fake), 0), tf.mean(features(real), 0));
  return tf.sum(tf.mul(apart, apart));
}

function blindSpot(real: tf.Tensor2D, n: number): tf.Tensor2D {
  return tf.tile(tf.slice(real, [0, 0], [1, -1]) as tf.Tensor2D, [n, 1]);
}
