// ---
// says: gives the generator the discriminator's loss with the other sign, which saturates
// loses: [packed-losses]
// ---

// %% task="packed-losses"
function packedLosses(
  score: (packs: tf.Tensor) => tf.Tensor,
  real: tf.Tensor2D,
  fake: tf.Tensor2D,
  m: number,
): { discriminator: tf.Scalar; generator: tf.Scalar } {
  const [realScores, fakeScores] = [real, fake].map((x) => score(packed(x, m)));
  const { real: onReal, fake: onFake } = nonSaturating.discriminator(realScores, fakeScores);
  return { discriminator: tf.add(onReal, onFake), generator: tf.neg(onFake) };
}
