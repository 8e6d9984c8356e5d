// ---
// says: makes each pack of one example repeated, which shows nothing of variety
// tells: each pack is one example, repeated
// loses: [packed-losses]
// ---

// %% task="packed-losses"
function packedLosses(
  score: (packs: tf.Tensor) => tf.Tensor,
  real: tf.Tensor2D,
  fake: tf.Tensor2D,
  m: number,
): { discriminator: tf.Scalar; generator: tf.Scalar } {
  const [realScores, fakeScores] = [real, fake].map((x) => score(tf.tile(x, [1, m])));
  const { real: onReal, fake: onFake } = nonSaturating.discriminator(realScores, fakeScores);
  return { discriminator: tf.add(onReal, onFake), generator: nonSaturating.generator(fakeScores) };
}
