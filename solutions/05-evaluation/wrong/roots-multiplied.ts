// ---
// says: takes the root of a product for the product of the roots, which holds only where both lean alike
// tells: the root of the product is taken for the product of the roots
// loses: [frechet]
// ---

// %% task="frechet"
function matrixRoot(matrix: Rows): Rows {
  const { values, vectors } = eigenSymmetric(matrix);
  const roots = values.map((value) => Math.sqrt(Math.max(0, value)));
  return matrix.map((row, i) =>
    row.map((_, j) =>
      roots.reduce((sum, root, k) => sum + root * vectors[k][i] * vectors[k][j], 0),
    ),
  );
}

function frechetDistance(a: Moments, b: Moments): number {
  const both = product(matrixRoot(a.covariance), matrixRoot(b.covariance));
  const traces = trace(a.covariance) + trace(b.covariance) - 2 * trace(both);
  return squaredDistance(a.mean, b.mean) + traces;
}
