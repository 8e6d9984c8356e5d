import type * as ort from "onnxruntime-common";
import { encodeModel } from "../../runtime/compile/onnx-model";
import { loadOnnxRuntime, type OnnxRuntime } from "../../runtime/onnx";
import type { Matrix } from "./matrix";

// The one product of the metrics: A Bᵀ in float64, rows by rows. TensorFlow.js has float32 only, which a
// sum of ten thousand terms and a square root of a difference do not survive; a plain loop does 2 thousand
// million operations a second. ONNX Runtime is here for compiled steps and multiplies float64 too, 10
// to 20 times as fast. It has to be waited for, so every metric that uses it has to be.

interface Multiplier {
  readonly api: OnnxRuntime["api"];
  readonly session: ort.InferenceSession;
}

/** Below this many multiplications a call of ONNX Runtime costs more than it saves. */
const worthACall = 2 ** 20;
let opened: Promise<Multiplier | undefined> | undefined;

/**
 * A Bᵀ: each row of A times each row of B.
 *
 * @param a (m, k)
 * @param b (n, k)
 * @returns (m, n)
 */
export async function timesTransposed(a: Matrix, b: Matrix): Promise<Matrix> {
  if (a.rows * b.rows * a.columns < worthACall) return plainTimesTransposed(a, b);
  const multiplier = await (opened ??= open());
  if (!multiplier) return plainTimesTransposed(a, b);
  const { api, session } = multiplier;
  const tensor = ({ rows, columns, values }: Matrix) =>
    new api.Tensor("float64", values, [rows, columns]);
  const { product } = await session.run({ a: tensor(a), b: tensor(b) });
  return { rows: a.rows, columns: b.rows, values: product.data as Float64Array };
}

/** A Bᵀ by plain loops: where there is no ONNX Runtime, and for small matrices. */
export function plainTimesTransposed(a: Matrix, b: Matrix): Matrix {
  const values = new Float64Array(a.rows * b.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.rows; j += 4) fourProducts(a, i, b, j, values);
  }
  return { rows: a.rows, columns: b.rows, values };
}

/**
 * Row i of A times rows j to j + 3 of B: the four share each number of A, and their sums do not wait for
 * each other. Past the last row of B it is the last one again, whose product is written again.
 */
function fourProducts(a: Matrix, i: number, b: Matrix, j: number, out: Float64Array): void {
  const [x, y, k] = [a.values, b.values, a.columns];
  const last = b.rows - 1;
  const [j1, j2, j3] = [Math.min(j + 1, last), Math.min(j + 2, last), Math.min(j + 3, last)];
  const [from, at0, at1, at2, at3] = [i * k, j * k, j1 * k, j2 * k, j3 * k];
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (let l = 0; l < k; l++) {
    const value = x[from + l];
    sum0 += value * y[at0 + l];
    sum1 += value * y[at1 + l];
    sum2 += value * y[at2 + l];
    sum3 += value * y[at3 + l];
  }
  const row = i * b.rows;
  out[row + j] = sum0;
  out[row + j1] = sum1;
  out[row + j2] = sum2;
  out[row + j3] = sum3;
}

async function open(): Promise<Multiplier | undefined> {
  try {
    const { api, provider } = loadOnnxRuntime("cpu");
    const session = await api.InferenceSession.create(productModel(), {
      executionProviders: [provider],
      logSeverityLevel: 3,
    });
    return { api, session };
  } catch {
    return undefined; // clinic doctor says why; the loops give the same numbers later
  }
}

function productModel(): Uint8Array {
  const port = (name: string, rows: string, columns: string) =>
    ({ name, type: "float64", dims: [rows, columns] }) as const;
  return encodeModel({
    name: "product",
    nodes: [{ op: "Gemm", inputs: ["a", "b"], outputs: ["product"], attributes: { transB: 1 } }],
    initializers: [],
    inputs: [port("a", "m", "k"), port("b", "n", "k")],
    outputs: [port("product", "m", "n")],
  });
}
