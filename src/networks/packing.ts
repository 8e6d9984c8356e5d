import * as tf from "@tensorflow/tfjs";
import type { PictureShape } from "../data/dataset";
import type { Layer } from "../layers/layer";

/**
 * Makes pictures of flat ones that stand `packing` in a row: (batch, packing · numbers) to (batch, height, width,
 * packing · channels). A discriminator that sees several examples at once sees that they are alike (PacGAN, Lin
 * et al. 2018, section 3).
 */
export function packedPictures(name: string, picture: PictureShape, packing: number): Layer {
  const { height, width, channels } = picture;
  const numbers = height * width * channels;
  return {
    name,
    variables: [],
    apply(x) {
      const pictures = Array.from({ length: packing }, (_, i) =>
        tf.reshape(tf.slice(x, [0, i * numbers], [-1, numbers]), [-1, height, width, channels]),
      );
      return packing === 1 ? pictures[0] : tf.concat(pictures, 3);
    },
  };
}
