import * as tf from "@tensorflow/tfjs";
import { sumTo } from "./shapes";

// Numbers that are moved, copied or summed up. TensorFlow.js has the first two gradients wrong, as gradcheck
// found, the third for equal stacks only, and the others not at all.

type Pad = readonly [before: number, after: number];

/** What mirrored padding along one axis gives back: each number gets its own gradient and its images'. */
function unmirror(dy: tf.Tensor, axis: number, [before, after]: Pad, skip: 0 | 1): tf.Tensor {
  const size = dy.shape[axis] - before - after;
  const part = (from: number, length: number) => {
    const begin = dy.shape.map((_, i) => (i === axis ? from : 0));
    return tf.slice(
      dy,
      begin,
      dy.shape.map((all, i) => (i === axis ? length : all)),
    );
  };
  const at = (image: tf.Tensor, from: number) => {
    const pads = dy.shape.map((_, i): [number, number] =>
      i === axis ? [from, size - from - image.shape[axis]] : [0, 0],
    );
    return tf.pad(tf.reverse(image, axis), pads);
  };
  let dx = part(before, size);
  if (before > 0) dx = tf.add(dx, at(part(0, before), skip));
  if (after > 0) dx = tf.add(dx, at(part(before + size, after), size - after - skip));
  return dx;
}

export const arrayGradients: tf.GradConfig[] = [
  {
    // y has images of x before and after it: of x = (a, b, c), padded by 2 and 1, y = (c b | a b c | b) in
    // mode "reflect" (the edge itself is skipped), (b a | a b c | c) in mode "symmetric". TensorFlow.js
    // leaves the images out. One axis after the other, last padded first, as padding is itself.
    kernelName: "MirrorPad",
    inputsToSave: ["x"],
    gradFunc: (dy, _saved, attrs) => {
      const { paddings, mode } = attrs as unknown as { paddings: Pad[]; mode: string };
      const skip = mode === "reflect" ? 1 : 0;
      return {
        x: () =>
          paddings.reduce(
            (gradient, pad, axis) => unmirror(gradient, axis, pad, skip),
            dy as tf.Tensor,
          ),
      };
    },
  },
  {
    // y_i = Σ x_j over j <= i, so dx_j = Σ dy_i over i >= j: the sum from the other end. TensorFlow.js
    // transposes the result when the axis is not the last, though the kernel has done so already.
    kernelName: "Cumsum",
    gradFunc: (dy, _saved, attrs) => {
      const { axis, exclusive, reverse } = attrs as unknown as {
        axis: number;
        exclusive: boolean;
        reverse: boolean;
      };
      return { x: () => tf.cumsum(dy as tf.Tensor, axis, exclusive, !reverse) };
    },
  },
  {
    // y = A B, so dA = dy Bᵀ and dB = Aᵀ dy; with A = aᵀ, da = (dA)ᵀ = B dyᵀ, and so on. A stack of one matrix
    // is used for every matrix of the other stack, and gets the sum.
    kernelName: "BatchMatMul",
    inputsToSave: ["a", "b"],
    gradFunc: (gradient, [a, b], attrs) => {
      const { transposeA, transposeB } = attrs as unknown as Record<string, boolean>;
      const dy = gradient as tf.Tensor;
      return {
        a: () =>
          sumTo(
            transposeA ? tf.matMul(b, dy, transposeB, true) : tf.matMul(dy, b, false, !transposeB),
            a.shape,
          ),
        b: () =>
          sumTo(
            transposeB ? tf.matMul(dy, a, true, transposeA) : tf.matMul(a, dy, !transposeA, false),
            b.shape,
          ),
      };
    },
  },
  {
    // Channels (row, column, c) of a pixel become a block of pixels: a permutation, so dy goes back.
    kernelName: "DepthToSpace",
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => {
      const { blockSize } = attrs as unknown as { blockSize: number };
      const [batch, height, width, channels] = x.shape as [number, number, number, number];
      const c = channels / blockSize ** 2;
      return {
        x: () => {
          const blocks = [batch, height, blockSize, width, blockSize, c];
          const order = tf.transpose(tf.reshape(dy as tf.Tensor, blocks), [0, 1, 3, 2, 4, 5]);
          return tf.reshape(order, x.shape);
        },
      };
    },
  },
  {
    // A mirror image of a mirror image is the picture.
    kernelName: "FlipLeftRight",
    gradFunc: (dy) => ({ image: () => tf.reverse(dy as tf.Tensor, 2) }),
  },
];
