import * as tf from "@tensorflow/tfjs";
import { constant } from "./tape";

interface Window {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: "same" | "valid" | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

function run(kernel: string, inputs: tf.NamedTensorMap, attrs: object): tf.Tensor {
  return tf.engine().runKernel(kernel, inputs, attrs as tf.NamedAttrMap);
}

/** How many rows and columns the padding adds on each side of a picture. */
function paddingOf(x: tf.Tensor, { filterSize, strides, pad, dimRoundingMode }: Window) {
  const shape = x.shape as [number, number, number, number];
  const { padInfo, inHeight, inWidth, outHeight, outWidth, ...info } =
    tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  // rows that no window reaches count as cut off: padding below 0 is 0
  const bottom = (outHeight - 1) * info.strideHeight + info.filterHeight - inHeight - padInfo.top;
  const right = (outWidth - 1) * info.strideWidth + info.filterWidth - inWidth - padInfo.left;
  const rows: [number, number] = [padInfo.top, Math.max(0, bottom)];
  const columns: [number, number] = [padInfo.left, Math.max(0, right)];
  return { padded: [[0, 0], rows, columns, [0, 0]] as [number, number][], rows, columns };
}

export const poolingGradients: tf.GradConfig[] = [
  {
    // y = P x, each y the mean over its window, and so dx = Pᵀ dy. Padding does not count in the mean: a
    // window of 9 places of which 6 lie on the picture is divided by 6. The gradient kernel of the plain
    // engine divides by 9 always. So padding is made explicit: y = (9 / n) P₉ pad(x), with the window means
    // P₉ over the padded picture, where all places count, and n / 9 = P₉ pad(1). Then
    // dx = unpad(P₉ᵀ (9 / n · dy)), and P₉ᵀ is the kernel.
    kernelName: "AvgPool",
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => {
      const { filterSize, strides, ...rest } = attrs as unknown as Window;
      const { padded, rows, columns } = paddingOf(x, { filterSize, strides, ...rest });
      const valid = { filterSize, strides, pad: "valid" };
      const spread = (means: tf.Tensor, input: tf.Tensor) =>
        run("AvgPoolGrad", { dy: means, input: constant(() => tf.clone(input)) }, valid);
      return {
        x: () => {
          if ([...rows, ...columns].every((n) => n === 0)) return spread(dy as tf.Tensor, x);
          const share = constant(() =>
            run("AvgPool", { x: tf.pad(tf.onesLike(x), padded) }, valid),
          ); // n / 9
          const input = constant(() => tf.pad(x, padded));
          const wide = spread(tf.div(dy as tf.Tensor, share), input);
          return tf.slice(wide, [0, rows[0], columns[0], 0], x.shape);
        },
      };
    },
  },
  {
    // dx = Pᵀ dy is linear in dy, and the derivative of Σ ddx·Pᵀ dy by dy is P ddx. The input gives the
    // kernel its shape only. (Above, the windows are without padding.)
    kernelName: "AvgPoolGrad",
    inputsToSave: ["input"],
    gradFunc: (ddx, [input], attrs) => ({
      dy: () => run("AvgPool", { x: ddx as tf.Tensor }, attrs),
      input: () => tf.zerosLike(input),
    }),
  },
  {
    // y is one number of its window, at a place k(y): dx gets each dy at k. Where k is does not change but
    // where two are equal; which of them gets dy is the engine's choice (the plain engine takes the last).
    kernelName: "MaxPool",
    inputsToSave: ["x"],
    outputsToSave: [true],
    gradFunc: (dy, [x, y], attrs) => ({
      x: () => {
        const [input, output] = comparable(x, y);
        return run("MaxPoolGrad", { dy: dy as tf.Tensor, input, output }, attrs);
      },
    }),
  },
  {
    // Linear in dy again: the derivative of Σ ddx·dx by dy is the number of ddx at k(y), for each y.
    kernelName: "MaxPoolGrad",
    inputsToSave: ["input", "output"],
    gradFunc: (ddx, [input, output], attrs) => ({
      dy: () => {
        const windows = { ...attrs, includeBatchInIndex: true };
        const places = constant(() => {
          const found: unknown = run("MaxPoolWithArgmax", { x: input }, windows);
          return tf.reshape((found as [tf.Tensor, tf.Tensor])[1], [-1]);
        });
        const flat = tf.reshape(ddx as tf.Tensor, [-1]);
        return tf.reshape(tf.gather(flat, places as tf.Tensor1D), output.shape);
      },
      input: () => tf.zerosLike(input),
      output: () => tf.zerosLike(output),
    }),
  },
];

/**
 * Input and output of max pooling for the kernels that look up where the largest number of a window is.
 * Those of the wasm engine start from the smallest number above 0, so in a window of negative numbers they
 * find nothing, and its gradient is lost. There all numbers are moved above 0, which changes no place.
 */
function comparable(x: tf.Tensor, y: tf.Tensor): tf.Tensor[] {
  if (tf.getBackend() !== "wasm") return [x, y].map((each) => constant(() => tf.clone(each)));
  const lowest = constant(() => tf.min(x));
  return [x, y].map((each) => constant(() => tf.maximum(tf.sub(each, lowest), 1e-30)));
}
