/** One colour of a picture, with numbers from 0 to 1, row by row. */
export interface Plane {
  readonly height: number;
  readonly width: number;
  readonly values: Float64Array;
}

/** Means over the places of the window; `whole` is the mean of luminance times contrast. */
export interface Similarity {
  readonly contrast: number;
  readonly whole: number;
}

const [c1, c2] = [0.01 ** 2, 0.03 ** 2];

/** One axis of a Gaussian window, with numbers that sum to 1. */
export function gaussianWindow(size: number, std: number): Float64Array {
  const values = Float64Array.from({ length: size }, (_, i) =>
    Math.exp(-((i - (size - 1) / 2) ** 2) / (2 * std ** 2)),
  );
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

/**
 * The structural similarity of two planes of one size, at all places where the window lies wholly inside.
 * Under the window, σa² = E[a²] - E[a]² and σab = E[ab] - E[a] E[b].
 */
export function similarityOf(a: Plane, b: Plane, kernel: Float64Array): Similarity {
  const product = (x: Plane, y: Plane): Plane => ({
    ...x,
    values: x.values.map((value, i) => value * y.values[i]),
  });
  const meanA = blurred(a, kernel);
  const meanB = blurred(b, kernel);
  const squareA = blurred(product(a, a), kernel);
  const squareB = blurred(product(b, b), kernel);
  const cross = blurred(product(a, b), kernel);
  let [contrast, whole] = [0, 0];
  for (let i = 0; i < meanA.length; i++) {
    const [ma, mb] = [meanA[i], meanB[i]];
    const luminance = (2 * ma * mb + c1) / (ma * ma + mb * mb + c1);
    const variances = squareA[i] - ma * ma + squareB[i] - mb * mb;
    const here = (2 * (cross[i] - ma * mb) + c2) / (variances + c2);
    contrast += here;
    whole += luminance * here;
  }
  return { contrast: contrast / meanA.length, whole: whole / meanA.length };
}

/** Weighted means under the window, first along rows, then along columns. */
function blurred({ height, width, values }: Plane, kernel: Float64Array): Float64Array {
  const size = kernel.length;
  const [rows, columns] = [height - size + 1, width - size + 1];
  const across = new Float64Array(height * columns);
  for (let i = 0; i < across.length; i++) {
    const start = Math.floor(i / columns) * width + (i % columns);
    for (let k = 0; k < size; k++) across[i] += kernel[k] * values[start + k];
  }
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < out.length; i++) {
    for (let k = 0; k < size; k++) out[i] += kernel[k] * across[i + k * columns];
  }
  return out; // (rows, columns)
}

/** Means of squares of 2 x 2; the last row or column of an odd number is dropped. */
export function halved({ height, width, values }: Plane): Plane {
  const [rows, columns] = [Math.floor(height / 2), Math.floor(width / 2)];
  const means = Float64Array.from({ length: rows * columns }, (_, i) => {
    const corner = 2 * Math.floor(i / columns) * width + 2 * (i % columns);
    const [above, below] = [corner, corner + width];
    return (values[above] + values[above + 1] + values[below] + values[below + 1]) / 4;
  });
  return { height: rows, width: columns, values: means };
}
