import * as tf from "@tensorflow/tfjs";
import { constant } from "./tape";

// Resizing is linear and goes along rows and columns separately: y = A x Bᵀ for each channel, with a row of
// A for each new pixel: how much of each old one is in it. So dx = Aᵀ dy B. A is what resizing makes of the
// unit matrix: so it has every convention of the engine that runs (corners, half pixels, rounding). The
// gradient kernels of TensorFlow.js do not: half pixels are left out in them, and that of the plain engine
// for nearest neighbours reads the wrong pictures of a batch of more than one. And a product of matrices has
// exact gradients of any order.

type Four = [number, number, number, number];

interface Resizing {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
  readonly size: [number, number];
}

/** A (new, old), made by the kernel itself: the picture of column k is 1 in channel k of row k. */
function matrix(kernel: string, old: number, size: number, attrs: Resizing): tf.Tensor {
  return constant(() => {
    const unit = tf.reshape(tf.eye(old), [1, old, 1, old]);
    const { alignCorners, halfPixelCenters } = attrs;
    const toSize = { alignCorners, halfPixelCenters, size: [size, 1] };
    const resized: tf.Tensor = tf.engine().runKernel(kernel, { images: unit }, toSize);
    return tf.reshape(resized, [1, size, old]);
  });
}

function gradientOf(kernelName: string): tf.GradConfig {
  return {
    kernelName,
    inputsToSave: ["images"],
    gradFunc: (gradient, [images], map) => {
      const attrs = map as unknown as Resizing;
      const dy = gradient as tf.Tensor;
      const [batch, height, width, channels] = images.shape as Four;
      const [, tall, wide] = dy.shape as Four;
      return {
        images: () => {
          if (kernelName === "ResizeNearestNeighbor" && repeats(images.shape, dy.shape, attrs)) {
            return sumBlocks(dy, images.shape);
          }
          const a = matrix(kernelName, height, tall, attrs);
          const b = matrix(kernelName, width, wide, attrs);
          const rows = tf.matMul(a, tf.reshape(dy, [batch, tall, wide * channels]), true);
          const columns = tf.matMul(b, tf.reshape(rows, [batch * height, wide, channels]), true);
          return tf.reshape(columns, images.shape);
        },
      };
    },
  };
}

/** Nearest neighbours at a whole factor: each pixel is repeated, without a rest. */
function repeats(old: number[], size: number[], { alignCorners }: Resizing): boolean {
  return !alignCorners && size[1] % old[1] === 0 && size[2] % old[2] === 0;
}

/** A pixel that was repeated gets the sum over its block. */
function sumBlocks(dy: tf.Tensor, shape: number[]): tf.Tensor {
  const [batch, height, width, channels] = shape as Four;
  const [, tall, wide] = dy.shape as Four;
  const [down, across] = [tall / height, wide / width];
  return tf.sum(tf.reshape(dy, [batch, height, down, width, across, channels]), [2, 4]);
}

export const resizingGradients = ["ResizeBilinear", "ResizeNearestNeighbor"].map(gradientOf);
