// ---
// says: packs row 0 with row batch / m, instead of with the row after it
// loses: [pack]
// ---

// %% task="pack"
function pack(x: tf.Tensor, m: number): tf.Tensor {
  return tf.concat(tf.split(x, m, 0), -1);
}
