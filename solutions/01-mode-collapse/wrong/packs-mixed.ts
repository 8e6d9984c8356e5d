// ---
// says: packs real examples together with fake ones
// tells: real and fake examples come into one pack
// loses: [packed-losses, packs]
// ---

// %% task="packed-losses"
function packedLosses(
  score: (packs: tf.Tensor) => tf.Tensor,
  real: tf.Tensor2D,
  fake: tf.Tensor2D,
  m: number,
): { discriminator: tf.Scalar; generator: tf.Scalar } {
  const n = Math.min(real.shape[0], fake.shape[0]);
  const mixed = tf.concat([tf.slice(real, [0, 0], [n, -1]), tf.slice(fake, [0, 0], [n, -1])], 1);
  const shown = packed(tf.reshape(mixed, [2 * n, real.shape[1]]), m);
  const [first, second] = tf.split(score(tf.slice(shown, 0, 2 * Math.floor(n / m))), 2, 0);
  const { real: onReal, fake: onFake } = nonSaturating.discriminator(first, second);
  return { discriminator: tf.add(onReal, onFake), generator: nonSaturating.generator(second) };
}

// %% task="packs"
quiz("packs", ["a", "b", "c", "e"]);
