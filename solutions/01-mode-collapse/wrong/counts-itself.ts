// ---
// says: counts each sample as its own neighbour
// tells: each sample counts as its own neighbour
// loses: [nearness]
// ---

// %% task="nearness"
function nearness(x: tf.Tensor2D, weights: tf.Tensor2D, kernels: number): tf.Tensor {
  const [batch] = x.shape;
  const places = tf.reshape(tf.matMul(x, weights), [batch, kernels, -1]);
  const apart = tf.abs(tf.sub(tf.expandDims(places, 0), tf.expandDims(places, 1)));
  return tf.mean(tf.exp(tf.neg(tf.sum(apart, 3))), 0);
}
