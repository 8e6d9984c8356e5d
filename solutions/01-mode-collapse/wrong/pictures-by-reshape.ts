// ---
// says: packs pictures by a reshape alone, which mixes up their places
// tells: a reshape alone lays out the pictures, which mixes up their places
// loses: [pack]
// ---

// %% task="pack"
function pack(x: tf.Tensor, m: number): tf.Tensor {
  const [batch, ...shape] = x.shape;
  return tf.reshape(x, [batch / m, ...shape.slice(0, -1), m * shape[shape.length - 1]]);
}
