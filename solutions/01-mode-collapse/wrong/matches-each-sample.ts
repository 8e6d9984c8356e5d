// ---
// says: takes the mean of the squares instead of the square of the means, example by example
// tells: the differences are squared example by example, before the mean is taken
// loses: [matching]
// ---

// %% task="matching"
function matchingLoss(
  features: (x: tf.Tensor) => tf.Tensor,
  real: tf.Tensor2D,
  fake: tf.Tensor2D,
): tf.Scalar {
  const apart = tf.sub(features(real).expandDims(0), features(fake).expandDims(1));
  return tf.mean(tf.sum(tf.square(apart), 2));
}

function blindSpot(real: tf.Tensor2D, n: number): tf.Tensor2D {
  return tf.tile(tf.mean(real, 0, true) as tf.Tensor2D, [n, 1]);
}
