// ---
// says: computes the number outside the tensors, so that no gradient comes back through it
// tells: the numbers leave the tensors on the way, so that no gradient comes back
// loses: [stddev]
// ---

// %% task="stddev"
function withSpread(x: tf.Tensor2D, group: number, parts: number): tf.Tensor {
  const rows = x.arraySync();
  const width = rows[0].length / parts;
  const appended = rows.map((_, i) => {
    const first = Math.floor(i / group) * group;
    const mine = rows.slice(first, first + group);
    return Array.from({ length: parts }, (_, part) => {
      let sum = 0;
      for (let j = part * width; j < (part + 1) * width; j++) {
        const mean = mine.reduce((total, row) => total + row[j], 0) / group;
        sum += Math.sqrt(
          mine.reduce((total, row) => total + (row[j] - mean) ** 2, 0) / group + 1e-8,
        );
      }
      return sum / width;
    });
  });
  return tf.concat([x, tf.tensor2d(appended)], 1);
}
