// ---
// says: takes roots of eigenvalues that rounding left below 0
// tells: an eigenvalue below 0 gets a root
// loses: [frechet]
// ---

// %% task="frechet"
function matrixRoot(matrix: Rows): Rows {
  const { values, vectors } = eigenSymmetric(matrix);
  return matrix.map((row, i) =>
    row.map((_, j) =>
      values.reduce((sum, value, k) => sum + Math.sqrt(value) * vectors[k][i] * vectors[k][j], 0),
    ),
  );
}

function frechetDistance(a: Moments, b: Moments): number {
  const root = matrixRoot(a.covariance);
  const shared = matrixRoot(product(product(root, b.covariance), root));
  const traces = trace(a.covariance) + trace(b.covariance) - 2 * trace(shared);
  return squaredDistance(a.mean, b.mean) + traces;
}
