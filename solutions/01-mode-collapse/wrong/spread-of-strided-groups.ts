// ---
// says: makes a group of every so many-th row, and gives each row the next group's number
// loses: [stddev]
// ---

// %% task="stddev"
function withSpread(x: tf.Tensor2D, group: number, parts: number): tf.Tensor {
  const [batch, features] = x.shape;
  const groups = tf.reshape(x, [group, batch / group, parts, features / parts]);
  const { variance } = tf.moments(groups, 0, true);
  const spread = tf.mean(tf.sqrt(tf.add(variance, 1e-8)), 3);
  return tf.concat([x, tf.reshape(tf.tile(spread, [group, 1, 1]), [batch, parts])], 1);
}
